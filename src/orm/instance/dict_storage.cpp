// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/dict_storage.hpp"
#include "athanor/orm/instance/dict_access.hpp"
#include "orm/instance/dict_index.hpp"
#include "orm/instance/dict_order.hpp"
#include "orm/instance/extra.hpp"
#include <algorithm>
#include <memory>
#include <new>
#include <utility>

namespace athanor::kernel {
namespace {

constexpr std::size_t small = 8;

bool free_standing(std::uint32_t word) noexcept { return (word & word_bits::bound) == 0; }

// An ordered dictionary's entries have a node in front.
std::size_t front_of(const KeyOps& keys) noexcept { return keys.less ? sizeof(OrderNode) : 0; }

void free_memory(const KeyOps& keys, DictEntry* entry) noexcept {
    if (keys.less) OrderNode::of(entry)->~OrderNode();
    ::operator delete(reinterpret_cast<char*>(entry) - front_of(keys));
}

bool follows(const DictStorage& storage) noexcept { return storage.keys->tracked && !free_standing(storage.word); }

// From here on the item knows its entry.
void attach(DictStorage& storage, DictEntry* entry) noexcept {
    Extra& extra = *header_of_item(entry->item)->extra;
    entry->storage = &storage;
    entry->next = extra.entries;
    entry->link = &extra.entries;
    if (entry->next) entry->next->link = &entry->next;
    extra.entries = entry;
    entry->keys->watch(entry->item);
}

void detach(DictEntry* entry) noexcept {
    if (!entry->storage) return;
    *entry->link = entry->next;
    if (entry->next) entry->next->link = entry->link;
    entry->storage = nullptr;
}

DictEntry* earlier(DictEntry* left, DictEntry* right) noexcept {
    return left && left->place < right->place ? left : right;
}

// The item itself knows its entries.
DictEntry* attached_entry(const DictStorage& storage, const void* item) noexcept {
    const Header* header = header_of(item);
    DictEntry* found = nullptr;
    for (DictEntry* entry = header->extra ? header->extra->entries : nullptr; entry; entry = entry->next)
        if (entry->storage == &storage) found = earlier(found, entry);
    return found;
}

std::size_t place_of(const DictEntry* entry) noexcept { return entry ? entry->place : DictStorage::npos; }

} // namespace

void DictEntry::destroy(DictEntry* entry) noexcept {
    const KeyOps& keys = *entry->keys;
    keys.destroy(entry->key());
    free_memory(keys, entry);
}

std::string describe_key(const DictEntry* entry) {
    std::string text;
    entry->keys->describe(entry->key(), text);
    return text;
}

DictStorage::DictStorage(DictStorage&& other) noexcept : keys(other.keys), word(other.word & word_bits::assigned) {
    if (!free_standing(other.word)) return;
    entries.swap(other.entries);
    std::swap(index, other.index);
    std::swap(order, other.order);
    std::swap(holes, other.holes);
}

DictStorage::~DictStorage() {
    if (free_standing(word))
        for (const DictEntry* entry : entries)
            if (entry) release(header_of_item(entry->item));
    destroy_entries(); // the items, which die with their region, may be gone
}

void DictStorage::hold(void* item, std::size_t) {
    word |= word_bits::assigned;
    Slot slot(dict_ops, this, item);
    const auto* entry = static_cast<const DictEntry*>(slot.get());
    if (const DictEntry* other = find(entry->hash, entry->key())) {
        if (other->item == item) return;
        refuse_same_key(*this, other, item);
    }
    slot.insert(this, npos);
    acquire(header_of_item(item));
}

DictEntry* DictStorage::find(std::size_t hash, const void* key) const {
    const auto is_wanted = [&](const DictEntry* entry) {
        return entry->hash == hash && keys->equal(entry->key(), key);
    };
    if (keys->less) return order ? const_cast<DictEntry*>(order->find(key)) : nullptr;
    DictEntry* found = nullptr;
    if (index) {
        index->by_key.search(hash, [&](DictEntry* entry) { return is_wanted(entry) && (found = entry, true); });
        return found;
    }
    for (DictEntry* entry : entries)
        if (entry && is_wanted(entry)) return entry;
    return nullptr;
}

DictEntry* DictStorage::find_item(const void* item) const {
    if (follows(*this)) return attached_entry(*this, item);
    if (index) {
        index->know_items(entries);
        DictEntry* found = nullptr;
        index->by_item.search(DictIndex::ItemHash::of(item), [&](DictEntry* entry) {
            if (entry->item == item) found = earlier(found, entry);
            return false;
        });
        return found;
    }
    for (DictEntry* entry : entries)
        if (entry && entry->item == item) return entry;
    return nullptr;
}

std::size_t DictStorage::first_in_order() const noexcept { return place_of(order->first()); }
// An iterator may have lost its entry, and even its place, where the dictionary was loaded again.
std::size_t DictStorage::next_in_order(std::size_t place) const noexcept {
    return stands(place) ? place_of(order->next(entries[place])) : npos;
}
std::size_t DictStorage::previous(std::size_t place) const noexcept {
    if (place == npos) return place_of(last());
    if (order) return stands(place) ? place_of(order->previous(entries[place])) : npos;
    place = std::min(place, entries.size());
    while (place-- > 0)
        if (entries[place]) return place;
    return npos;
}
std::size_t DictStorage::lower_bound(const void* key) const noexcept {
    return order ? place_of(order->lower_bound(key)) : npos;
}
std::size_t DictStorage::upper_bound(const void* key) const noexcept {
    return order ? place_of(order->upper_bound(key)) : npos;
}

DictEntry* DictStorage::last() const noexcept {
    if (order) return const_cast<DictEntry*>(order->last());
    for (std::size_t place = entries.size(); place-- > 0;)
        if (entries[place]) return entries[place];
    return nullptr;
}

DictEntry* DictStorage::make_entry(void* item) const {
    DictEntry* entry = try_entry(item);
    if (!entry) refuse_missing_key(*this, *keys, item);
    return entry;
}

DictEntry* DictStorage::try_entry(void* item) const {
    const std::size_t front = front_of(*keys);
    auto* memory = static_cast<char*>(::operator new(front + sizeof(DictEntry) + keys->size));
    if (keys->less) ::new (memory) OrderNode;
    auto* entry = ::new (memory + front) DictEntry{item, 0, npos, keys};
    bool has_key = false;
    try {
        has_key = keys->compute(item, entry->key());
    } catch (...) {
        free_memory(*keys, entry);
        throw;
    }
    if (!has_key) {
        free_memory(*keys, entry);
        return nullptr;
    }
    try {
        entry->hash = keys->hash(entry->key());
    } catch (...) {
        DictEntry::destroy(entry);
        throw;
    }
    return entry;
}

std::size_t DictStorage::put(std::size_t place, DictEntry* entry) {
    if (!index && entries.size() >= small) index = new DictIndex(entries, !keys->less);
    if (index) index->reserve(size() + 1);
    if (keys->less && !order) order = new DictOrder;
    if (follows(*this)) extra_of(header_of_item(entry->item)).filed = true;
    if (place == npos) {
        place = entries.size();
        entries.push_back(nullptr);
        ++holes;
    }
    restore(place, entry);
    return place;
}

DictEntry* DictStorage::take(std::size_t place) noexcept {
    DictEntry* entry = std::exchange(entries[place], nullptr);
    if (index) index->erase(entry);
    if (order) order->erase(entry);
    detach(entry);
    ++holes;
    return entry;
}

void DictStorage::restore(std::size_t place, DictEntry* entry) noexcept {
    entries[place] = entry;
    entry->place = place;
    --holes;
    if (index) index->insert(entry);
    if (order) order->insert(entry);
    if (follows(*this)) attach(*this, entry);
}

void DictStorage::settle() noexcept {
    if (holes <= 16 || holes <= entries.size() / 2) return;
    std::erase(entries, nullptr);
    for (std::size_t place = 0; place < entries.size(); ++place) entries[place]->place = place;
    holes = 0;
}

void DictStorage::clear() noexcept {
    if (holes != 0) ++changes; // what is read again has other places: whoever goes through it would miss some
    for (DictEntry* entry : entries)
        if (entry) detach(entry);
    destroy_entries();
}

void DictStorage::destroy_entries() noexcept {
    delete std::exchange(order, nullptr);
    for (DictEntry* entry : entries)
        if (entry) DictEntry::destroy(entry);
    entries.clear();
    holes = 0;
    delete std::exchange(index, nullptr);
}

std::vector<void*> DictStorage::release_items() {
    std::vector<void*> items;
    items.reserve(size());
    for (std::size_t place = first(); place != npos; place = next(place)) items.push_back(entries[place]->item);
    clear();
    return items;
}

} // namespace athanor::kernel
