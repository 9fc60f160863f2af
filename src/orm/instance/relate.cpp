// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/relate.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/append_new.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/relating.hpp"
#include <algorithm>
#include <span>
#include <utility>

namespace athanor::kernel {
namespace {

// Asks them for their slots: from here on no user code runs.
std::vector<Slot> make_slots(const Relating& relating, const std::vector<Header*>& items) {
    std::vector<Slot> slots;
    slots.reserve(items.size());
    for (Header* item : items) slots.push_back(relating.slot_for(item));
    return slots;
}

// Checks them all first.
std::vector<Slot> slots_for(Relating& relating, const std::vector<Header*>& items) {
    for (const Header* item : items) relating.check(item);
    return make_slots(relating, items);
}

// The same, where what stays sees nothing of it, and a list takes the items as they are.
std::vector<Slot> slots_of_all(
    const Relating& relating, const Difference& difference, const std::vector<Header*>& items) {
    for (const Header* item : difference.entering) relating.check(item);
    return relating.takes_slots() ? make_slots(relating, items) : std::vector<Slot>();
}

void check_one_session(const Header* owner, const Attribute& attribute, const Header* other, const Attribute& others) {
    if (!owner->owner || owner->owner == other->owner) return;
    throw UsageError(owner->cls->name + "::" + attribute.name + " of " + describe(owner) + " and " + other->cls->name +
        "::" + others.name + " of " + describe(other) +
        " belong to two sessions, so they cannot exchange their members: get both objects from one session");
}

// What positions are compared with is read before anything changes. Where other lists lose the items that is a read
// like any other, which flushes first.
void read_positions_left(Header* owner, const Attribute& reference, Header* target) {
    const Attribute* list = reference.relationship->back;
    if (!list || !list->relationship->position) return;
    if (Header* before = peek_reference(owner, reference); before && before != target)
        read_positions(before, *list, FlushFirst::yes);
}

// Of the member that others come behind, or stood behind: it says whether the list is counted.
bool read_last(Header* owner, const Attribute& list, std::size_t size = at_end) {
    return !list.relationship->keeps_positions && read_last_position(owner, list, size);
}

// The members before that place stay as they are.
bool only_the_end(Header* owner, const Attribute& list, std::size_t place, std::size_t removed) {
    return list.relationship->position && !list.relationship->keeps_positions && removed != 0 &&
        place + removed == list_of(owner, list).items.size();
}

// Of the list itself, and of what enters it. True where a flush comes behind the change, which is part of what it
// writes: a list that counts all its members needs none, and what it has not counted yet is not to be written.
bool read_positions_here(Header* owner, const Attribute& attribute, bool all, std::span<Header* const> items) {
    if (!attribute.relationship->position) return false;
    for (Header* item : items)
        if (item && attribute.relationship->back) read_positions_left(item, *attribute.relationship->back, owner);
    require_loaded(owner, attribute);
    bool read = all ? read_positions(owner, attribute, FlushFirst::no) : read_last(owner, attribute);
    for (Header* item : items) read |= read_position(item, attribute, FlushFirst::no);
    return read && attribute.relationship->keeps_positions;
}

} // namespace

void require_loaded(Header* owner, const Attribute& attribute) {
    const std::uint32_t& word = word_of(owner, attribute);
    if ((word & word_bits::slow_read) && !never_loaded(attribute)) before_read(&word);
}

void count_as_changed(Header* owner) {
    if (owner->owner && has_identity(owner) && !(owner->flags & modified)) owner->owner->changed(owner);
}

bool add_any_item(Header* owner, const Attribute& attribute, std::size_t place, Header* item) {
    require_loaded(owner, attribute);
    const bool read = read_positions_here(owner, attribute, place != at_end, {&item, 1});
    Relating relating(owner, attribute);
    relating.check(item);
    Slot slot = relating.slot_for(item);
    const bool added = relating.take_in(place, item, slot);
    if (!added && ops_of(attribute).kind == CollectionOps::dict) relating.put_again(item);
    relating.finish(read);
    return added;
}

void add_items(Header* owner, const Attribute& attribute, const std::vector<Header*>& items) {
    require_loaded(owner, attribute);
    Relating relating(owner, attribute);
    std::vector<Slot> slots = slots_for(relating, items);
    relating.take_in(at_end, items, slots);
    relating.finish();
}

bool remove_item(Header* owner, const Attribute& attribute, std::size_t place, Header* item) {
    require_loaded(owner, attribute);
    const bool read = read_positions_here(owner, attribute, true, {});
    Relating relating(owner, attribute);
    const bool has = relating.has(place, item);
    if (!has && !never_loaded(attribute)) return false;
    has ? relating.put_out(place, item) : relating.deny(item);
    relating.finish(read);
    return has;
}

void clear_items(Header* owner, const Attribute& attribute) {
    require_loaded(owner, attribute);
    if (is_queue(owner, attribute) || ops_of(attribute).size(field_of(owner, attribute)) != 0)
        replace_items(owner, attribute, {});
}

void exchange_items(Header* owner, const Attribute& attribute, const std::vector<Header*>& leaving,
    const std::vector<Header*>& entering) {
    require_loaded(owner, attribute);
    const bool read = read_positions_here(owner, attribute, !leaving.empty(), entering);
    Relating relating(owner, attribute);
    std::vector<Slot> slots = slots_for(relating, entering);
    for (Header* item : leaving) {
        std::size_t place = at_end;
        if (item && relating.has(place, item)) relating.put_out(place, item);
    }
    relating.take_in(at_end, entering, slots);
    relating.finish(read);
}

void splice_items(Header* owner, const Attribute& attribute, std::size_t place, std::size_t removed,
    const std::vector<Header*>& items) {
    require_loaded(owner, attribute);
    if (removed == 0 && items.empty()) return;
    const bool shortens = items.empty() && only_the_end(owner, attribute, place, removed);
    bool read = false;
    if (shortens)
        read_last(owner, attribute, place);
    else
        read = read_positions_here(owner, attribute, true, items);
    Relating relating(owner, attribute);
    for (const Header* item : items) relating.check(item);
    relating.splice(place, removed, items);
    relating.finish(read);
}

void reorder_items(Header* owner, const Attribute& attribute, std::size_t place, const std::vector<Header*>& items) {
    require_loaded(owner, attribute);
    const bool read = read_positions_here(owner, attribute, true, {});
    Relating relating(owner, attribute);
    relating.reorder(place, items);
    relating.finish(read);
}

void exchange_places(Header* owner, const Attribute& attribute, std::size_t left, std::size_t right) {
    require_loaded(owner, attribute);
    const bool read = read_positions_here(owner, attribute, true, {});
    Relating relating(owner, attribute);
    relating.exchange(std::min(left, right), std::max(left, right));
    relating.finish(read);
}

void replace_items(Header* owner, const Attribute& attribute, const std::vector<Header*>& items) {
    const Occupied occupied(occupancy_of(owner->owner));
    if (is_queue(owner, attribute)) {
        check_readable(owner, attribute);
        owner->owner->autoflush();
    }
    const std::vector<Header*> before = known_members(owner, attribute, true);
    const bool read = read_positions_here(owner, attribute, false, items);
    Relating relating(owner, attribute);
    for (const Header* item : items)
        if (!item) relating.check(item);
    const Difference difference = difference_of(before, items);
    std::vector<Slot> slots = slots_of_all(relating, difference, items);
    relating.replace(before, items, difference, slots);
    relating.finish(read);
}

void swap_items(Header* owner, const Attribute& attribute, Header* other, const Attribute& others) {
    if (owner->owner && !other->owner) return swap_items(other, others, owner, attribute);
    check_one_session(owner, attribute, other, others);
    const Occupied occupied(occupancy_of(other->owner));
    const std::vector<Header*> mine = known_members(owner, attribute, true),
                               theirs = known_members(other, others, true);
    bool read = read_positions_here(owner, attribute, false, theirs);
    read |= read_positions_here(other, others, false, mine);
    // all that may be refused is, before anything changes
    Relating relating(other, others);
    std::vector<Slot> slots_there = slots_of_all(relating, difference_of(theirs, mine), mine);
    relating.turn_to(owner, attribute);
    const Difference difference = difference_of(mine, theirs);
    std::vector<Slot> slots = slots_of_all(relating, difference, theirs);
    relating.replace(mine, theirs, difference, slots);
    relating.turn_to(other, others);
    const std::vector<Header*> left = known_members(other, others, false);
    relating.replace(left, mine, difference_of(left, mine), slots_there);
    relating.finish(read);
}

void stable_sort(std::vector<Header*>& items, void* context, bool (*less)(void*, const void* left, const void* right)) {
    struct Place {
        Header* item;
        std::size_t at;
    };
    std::vector<Place> places;
    places.reserve(items.size());
    for (Header* item : items) places.push_back({item, places.size()});
    std::ranges::sort(places, [&](const Place& left, const Place& right) {
        if (less(context, object_of(left.item), object_of(right.item))) return true;
        return !less(context, object_of(right.item), object_of(left.item)) && left.at < right.at;
    });
    std::ranges::transform(places, items.begin(), &Place::item);
}

void set_reference(Header* owner, const Attribute& attribute, Header* target) {
    read_positions_left(owner, attribute, target);
    const Attribute* list = attribute.relationship->back;
    const bool appears = list && list->relationship->position && target && in_memory(target, *list);
    if (appears) read_last(target, *list);
    const bool read = appears && read_position(owner, *list, FlushFirst::no) && list->relationship->keeps_positions;
    Relating relating(owner, attribute);
    if (target) relating.check(target), relating.check_owner();
    relating.refer(target);
    relating.finish(read);
}

std::vector<void*> take_content(Header* object, const Attribute& attribute) {
    if (attribute.kind == MemberKind::collection) return ops_of(attribute).take(field_of(object, attribute));
    ReferenceStorage& storage = reference_of(object, attribute);
    if (storage.kind != ReferenceStorage::object) return {};
    storage.kind = ReferenceStorage::empty;
    return {std::exchange(storage.item, nullptr)};
}

void link_content(Header* object, const Attribute& attribute, std::vector<void*> content) {
    struct Handles {
        std::vector<void*> items;
        ~Handles() {
            for (void* item : items) release(header_of_item(item));
        }
    } handles{std::move(content)};
    if (attribute.kind == MemberKind::reference)
        return set_reference(object, attribute, header_of_item(handles.items.front()));
    std::vector<Header*> items;
    for (void* item : handles.items) items.push_back(header_of_item(item));
    add_items(object, attribute, items);
}

} // namespace athanor::kernel
