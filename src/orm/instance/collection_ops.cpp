// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/dict_storage.hpp"
#include <algorithm>
#include <cstddef>
#include <utility>

namespace athanor::kernel {
namespace {

ListStorage& list(void* container) noexcept { return *static_cast<ListStorage*>(container); }
const ListStorage& list(const void* container) noexcept { return *static_cast<const ListStorage*>(container); }
SetStorage& set(void* container) noexcept { return *static_cast<SetStorage*>(container); }
const SetStorage& set(const void* container) noexcept { return *static_cast<const SetStorage*>(container); }
DictStorage& dict(void* container) noexcept { return *static_cast<DictStorage*>(container); }
const DictStorage& dict(const void* container) noexcept { return *static_cast<const DictStorage*>(container); }

std::size_t place_of(const DictEntry* entry) noexcept { return entry ? entry->place : CollectionOps::npos; }

auto at(ListStorage& storage, std::size_t place) noexcept {
    return storage.items.begin() + static_cast<std::ptrdiff_t>(place);
}

std::size_t list_find(const void* container, const void* item) {
    const auto& items = list(container).items;
    const auto found = std::find(items.begin(), items.end(), item);
    return found == items.end() ? CollectionOps::npos : static_cast<std::size_t>(found - items.begin());
}

std::size_t list_insert(void* container, std::size_t place, void* item) {
    ListStorage& storage = list(container);
    place = std::min(place, storage.items.size());
    storage.items.insert(at(storage, place), item);
    storage.word &= ~std::uint32_t(word_bits::distinct);
    return place;
}

void* list_erase(void* container, std::size_t place) noexcept {
    void* item = list(container).items[place];
    list(container).items.erase(at(list(container), place));
    return item;
}

// the vector just gave up one item, so this insert does not allocate
void list_restore(void* container, std::size_t place, void* item) noexcept {
    list(container).items.insert(at(list(container), place), item);
    list(container).word &= ~std::uint32_t(word_bits::distinct);
}

void append_items(const std::vector<void*>& from, std::vector<Header*>& items) {
    items.reserve(items.size() + from.size());
    for (void* item : from) items.push_back(header_of_item(item));
}

std::size_t set_insert(void* container, std::size_t, void* item) {
    set(container).insert(item);
    return set(container).items.size() - 1;
}

void* set_erase(void* container, std::size_t place) noexcept {
    void* item = set(container).items[place];
    set(container).erase(item);
    return item;
}

// in lists and sets the item is its own slot
void* same_item(const void*, void* item) { return item; }
void discard_nothing(void*) noexcept {}
void settle_nothing(void*) noexcept {}

// Constant, so that the tables are there before any static object is made.
constexpr CollectionOps ops_of_set(CollectionOps::Kind kind) {
    return {
        kind,
        [](const void* container) { return set(container).size(); },
        [](const void* container, std::vector<Header*>& items) {
            items.reserve(items.size() + set(container).size());
            for (void* item : set(container).items)
                if (item) items.push_back(header_of_item(item));
        },
        [](const void* container, const void* item) { return set(container).find(item); },
        [](const void* container) { return set(container).items.size(); },
        [](const void* container, std::size_t place) { return set(container).items[place]; },
        same_item,
        discard_nothing,
        [](const void* container, const void* item) { return set(container).find(item); },
        set_insert,
        set_erase,
        [](void* container, std::size_t place, void* item) noexcept { set(container).restore(place, item); },
        [](void* container) noexcept { set(container).settle(); },
        [](void* container) noexcept { set(container).clear(); },
        [](void* container) {
            set(container).compact();
            auto items = std::exchange(set(container).items, {});
            set(container).clear();
            return items;
        },
        offsetof(SetStorage, changes),
    };
}

} // namespace

const CollectionOps list_ops{
    CollectionOps::list,
    [](const void* container) { return list(container).items.size(); },
    [](const void* container, std::vector<Header*>& items) { append_items(list(container).items, items); },
    list_find,
    [](const void* container) { return list(container).items.size(); },
    [](const void* container, std::size_t place) { return list(container).items[place]; },
    same_item,
    discard_nothing,
    [](const void*, const void*) { return CollectionOps::npos; },
    list_insert,
    list_erase,
    list_restore,
    settle_nothing,
    [](void* container) noexcept { list(container).items.clear(); },
    [](void* container) { return std::exchange(list(container).items, {}); },
    offsetof(ListStorage, changes),
};

constinit const CollectionOps set_ops = ops_of_set(CollectionOps::set);
constinit const CollectionOps dynamic_ops = ops_of_set(CollectionOps::dynamic);
constinit const CollectionOps write_only_ops = ops_of_set(CollectionOps::write_only);

const CollectionOps dict_ops{
    CollectionOps::dict,
    [](const void* container) { return dict(container).size(); },
    [](const void* container, std::vector<Header*>& items) {
        const DictStorage& storage = dict(container);
        items.reserve(items.size() + storage.size());
        for (std::size_t place = storage.first(); place != DictStorage::npos; place = storage.next(place))
            items.push_back(header_of_item(storage.entries[place]->item));
    },
    [](const void* container, const void* item) { return place_of(dict(container).find_item(item)); },
    [](const void* container) { return dict(container).entries.size(); },
    [](const void* container, std::size_t place) -> void* {
        const DictEntry* entry = dict(container).entries[place];
        return entry ? entry->item : nullptr;
    },
    [](const void* container, void* item) -> void* { return dict(container).make_entry(item); },
    [](void* slot) noexcept { DictEntry::destroy(static_cast<DictEntry*>(slot)); },
    [](const void* container, const void* slot) {
        const auto* entry = static_cast<const DictEntry*>(slot);
        return place_of(dict(container).find(entry->hash, entry->key()));
    },
    [](void* container, std::size_t place, void* slot) {
        return dict(container).put(place, static_cast<DictEntry*>(slot));
    },
    [](void* container, std::size_t place) noexcept -> void* { return dict(container).take(place); },
    [](void* container, std::size_t place, void* slot) noexcept {
        dict(container).restore(place, static_cast<DictEntry*>(slot));
    },
    [](void* container) noexcept { dict(container).settle(); },
    [](void* container) noexcept { dict(container).clear(); },
    [](void* container) { return dict(container).release_items(); },
    offsetof(DictStorage, changes),
};

} // namespace athanor::kernel
