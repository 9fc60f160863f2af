// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/dict_storage.hpp"
#include "athanor/orm/instance/dict_access.hpp"
#include "orm/instance/dict_index.hpp"
#include <memory>
#include <new>
#include <utility>

namespace athanor::kernel {
namespace {

constexpr std::size_t small = 8;

bool free_standing(std::uint32_t word) noexcept { return (word & word_bits::bound) == 0; }

} // namespace

void DictEntry::destroy(DictEntry* entry) noexcept {
    entry->keys->destroy(entry->key());
    ::operator delete(entry);
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
    std::swap(holes, other.holes);
}

DictStorage::~DictStorage() {
    if (free_standing(word))
        for (const DictEntry* entry : entries)
            if (entry) release(header_of_item(entry->item));
    clear();
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
    if (index) {
        index->know_items(entries);
        DictEntry* found = nullptr;
        index->by_item.search(DictIndex::ItemHash::of(item), [&](DictEntry* entry) {
            if (entry->item == item && (!found || entry->place < found->place)) found = entry;
            return false;
        });
        return found;
    }
    for (DictEntry* entry : entries)
        if (entry && entry->item == item) return entry;
    return nullptr;
}

DictEntry* DictStorage::last() const noexcept {
    for (std::size_t place = entries.size(); place-- > 0;)
        if (entries[place]) return entries[place];
    return nullptr;
}

DictEntry* DictStorage::make_entry(void* item) const {
    struct Free {
        void operator()(void* memory) const noexcept { ::operator delete(memory); }
    };
    std::unique_ptr<void, Free> memory(::operator new(sizeof(DictEntry) + keys->size));
    auto* entry = ::new (memory.get()) DictEntry{item, 0, npos, keys};
    if (!keys->compute(item, entry->key())) refuse_missing_key(this, *keys, item);
    memory.release();
    try {
        entry->hash = keys->hash(entry->key());
    } catch (...) {
        DictEntry::destroy(entry);
        throw;
    }
    return entry;
}

std::size_t DictStorage::put(std::size_t place, DictEntry* entry) {
    if (!index && entries.size() >= small) index = new DictIndex(entries);
    if (index) index->reserve(size() + 1);
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
    ++holes;
    return entry;
}

void DictStorage::restore(std::size_t place, DictEntry* entry) noexcept {
    entries[place] = entry;
    entry->place = place;
    --holes;
    if (index) index->insert(entry);
}

void DictStorage::settle() noexcept {
    if (holes <= 16 || holes <= entries.size() / 2) return;
    std::erase(entries, nullptr);
    for (std::size_t place = 0; place < entries.size(); ++place) entries[place]->place = place;
    holes = 0;
}

void DictStorage::clear() noexcept {
    for (DictEntry* entry : entries)
        if (entry) DictEntry::destroy(entry);
    entries.clear();
    holes = 0;
    delete std::exchange(index, nullptr);
}

std::vector<void*> DictStorage::release_items() {
    std::vector<void*> items;
    items.reserve(size());
    for (const DictEntry* entry : entries)
        if (entry) items.push_back(entry->item);
    clear();
    return items;
}

} // namespace athanor::kernel
