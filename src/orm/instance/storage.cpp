// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/storage.hpp"
#include "athanor/base/value.hpp"
#include "orm/instance/set_index.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

bool free_standing(std::uint32_t word) noexcept { return (word & word_bits::bound) == 0; }

void release_all(const std::vector<void*>& items) noexcept {
    for (void* item : items)
        if (item) release(header_of_item(item));
}

} // namespace

ReferenceStorage::ReferenceStorage(void* object_or_null) noexcept
    : item(object_or_null), word(word_bits::assigned), kind(object_or_null ? object : empty) {
    if (kind == object) acquire(header_of_item(item));
}

ReferenceStorage::ReferenceStorage(ReferenceStorage&& other) noexcept
    : word(other.word & word_bits::assigned), kind(other.kind) {
    item = other.item;
    if (!free_standing(other.word)) {
        // moving out of a bound reference copies: the object keeps what it has
        if (kind == object)
            acquire(header_of_item(item));
        else
            kind = empty;
        return;
    }
    other.kind = empty;
    other.word &= ~std::uint32_t(word_bits::assigned);
}

void ReferenceStorage::clear() noexcept {
    if (kind == object && free_standing(word)) release(header_of_item(item));
    if (kind == wide_key) delete static_cast<std::vector<Value>*>(wide);
    kind = empty;
    item = nullptr;
}

void ReferenceStorage::hold(void* object_or_null) noexcept {
    if (object_or_null) acquire(header_of_item(object_or_null));
    clear();
    item = object_or_null;
    kind = object_or_null ? object : empty;
    word |= word_bits::assigned;
}

ListStorage::ListStorage(ListStorage&& other) noexcept : word(other.word & word_bits::assigned) {
    if (free_standing(other.word)) items.swap(other.items);
}

ListStorage::~ListStorage() {
    if (free_standing(word)) release_all(items);
}

void ListStorage::hold(void* item, std::size_t place) {
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(std::min(place, items.size())), item);
    acquire(header_of_item(item));
    word |= word_bits::assigned;
}

SetStorage::SetStorage(SetStorage&& other) noexcept : word(other.word & word_bits::assigned) {
    if (!free_standing(other.word)) return;
    items.swap(other.items);
    std::swap(index, other.index);
    std::swap(holes, other.holes);
}

SetStorage::~SetStorage() {
    if (free_standing(word)) release_all(items);
    delete index;
}

void SetStorage::hold(void* item, std::size_t) {
    word |= word_bits::assigned;
    if (insert(item)) acquire(header_of_item(item));
}

std::size_t SetStorage::find(const void* item) const noexcept {
    if (index) return index->find(item);
    const auto place = std::find(items.begin(), items.end(), item);
    return place == items.end() ? npos : static_cast<std::size_t>(place - items.begin());
}

bool SetStorage::insert(void* item) {
    constexpr std::size_t small = 16;
    if (contains(item)) return false;
    if (!index && items.size() >= small) index = new SetIndex(items);
    items.push_back(item);
    if (!index) return true;
    try {
        index->insert(item, items.size() - 1);
    } catch (...) {
        items.pop_back();
        throw;
    }
    return true;
}

std::size_t SetStorage::erase(void* item) noexcept {
    const std::size_t place = find(item);
    if (place == npos) return npos;
    if (index) index->erase(item);
    items[place] = nullptr;
    ++holes;
    return place;
}

void SetStorage::restore(std::size_t place, void* item) noexcept {
    items[place] = item;
    --holes;
    if (index) index->insert(item, place); // the index has room: the item was in it just before
}

void SetStorage::clear() noexcept {
    if (holes != 0) ++changes; // what is read again has other places: whoever goes through it would miss some
    items.clear();
    holes = 0;
    delete std::exchange(index, nullptr);
}

void SetStorage::compact() {
    if (holes == 0) return;
    std::erase(items, nullptr);
    holes = 0;
    if (index) index->rebuild(items);
}

void SetStorage::settle() noexcept {
    if (holes > 16 && holes > items.size() / 2) compact(); // the index shrinks, so this does not allocate
}

} // namespace athanor::kernel
