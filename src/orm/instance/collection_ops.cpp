// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/storage.hpp"
#include <algorithm>
#include <cstddef>
#include <utility>

namespace athanor::kernel {
namespace {

using Visit = void (*)(void*, void*);

ListStorage& list(void* container) noexcept { return *static_cast<ListStorage*>(container); }
const ListStorage& list(const void* container) noexcept { return *static_cast<const ListStorage*>(container); }
SetStorage& set(void* container) noexcept { return *static_cast<SetStorage*>(container); }
const SetStorage& set(const void* container) noexcept { return *static_cast<const SetStorage*>(container); }

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
    return place;
}

void list_erase(void* container, std::size_t place, void*) noexcept {
    list(container).items.erase(at(list(container), place));
}

// the vector just gave up one item, so this insert does not allocate
void list_restore(void* container, std::size_t place, void* item) noexcept {
    list(container).items.insert(at(list(container), place), item);
}

void each_item(const std::vector<void*>& items, void* context, Visit visit) {
    for (void* item : items)
        if (item) visit(context, item);
}

std::size_t set_insert(void* container, std::size_t, void* item) {
    SetStorage& storage = set(container);
    return storage.insert(item) ? storage.items.size() - 1 : CollectionOps::npos;
}

// Constant, so that the tables are there before any static object is made.
constexpr CollectionOps ops_of_set(CollectionOps::Kind kind) {
    return {
        kind,
        [](const void* container) { return set(container).size(); },
        [](const void* container, void* context, Visit visit) { each_item(set(container).items, context, visit); },
        [](const void* container, const void* item) { return set(container).find(item); },
        set_insert,
        [](void* container, std::size_t, void* item) noexcept { set(container).erase(item); },
        [](void* container, std::size_t place, void* item) noexcept { set(container).restore(place, item); },
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
    [](const void* container, void* context, Visit visit) { each_item(list(container).items, context, visit); },
    list_find,
    list_insert,
    list_erase,
    list_restore,
    [](void* container) noexcept { list(container).items.clear(); },
    [](void* container) { return std::exchange(list(container).items, {}); },
    offsetof(ListStorage, changes),
};

constinit const CollectionOps set_ops = ops_of_set(CollectionOps::set);
constinit const CollectionOps dynamic_ops = ops_of_set(CollectionOps::dynamic);
constinit const CollectionOps write_only_ops = ops_of_set(CollectionOps::write_only);

} // namespace athanor::kernel
