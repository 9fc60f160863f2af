// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"
#include "athanor/orm/instance/region.hpp"
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace athanor::kernel {

// What relationship members keep. Bound storages hold plain pointers (the region keeps the objects alive);
// free-standing ones, as in a temporary `User{.posts = {…}}`, hold a handle on each object until they are bound.

inline Header* header_of_item(void* object) noexcept { return static_cast<Header*>(object) - 1; }

/// What the core does with a container without knowing its type; one table per container type.
struct CollectionOps {
    /// The last two are never in memory as a whole: what they hold is what was put in before their owner had a row, and
    /// from then on only changes are queued.
    enum Kind : std::uint8_t { list, set, dynamic, write_only };
    static constexpr std::size_t npos = ~std::size_t(0);
    Kind kind;
    std::size_t (*size)(const void* container);
    void (*each)(const void* container, void* context, void (*visit)(void* context, void* item));
    std::size_t (*find)(const void* container, const void* item); ///< the first place, or npos
    /// Puts the item at the place (npos: at the end, or where its key belongs); the place it got. Strong guarantee.
    std::size_t (*insert)(void* container, std::size_t place, void* item);
    void (*erase)(void* container, std::size_t place, void* item) noexcept;
    void (*restore)(void* container, std::size_t place, void* item) noexcept; ///< undoes the erase before it
    void (*clear)(void* container) noexcept;
    /// Takes the content out of a free-standing container, handles included.
    std::vector<void*> (*take)(void* container);
    /// Where the container counts what mutators did to it, so that iterators notice; 0: nowhere.
    std::uint32_t changes = 0;
};
extern const CollectionOps list_ops;
extern const CollectionOps set_ops;
extern const CollectionOps dynamic_ops;
extern const CollectionOps write_only_ops;

inline void count_change(const CollectionOps& ops, void* container) noexcept {
    if (ops.changes) ++*reinterpret_cast<std::uint32_t*>(static_cast<char*>(container) + ops.changes);
}

/// The storage of a reference: null, an object, or the key of an object that was not loaded.
struct ReferenceStorage {
    enum Kind : std::uint8_t { empty, object, integer_key, wide_key };
    union {
        void* item = nullptr;
        std::int64_t key;
        void* wide; ///< a std::vector<Value>
    };
    std::uint32_t word = 0;
    Kind kind = empty;

    ReferenceStorage() noexcept = default;
    explicit ReferenceStorage(void* object_or_null) noexcept;
    ReferenceStorage(ReferenceStorage&& other) noexcept;
    ReferenceStorage& operator=(ReferenceStorage&&) = delete;
    ~ReferenceStorage() {
        if (kind != empty) clear();
    }
    void clear() noexcept;
    void hold(void* object_or_null) noexcept; ///< free-standing only: takes a handle in place of the one it had
};

/// The storage of List: pointers in their order.
struct ListStorage {
    std::vector<void*> items;
    std::uint32_t word = 0;
    std::uint32_t changes = 0; ///< by mutators, so that iterators notice

    ListStorage() noexcept = default;
    ListStorage(ListStorage&& other) noexcept;
    ListStorage& operator=(ListStorage&&) = delete;
    ~ListStorage();
    void hold(void* item); ///< free-standing only: appends and takes a handle
    static constexpr const CollectionOps& ops() noexcept { return list_ops; }
    std::size_t size() const noexcept { return items.size(); }
};

class SetIndex;
/// The storage of Set: pointers in the order of their insertion, found by identity in constant time.
struct SetStorage {
    std::vector<void*> items;  ///< null: a hole that an erased item left
    SetIndex* index = nullptr; ///< only above a handful of items
    std::size_t holes = 0;
    std::uint32_t word = 0;
    std::uint32_t changes = 0; ///< by mutators, so that iterators notice

    SetStorage() noexcept = default;
    SetStorage(SetStorage&& other) noexcept;
    SetStorage& operator=(SetStorage&&) = delete;
    ~SetStorage();
    void hold(void* item);
    static constexpr const CollectionOps& ops() noexcept { return set_ops; }

    std::size_t size() const noexcept { return items.size() - holes; }
    bool contains(const void* item) const noexcept { return find(item) != npos; }
    static constexpr std::size_t npos = ~std::size_t(0);
    std::size_t find(const void* item) const noexcept;
    bool insert(void* item);                              ///< false: it was there. Strong guarantee
    std::size_t erase(void* item) noexcept;               ///< the place it had, or npos
    void restore(std::size_t place, void* item) noexcept; ///< undoes an erase that was the last change
    void clear() noexcept;
    void compact(); ///< closes the holes; places change
    void tidy();    ///< … when there are more of them than items
};

/// The storage of Dynamic and of WriteOnly: what a new owner was given.
struct DynamicStorage : SetStorage {
    static constexpr const CollectionOps& ops() noexcept { return dynamic_ops; }
};
struct WriteOnlyStorage : SetStorage {
    static constexpr const CollectionOps& ops() noexcept { return write_only_ops; }
};

} // namespace athanor::kernel
