// SPDX-License-Identifier: MIT
#include "orm/instance/relating.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/dict_access.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/append_new.hpp"
#include "orm/instance/difference.hpp"
#include "orm/instance/distinct.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/key_tracking.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/instance/slots.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

// What enters a collection enters the session of its owner, also of one whose row the open transaction deleted: else
// the new row would be lost without a word.
StateOwner* session_behind(const Header* owner) noexcept {
    return !owner->owner && row_is_deleted(owner) && owner->extra ? owner->extra->deleted_by : owner->owner;
}

bool is_live(const Header* owner) noexcept { return in_session(owner) && !(owner->flags & marked); }

bool counts_holders(const Relationship& relationship) noexcept {
    return !relationship.back && relationship.direction == Direction::one_to_many;
}

} // namespace

Relating::Relating(Header* owner, const Attribute& attribute)
    : owner_(owner),
      attribute_(&attribute),
      relationship_(attribute.relationship),
      occupied_(occupancy_of(owner->owner)) {}

void Relating::turn_to(Header* owner, const Attribute& attribute) {
    forget_unadopted();
    adopt_before_ = adopt_.size();
    one_call_ = false;
    owner_ = owner;
    attribute_ = &attribute;
    relationship_ = attribute.relationship;
}

void Relating::check(const Header* item) const {
    if (item && item->state == State::transient) return;
    if (item && (item->owner == owner_->owner || !item->owner || !owner_->owner) && !row_is_deleted(item)) return;
    const std::string member = owner_->cls->name + "::" + attribute_->name;
    if (!item) throw ValueError(member + " cannot hold null");
    if (item->owner && owner_->owner && item->owner != owner_->owner)
        throw UsageError(kernel::describe(item) + " belongs to another session than " + kernel::describe(owner_) +
            ", so it cannot enter " + member + ": get it from the same session, or expunge it there first");
    throw UsageError(kernel::describe(item) + " has been deleted, so it cannot enter " + member +
        ": roll back, or make a new object");
}

void Relating::check_owner() const {
    if (row_is_deleted(owner_) && relationship_->back && relationship_->direction == Direction::many_to_one)
        throw UsageError(kernel::describe(owner_) + " has been deleted, so " + owner_->cls->name +
            "::" + attribute_->name + " cannot refer to anything: roll back, or make a new object");
}

Slot Relating::slot_for(Header* item) const {
    if (is_queue(owner_, *attribute_)) return {};
    return make_slot(owner_, *attribute_, item);
}

bool Relating::takes_slots() const noexcept { return ops_of(*attribute_).kind != CollectionOps::list; }

bool Relating::mirrors() const noexcept {
    return relationship_->back && relationship_->direction == Direction::many_to_many;
}

// What will stand for the owner on the other side of a many-to-many relationship.
Slot Relating::mirrored_slot(Header* item) const {
    return mirrors() ? make_slot_beyond(item, *relationship_->back, owner_) : Slot();
}

std::vector<Slot> Relating::mirrored_slots(const std::vector<Header*>& items) const {
    std::vector<Slot> slots;
    if (!mirrors()) return slots;
    slots.reserve(items.size());
    for (Header* item : items) slots.push_back(mirrored_slot(item));
    return slots;
}

// Whether a collection that takes nothing twice has the item, as far as memory knows.
bool Relating::holds(Header* item, const Slot& slot) const {
    if (!is_queue(owner_, *attribute_)) return is_there(owner_, *attribute_, item, slot);
    const RelationLog* log = find_log(owner_, *attribute_);
    return log && log->delta(item) > 0;
}

bool Relating::has(std::size_t& place, Header* item) const {
    if (!is_queue(owner_, *attribute_)) {
        if (place == at_end) place = place_of(owner_, *attribute_, item);
        return place != CollectionOps::npos;
    }
    const RelationLog* log = find_log(owner_, *attribute_);
    if (const int delta = log ? log->delta(item) : 0) return delta > 0;
    // the database may have it, unless its own reference says that it belongs to somebody else, or to nobody
    const Attribute* back = relationship_->back;
    if (!back || relationship_->direction != Direction::one_to_many) return true;
    if (const Header* shown = peek_reference(item, *back)) return shown == owner_;
    if (!has_identity(item)) return false;
    const std::optional<Header*> row = stored_reference(item, *back);
    return !row || *row == owner_;
}

void Relating::deny(Header* item) {
    mutation_.changed(owner_);
    mutation_.note_absent(owner_, *attribute_, item);
    const Attribute* back = relationship_->back;
    if (!back || relationship_->direction != Direction::one_to_many) return;
    if (has_identity(item) && !in_memory(item, *back)) {
        const std::optional<Header*> row = stored_reference(item, *back);
        if (!row) return leave_owner(owner_, *relationship_, item);
        mutation_.show(item, *back, *row);
    }
    if (!has_identity(item) && !peek_reference(item, *back)) lost(owner_, item, *relationship_);
}

