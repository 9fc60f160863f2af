// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include <bit>
#include <cstdint>
#include <vector>

namespace athanor::kernel {

/// A hash table of entries that allocates in `reserve` only, so that a change can always be undone.
template <class Hash> class EntryTable {
public:
    /// Room for so many entries.
    void reserve(std::size_t count) {
        if (count * 4 <= slots_.size() * 3) return;
        std::vector<DictEntry*> old(std::bit_ceil(count * 2));
        slots_.swap(old);
        shift_ = 64 - std::countr_zero(slots_.size());
        for (DictEntry* entry : old)
            if (entry) insert(entry);
    }
    void insert(DictEntry* entry) noexcept {
        std::size_t slot = home(Hash::of(entry));
        while (slots_[slot]) slot = next(slot);
        slots_[slot] = entry;
    }
    void erase(const DictEntry* entry) noexcept {
        std::size_t hole = home(Hash::of(entry));
        while (slots_[hole] != entry) hole = next(hole);
        // what follows moves up, unless it stands at or behind where it belongs
        for (std::size_t slot = next(hole); slots_[slot]; slot = next(slot)) {
            const std::size_t wanted = home(Hash::of(slots_[slot]));
            if (((slot - wanted) & mask()) < ((slot - hole) & mask())) continue;
            slots_[hole] = slots_[slot];
            hole = slot;
        }
        slots_[hole] = nullptr;
    }
    /// Calls `visit` with every entry that may have the hash, until it returns true.
    template <class F> void search(std::size_t hash, F&& visit) const {
        if (slots_.empty()) return;
        for (std::size_t slot = home(hash); slots_[slot]; slot = next(slot))
            if (visit(slots_[slot])) return;
    }

private:
    std::size_t mask() const noexcept { return slots_.size() - 1; }
    std::size_t next(std::size_t slot) const noexcept { return (slot + 1) & mask(); }
    std::size_t home(std::size_t hash) const noexcept {
        return static_cast<std::size_t>(std::uint64_t{hash} * 0x9e3779b97f4a7c15u >> shift_);
    }
    std::vector<DictEntry*> slots_;
    int shift_ = 0;
};

/// Where each key, and each item, of a large Dict stands.
class DictIndex {
public:
    struct KeyHash {
        static std::size_t of(const DictEntry* entry) noexcept { return entry->hash; }
    };
    struct ItemHash {
        static std::size_t of(const DictEntry* entry) noexcept { return of(entry->item); }
        static std::size_t of(const void* item) noexcept { return reinterpret_cast<std::size_t>(item) >> 4; }
    };
    EntryTable<KeyHash> by_key;
    EntryTable<ItemHash> by_item;
    bool knows_keys;          ///< ordered dictionaries find keys in their order
    bool knows_items = false; ///< by_item is made when it is first needed

    DictIndex(const std::vector<DictEntry*>& entries, bool keys) : knows_keys(keys) {
        if (!knows_keys) return;
        by_key.reserve(entries.size() + 1);
        for (DictEntry* entry : entries)
            if (entry) by_key.insert(entry);
    }
    void reserve(std::size_t count) {
        if (knows_keys) by_key.reserve(count);
        if (knows_items) by_item.reserve(count);
    }
    void insert(DictEntry* entry) noexcept {
        if (knows_keys) by_key.insert(entry);
        if (knows_items) by_item.insert(entry);
    }
    void erase(const DictEntry* entry) noexcept {
        if (knows_keys) by_key.erase(entry);
        if (knows_items) by_item.erase(entry);
    }
    void know_items(const std::vector<DictEntry*>& entries) {
        if (knows_items) return;
        by_item.reserve(entries.size() + 1);
        for (DictEntry* entry : entries)
            if (entry) by_item.insert(entry);
        knows_items = true;
    }
};

} // namespace athanor::kernel
