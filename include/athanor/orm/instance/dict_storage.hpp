// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "athanor/orm/mapping/member_spec.hpp"
#include <cstddef>
#include <string>
#include <vector>

namespace athanor::kernel {

/// What the core does with the keys of a dictionary without knowing their type; one table per type of Dict.
struct KeyOps {
    std::size_t size;
    /// Makes the key that the object has now in the place; false: it has none. Loads what it reads and is not in
    /// memory.
    bool (*compute)(const void* object, void* key);
    std::size_t (*hash)(const void* key); ///< always 0 where keys are ordered
    bool (*equal)(const void* left, const void* right);
    bool (*less)(const void* left, const void* right); ///< null: entries stand in the order in which they came
    void (*destroy)(void* key) noexcept;
    void (*describe)(const void* key, std::string& text); ///< as messages show it
    void (*watch)(void* object) noexcept; ///< every write of what the key is taken from takes the cold call
    const MemberPath* attributes;         ///< what the key is taken from
    std::size_t attribute_count;          ///< 0: a function
    bool tracked;                         ///< an entry follows the key of its item
};

struct DictStorage;

/// One key of a dictionary and the item that has it; the key stands behind it in memory and never moves.
struct alignas(std::max_align_t) DictEntry {
    void* item;
    std::size_t hash;
    std::size_t place;
    const KeyOps* keys;
    // of an entry that follows its item: where it stands, and the item's other entries
    DictStorage* storage = nullptr;
    DictEntry* next = nullptr;
    DictEntry** link = nullptr;

    void* key() noexcept { return this + 1; }
    const void* key() const noexcept { return this + 1; }
    static void destroy(DictEntry* entry) noexcept;
};

class DictIndex;
class DictOrder;
/// The storage of Dict: entries in the order of their insertion, found by key and by item in constant time; or in the
/// order of their keys, found by key in logarithmic time.
struct DictStorage {
    static constexpr std::size_t npos = ~std::size_t(0);
    std::vector<DictEntry*> entries; ///< null: an empty place
    DictIndex* index = nullptr;      ///< only above a handful of entries
    DictOrder* order = nullptr;      ///< only of a dictionary with ordered keys that is not empty
    const KeyOps* keys;
    std::size_t holes = 0;
    std::uint32_t word = 0;
    std::uint32_t changes = 0; ///< by mutators, so that iterators notice

    explicit DictStorage(const KeyOps& key_ops) noexcept : keys(&key_ops) {}
    DictStorage(DictStorage&& other) noexcept;
    DictStorage& operator=(DictStorage&&) = delete;
    ~DictStorage();
    /// Free-standing only: with a handle on the item. **Throws** ValueError when another one has its key.
    void hold(void* item, std::size_t place = npos);
    static constexpr const CollectionOps& ops() noexcept { return dict_ops; }

    std::size_t size() const noexcept { return entries.size() - holes; }
    DictEntry* find(const void* key) const { return entries.empty() ? nullptr : find(keys->hash(key), key); }
    DictEntry* find(std::size_t hash, const void* key) const;
    DictEntry* find_item(const void* item) const; ///< its first entry
    DictEntry* last() const noexcept;             ///< null when it is empty

    // the places in the order in which programs see them, which ends with npos
    std::size_t first() const noexcept { return order ? first_in_order() : filled(0); }
    std::size_t next(std::size_t place) const noexcept { return order ? next_in_order(place) : filled(place + 1); }
    /// The one before it; before npos stands the last.
    std::size_t previous(std::size_t place) const noexcept;
    /// Ordered keys only: the first place whose key is not less than this one, or is greater.
    std::size_t lower_bound(const void* key) const noexcept;
    std::size_t upper_bound(const void* key) const noexcept;

    /// An entry for the item under the key that it has now. **Throws** KeyError when it has none.
    DictEntry* make_entry(void* item) const;
    DictEntry* try_entry(void* item) const;                     ///< null when it has none
    std::size_t put(std::size_t place, DictEntry* entry);       ///< npos: at the end. Strong guarantee
    DictEntry* take(std::size_t place) noexcept;                ///< leaves an empty place
    void restore(std::size_t place, DictEntry* entry) noexcept; ///< undoes a take that was the last change
    void settle() noexcept;                                     ///< closes empty places when there are many
    void clear() noexcept;
    std::vector<void*> release_items(); ///< the items in their order, leaving it empty

private:
    bool stands(std::size_t place) const noexcept { return place < entries.size() && entries[place]; }
    std::size_t filled(std::size_t place) const noexcept {
        while (place < entries.size() && !entries[place]) ++place;
        return place < entries.size() ? place : npos;
    }
    std::size_t first_in_order() const noexcept;
    std::size_t next_in_order(std::size_t place) const noexcept;
    void destroy_entries() noexcept;
};

/// The key as messages show it: `'a'`, `('a', 3)`.
std::string describe_key(const DictEntry* entry);

} // namespace athanor::kernel
