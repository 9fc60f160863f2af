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
///
/// What stands at a place is a *slot*: in a list or set the item itself, in a dictionary an entry that has the key
/// beside the item. A place that was given up may stay empty until the container is settled, so that a change can be
/// undone where it was made.
struct CollectionOps {
    /// The last two are never in memory as a whole: what they hold is what was put in before their owner had a row, and
    /// from then on only changes are queued.
    enum Kind : std::uint8_t { list, set, dict, dynamic, write_only };
    static constexpr std::size_t npos = ~std::size_t(0);
    Kind kind;
    std::size_t (*size)(const void* container);
    void (*append)(const void* container, std::vector<Header*>& items); ///< puts its items behind those, in their order
    std::size_t (*find)(const void* container, const void* item);       ///< the first place, or npos
    std::size_t (*extent)(const void* container);                       ///< the number of places, empty ones too
    void* (*at)(const void* container, std::size_t place);              ///< the item; null: an empty place
    /// The slot for the item, which belongs to the caller until it is inserted or discarded. **Throws** KeyError when
    /// the item has no key.
    void* (*prepare)(const void* container, void* item);
    void (*discard)(void* slot) noexcept;
    /// The place of what is in the way of the slot: the item itself in a set, who has the key in a dictionary; or npos.
    std::size_t (*occupied)(const void* container, const void* slot);
    /// Puts a slot that nothing is in the way of to the place (npos: to the end); the place it got. Strong guarantee.
    std::size_t (*insert)(void* container, std::size_t place, void* slot);
    void* (*erase)(void* container, std::size_t place) noexcept;              ///< the slot that stood there
    void (*restore)(void* container, std::size_t place, void* slot) noexcept; ///< undoes the erase before it
    void (*settle)(void* container) noexcept; ///< closes empty places when there are many; places change
    void (*clear)(void* container) noexcept;
    /// Takes the content out of a free-standing container, handles included.
    std::vector<void*> (*take)(void* container);
    /// Where the container counts what mutators did to it, so that iterators notice; 0: nowhere.
    std::uint32_t changes = 0;
};

/// A slot until it is inserted.
class Slot {
public:
    Slot() noexcept = default;
    Slot(const CollectionOps& ops, const void* container, void* item)
        : ops_(&ops), slot_(ops.prepare(container, item)) {}
    Slot(Slot&& other) noexcept : ops_(other.ops_), slot_(std::exchange(other.slot_, nullptr)) {}
    Slot& operator=(Slot&& other) noexcept {
        std::swap(ops_, other.ops_);
        std::swap(slot_, other.slot_);
        return *this;
    }
    ~Slot() {
        if (slot_) ops_->discard(slot_);
    }
    const void* get() const noexcept { return slot_; }
    /// Inserts it; from then on it is the container's.
    std::size_t insert(void* container, std::size_t place) {
        place = ops_->insert(container, place, slot_);
        slot_ = nullptr;
        return place;
    }

private:
    const CollectionOps* ops_ = nullptr;
    void* slot_ = nullptr;
};
extern const CollectionOps list_ops;
extern const CollectionOps set_ops;
extern const CollectionOps dict_ops;
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
    void hold(void* item, std::size_t place = ~std::size_t(0)); ///< free-standing only: with a handle on the item
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
    void hold(void* item, std::size_t place = ~std::size_t(0));
    static constexpr const CollectionOps& ops() noexcept { return set_ops; }

    std::size_t size() const noexcept { return items.size() - holes; }
    bool contains(const void* item) const noexcept { return find(item) != npos; }
    static constexpr std::size_t npos = ~std::size_t(0);
    std::size_t find(const void* item) const noexcept;
    bool insert(void* item);                              ///< false: it was there. Strong guarantee
    std::size_t erase(void* item) noexcept;               ///< the place it had, or npos
    void restore(std::size_t place, void* item) noexcept; ///< undoes an erase that was the last change
    void clear() noexcept;
    void compact();         ///< closes the holes; places change
    void settle() noexcept; ///< … when there are more of them than items
};

/// The storage of Dynamic and of WriteOnly: what a new owner was given.
struct DynamicStorage : SetStorage {
    static constexpr const CollectionOps& ops() noexcept { return dynamic_ops; }
};
struct WriteOnlyStorage : SetStorage {
    static constexpr const CollectionOps& ops() noexcept { return write_only_ops; }
};

} // namespace athanor::kernel