bool Relating::take_in(std::size_t place, Header* item, Slot& slot) {
    if (holds(item, slot)) {
        adopt_.push_back(item); // shown by a back reference only, so far
        return false;
    }
    Slot mirrored = mirrored_slot(item);
    const StaysDistinct distinct(owner_, *attribute_, item);
    // the other side has the owner once, however often the item stands here
    const bool is_new = takes_slots() || !mirrors() || place_of(owner_, *attribute_, item) == CollectionOps::npos;
    const bool queue = is_queue(owner_, *attribute_);
    if (!queue) place = make_room(owner_, *attribute_, place, slot);
    if (relationship_->back && relationship_->direction == Direction::one_to_many) enter_owner(owner_, item);
    if (!queue) mutation_.insert(owner_, *attribute_, place, item, slot);
    distinct.keep();
    if (place == at_end)
        positions_.appended(owner_, *attribute_);
    else
        positions_.moved(owner_, *attribute_);
    note(owner_, *attribute_, item, +1);
    if (is_new) enter(item, mirrored);
    adopt_.push_back(item);
    return true;
}

void Relating::take_in(std::size_t place, const std::vector<Header*>& items, std::vector<Slot>& slots) {
    if (!takes_slots()) {
        const std::size_t size = list_of(owner_, *attribute_).items.size();
        put_in_place(std::min(place, size), 0, items);
        return place < size ? positions_.moved(owner_, *attribute_)
                            : positions_.appended(owner_, *attribute_, items.size());
    }
    for (std::size_t i = 0; i < items.size(); ++i) take_in(place, items[i], slots[i]);
}

// The program puts a member where it stands already, by name: it enters anew.
void Relating::put_again(Header* item) {
    if (relationship_->back && relationship_->direction == Direction::one_to_many) enter_owner(owner_, item);
    taken(owner_, item, *relationship_);
}

// Notes an occurrence more or less.
void Relating::note(Header* owner, const Attribute& attribute, Header* item, int delta) {
    mutation_.note(owner, attribute, item, delta);
    if (counts_holders(*attribute.relationship)) mutation_.count_holder(item, *attribute.relationship, delta);
}

void Relating::note(const std::vector<Header*>& items, int delta) {
    mutation_.note(owner_, *attribute_, items, delta);
    if (!counts_holders(*relationship_)) return;
    for (Header* item : items) mutation_.count_holder(item, *relationship_, delta);
}

// What a new member sees beside the container.
void Relating::enter(Header* item, Slot& mirrored) {
    if (mirrors()) mirror_in(item, *relationship_->back, owner_, mirrored);
    taken(owner_, item, *relationship_);
}

void Relating::enter(const std::vector<Header*>& items, std::vector<Slot>& mirrored) {
    Slot none;
    for (std::size_t i = 0; i < items.size(); ++i) enter(items[i], mirrored.empty() ? none : mirrored[i]);
}

// Who has the key of what enters a dictionary leaves it; what enters gets that place.
std::size_t Relating::make_room(Header* owner, const Attribute& attribute, std::size_t place, const Slot& slot) {
    const std::size_t taken = occupied_place(owner, attribute, slot);
    if (taken == CollectionOps::npos) return place;
    Header* item = item_at(owner, attribute, taken);
    put_out_of(owner, attribute, taken);
    if (!has_identity(item)) forget_taking(item); // this call itself may have put it in
    return taken;
}

void Relating::put_out(std::size_t place, Header* item) {
    if (!is_queue(owner_, *attribute_)) return put_out_of(owner_, *attribute_, place);
    note(owner_, *attribute_, item, -1);
    leave_owner(owner_, *relationship_, item);
}

void Relating::put_out_of(Header* owner, const Attribute& attribute, std::size_t place) {
    Header* item = item_at(owner, attribute, place);
    mutation_.erase(owner, attribute, place);
    positions_.moved(owner, attribute);
    note(owner, attribute, item, -1);
    if (is_held_again(owner, attribute, item)) return;
    leave_owner(owner, *attribute.relationship, item);
}

// Puts what the container holds now in place of what it held; nobody is told yet.
void Relating::refill(
    const std::vector<Header*>& old_items, const std::vector<Header*>& items, std::vector<Slot>& slots) {
    if (!takes_slots()) return mutation_.splice(owner_, *attribute_, 0, old_items.size(), items);
    for (std::size_t i = old_items.size(); i-- > 0;)
        mutation_.erase(owner_, *attribute_, place_of(owner_, *attribute_, old_items[i]));
    mutation_.touch(owner_, *attribute_);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (is_there(owner_, *attribute_, items[i], slots[i])) continue;
        refuse_occupied(owner_, *attribute_, slots[i], items[i]);
        mutation_.insert(owner_, *attribute_, at_end, items[i], slots[i]);
    }
}

void Relating::replace(const std::vector<Header*>& old_items, const std::vector<Header*>& items,
    const Difference& difference, std::vector<Slot>& slots) {
    if (is_queue(owner_, *attribute_)) {
        for (Slot none; Header * item : difference.newcomers) take_in(at_end, item, none);
        for (Header* item : difference.leaving) put_out(at_end, item);
        return;
    }
    std::vector<Slot> mirrored = mirrored_slots(difference.newcomers);
    mutation_.changed(owner_);
    const std::vector<Header*> claimed = come_in(difference.newcomers);
    refill(old_items, items, slots);
    positions_.replaced(owner_, *attribute_);
    note(difference.leaving, -1);
    note(difference.entering, +1);
    enter(claimed, mirrored);
    // what stays, and was shown by a back reference only, is there by the program's own hand now
    for (Header* item : difference.outside)
        if (!row_is_deleted(item)) adopt_.push_back(item);
    leave(difference.counted ? not_held(owner_, *attribute_, difference.leaving) : difference.leaving);
}

void Relating::splice(std::size_t place, std::size_t removed, const std::vector<Header*>& items) {
    put_in_place(place, removed, items);
    if (place == list_of(owner_, *attribute_).items.size())
        positions_.shortened(owner_, *attribute_);
    else if (removed == 1 && items.size() == 1)
        positions_.moved(owner_, *attribute_, place, place + 1);
    else
        positions_.moved(owner_, *attribute_);
}

void Relating::put_in_place(std::size_t place, std::size_t removed, const std::vector<Header*>& items) {
    const std::vector<void*>& list = list_of(owner_, *attribute_).items;
    std::vector<Header*> old_items;
    for (std::size_t i = place; i < place + removed; ++i) old_items.push_back(header_of_item(list[i]));
    const std::vector<Header*> newcomers = mirrors() ? not_held(owner_, *attribute_, items) : std::vector<Header*>();
    std::vector<Slot> mirrored = mirrored_slots(newcomers);
    const StaysDistinct distinct(owner_, *attribute_, items);
    const std::vector<Header*> claimed = come_in(items);
    mutation_.splice(owner_, *attribute_, place, removed, items);
    distinct.keep();
    note(old_items, -1);
    note(items, +1);
    // what was taken out and put back enters like the others, and counts as changed
    enter(mirrors() ? newcomers : claimed, mirrored);
    if (relationship_->back && !items.empty())
        for (Header* item : parted(old_items, items).gone) mutation_.changed(item);
    leave(gone_from(owner_, *attribute_, std::move(old_items)));
}

void Relating::reorder(std::size_t place, const std::vector<Header*>& items) {
    const StaysDistinct distinct(owner_, *attribute_, nullptr);
    mutation_.splice(owner_, *attribute_, place, items.size(), items);
    distinct.keep();
    positions_.moved(owner_, *attribute_, place, place + items.size());
}

void Relating::exchange(std::size_t left, std::size_t right) {
    Header *const first = item_at(owner_, *attribute_, left), *const second = item_at(owner_, *attribute_, right);
    const StaysDistinct distinct(owner_, *attribute_, nullptr);
    mutation_.splice(owner_, *attribute_, left, 1, {second});
    mutation_.splice(owner_, *attribute_, right, 1, {first});
    distinct.keep();
    positions_.moved(owner_, *attribute_, left, right + 1);
}

void Relating::forget_taking(const Header* item) {
    const auto found =
        std::find_if(taken_.begin(), taken_.end(), [&](const Taking& taking) { return taking.item == item; });
    if (found != taken_.end()) taken_.erase(found);
}

// Those that a live owner took in stay.
void Relating::forget_kept(std::vector<std::vector<Header*>>& leaving) const noexcept {
    enum : std::uint8_t { kept = 1 };
    if (leaving.empty()) return;
    for (const auto& [owner, item] : taken_)
        if (is_live(owner)) item->scratch |= kept;
    for (std::vector<Header*>& objects : leaving)
        if (objects.front()->scratch & kept) objects.clear();
    for (const auto& [owner, item] : taken_) item->scratch &= static_cast<std::uint8_t>(~kept);
}

// What entered where no session is, or none cascades to, comes into none.
void Relating::forget_unadopted() {
    if (!session_behind(owner_) || !relationship_->cascades(save_update)) adopt_.resize(adopt_before_);
}

void Relating::finish(bool read) {
    if (!read) positions_.write(mutation_);
    notify();
    if (!read) return;
    if (owner_->owner) owner_->owner->autoflush();
    Mutation mutation;
    positions_.write(mutation);
    mutation.commit();
}

void Relating::notify() {
    StateOwner* session = session_behind(owner_);
    std::vector<std::vector<Header*>> leaving; // each with what leaves with it; pending is also what is adopted now
    for (Header* item : leavers_)
        if (StateOwner* from = item->owner ? item->owner : session; from && !has_identity(item))
            leaving.push_back(from->leaving_with(item));
    forget_unadopted();
    if (!adopt_.empty()) session->adopt(adopt_.data(), adopt_.size(), owner_);
    mutation_.commit();
    // who is live is known now: an owner may have come into the session by this very call
    forget_kept(leaving);
    for (const auto& [owner, item] : taken_)
        if (item->owner && is_live(owner)) item->owner->rescue(item);
    for (const std::vector<Header*>& objects : leaving)
        if (!objects.empty() && objects.front()->state == State::pending && objects.front()->owner)
            objects.front()->owner->release(objects);
}

} // namespace athanor::kernel
