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

bool in_memory(const Header* owner, const Attribute& attribute) noexcept {
    return !(word_of(const_cast<Header*>(owner), attribute) & word_bits::slow_read);
}

const CollectionOps& ops_of(const Attribute& attribute) noexcept { return *attribute.spec->collection; }

// Without a reference back a new object may be in several collections: it stays as long as one has it.
bool held_elsewhere(const Header* item, const Relationship& relationship) {
    if (!item->extra || relationship.back) return false;
    return std::ranges::any_of(item->extra->holders,
        [&](const HolderCount& count) { return count.relationship == &relationship && count.delta > 0; });
}

bool counts_holders(const Relationship& relationship) noexcept {
    return !relationship.back && relationship.direction == Direction::one_to_many;
}

// Whom the reference showed until now, or would have without asking the database. A foreign key that was written since
// the last flush shows nobody yet.
Header* shown_before(const Header* owner, const Attribute& reference) {
    if (in_memory(owner, reference)) return peek_reference(owner, reference);
    return stored_reference(owner, reference).value_or(nullptr);
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

// What will stand for the owner on the other side of a many-to-many relationship.
Slot Relating::mirrored_slot(Header* item) const {
    const Attribute* back = relationship_->back;
    if (!back || relationship_->direction != Direction::many_to_many) return {};
    return make_slot_beyond(item, *back, owner_);
}

std::vector<Slot> Relating::mirrored_slots(const std::vector<Header*>& items) const {
    std::vector<Slot> slots;
    if (relationship_->direction != Direction::many_to_many) return slots;
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
    const bool queue = is_queue(owner_, *attribute_);
    if (!queue) place = make_room(owner_, *attribute_, place, slot);
    if (relationship_->back && relationship_->direction == Direction::one_to_many) enter_owner(owner_, item);
    if (!queue) mutation_.insert(owner_, *attribute_, place, item, slot);
    if (place == at_end)
        positions_.appended(owner_, *attribute_);
    else
        positions_.moved(owner_, *attribute_);
    note(owner_, *attribute_, item, +1);
    enter(item, mirrored);
    adopt_.push_back(item);
    return true;
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
    if (relationship_->back && relationship_->direction == Direction::many_to_many)
        mirror_in(item, *relationship_->back, owner_, mirrored);
    taken(owner_, item, *relationship_);
}

void Relating::enter(const std::vector<Header*>& items, std::vector<Slot>& mirrored) {
    Slot none;
    for (std::size_t i = 0; i < items.size(); ++i) enter(items[i], mirrored.empty() ? none : mirrored[i]);
}

// What the program's own hand puts in; gives those that somebody may have had before.
std::vector<Header*> Relating::come_in(const std::vector<Header*>& items) {
    adopt_.insert(adopt_.end(), items.begin(), items.end());
    if (!relationship_->back || relationship_->direction != Direction::one_to_many) return items;
    std::vector<Header*> claimed;
    for (Header* item : items) {
        if (leavers_.empty() && is_unclaimed(item, *relationship_->back)) { // else it may have lost an owner just now
            mutation_.claim(item, *relationship_->back, owner_);
            continue;
        }
        enter_owner(owner_, item);
        claimed.push_back(item);
    }
    return claimed;
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

// The item's reference turns to the owner; whoever it showed before loses it.
void Relating::enter_owner(Header* owner, Header* item) {
    const Attribute& back = *relationship_->back;
    Header* before = shown_before(item, back);
    if (before == owner && in_memory(item, back)) return;
    if (before && before != owner) {
        // it enters the session with what it hung on until now
        if (owner_->owner && !in_session(item) && back.relationship->cascades(save_update))
            adopt_.insert(adopt_.end(), {item, before});
        drop_from(before, *attribute_, item);
    }
    mutation_.point(item, back, owner);
}

// Takes the item out of a collection it is moved away from: at once when that is in memory, else when it is loaded.
void Relating::drop_from(Header* owner, const Attribute& attribute, Header* item) {
    if (attribute.kind == MemberKind::reference) {
        if (in_memory(owner, attribute) ? peek_reference(owner, attribute) == item : has_identity(owner))
            mutation_.point(owner, attribute, nullptr);
    } else if (in_memory(owner, attribute)) {
        if (never_loaded(attribute) && place_of(owner, attribute, item) == CollectionOps::npos)
            mutation_.note_absent(owner, attribute, item);
        for (std::size_t place; (place = place_of(owner, attribute, item)) != CollectionOps::npos;) {
            mutation_.erase(owner, attribute, place);
            mutation_.note(owner, attribute, item, -1);
            positions_.moved(owner, attribute);
        }
    } else if (in_memory(item, *attribute.relationship->back) || !is_expired(owner)) {
        mutation_.note(owner, attribute, item, -1); // an owner that is to be read again anyhow is not told
    }
    lost(owner, item, *attribute.relationship);
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
    // held twice: it is still a member
    if (place_of(owner, attribute, item) != CollectionOps::npos) return;
    leave_owner(owner, *attribute.relationship, item);
}

void Relating::leave(const std::vector<Header*>& items) {
    const OwnerKey key(owner_);
    for (Header* item : items) leave_owner(owner_, key, *relationship_, item);
}

void Relating::leave_owner(Header* owner, const Relationship& relationship, Header* item) {
    leave_owner(owner, OwnerKey(owner), relationship, item);
}

void Relating::leave_owner(Header* owner, const OwnerKey& key, const Relationship& relationship, Header* item) {
    const Attribute* back = relationship.back;
    if (back && relationship.direction == Direction::many_to_many) mirror_out(item, *back, owner);
    if (relationship.direction != Direction::one_to_many) return;
    if (back) {
        if (key.is_in(item, *back))
            mutation_.point(item, *back, nullptr, owner);
        else if (const Header* shown = peek_reference(item, *back); shown ? shown == owner : !in_memory(item, *back))
            mutation_.point(item, *back, nullptr);
    }
    lost(owner, item, relationship);
}

// The other side of a many-to-many relationship.
void Relating::mirror_in(Header* item, const Attribute& back, Header* owner, Slot& slot) {
    if (in_memory(item, back)) {
        if (place_of(item, back, owner) != CollectionOps::npos) return;
        const std::size_t place = make_room(item, back, at_end, slot);
        mutation_.insert(item, back, place, owner, slot);
    }
    mutation_.note(item, back, owner, +1);
}

void Relating::mirror_out(Header* item, const Attribute& back, Header* owner) {
    if (in_memory(item, back)) {
        const std::size_t place = place_of(item, back, owner);
        if (place == CollectionOps::npos) return;
        mutation_.erase(item, back, place);
    }
    mutation_.note(item, back, owner, -1);
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
    if (!items.empty()) positions_.appended(owner_, *attribute_, items.size());
    note(difference.leaving, -1);
    note(difference.entering, +1);
    enter(claimed, mirrored);
    // what stays, and was shown by a back reference only, is there by the program's own hand now
    for (Header* item : difference.outside)
        if (!row_is_deleted(item)) adopt_.push_back(item);
    leave(difference.counted ? not_held(owner_, *attribute_, difference.leaving) : difference.leaving);
}

void Relating::splice(std::size_t place, std::size_t removed, const std::vector<Header*>& items) {
    std::vector<Header*> old_items;
    for (std::size_t i = place; i < place + removed; ++i)
        old_items.push_back(header_of_item(list_of(owner_, *attribute_).items[i]));
    std::vector<Slot> mirrored = mirrored_slots(items);
    const std::vector<Header*> claimed = come_in(items);
    mutation_.splice(owner_, *attribute_, place, removed, items);
    if (removed == 1 && items.size() == 1)
        positions_.moved(owner_, *attribute_, place, place + 1);
    else
        positions_.moved(owner_, *attribute_);
    note(old_items, -1);
    note(items, +1);
    // what was taken out and put back enters like the others, and counts as changed
    enter(claimed, mirrored);
    if (relationship_->back)
        for (Header* item : old_items)
            if (std::ranges::find(items, item) != items.end()) mutation_.changed(item);
    leave(not_held(owner_, *attribute_, std::move(old_items)));
}

void Relating::reorder(std::size_t place, const std::vector<Header*>& items) {
    mutation_.splice(owner_, *attribute_, place, items.size(), items);
    positions_.moved(owner_, *attribute_, place, place + items.size());
}

void Relating::refer(Header* target) {
    if (relationship_->direction == Direction::one_to_many)
        exchange_single(target);
    else
        refer_to_owner(target);
}

// The owning side of a one-to-one relationship. What the row holds but memory does not is the flush's business.
void Relating::exchange_single(Header* target) {
    const Attribute* back = relationship_->back;
    Header* before = peek_reference(owner_, *attribute_);
    if (before == target && in_memory(owner_, *attribute_) && (word_of(owner_, *attribute_) & word_bits::assigned))
        return mutation_.changed(owner_);
    if (before && before != target) {
        if (back && peek_reference(before, *back) == owner_) mutation_.point(before, *back, nullptr);
        if (!back) mutation_.count_holder(before, *relationship_, -1);
        lost(owner_, before, *relationship_);
    }
    if (target) {
        if (back) enter_owner(owner_, target);
        if (!back) mutation_.count_holder(target, *relationship_, +1);
        taken(owner_, target, *relationship_);
        leavers_.erase(std::remove(leavers_.begin(), leavers_.end(), target),
            leavers_.end()); // assigned by name, it stays also when its new holder is outside
        adopt_.push_back(target);
    }
    mutation_.point(owner_, *attribute_, target);
}

// A many-to-one reference: the old owner's collection loses this object, the new one's gets it.
void Relating::refer_to_owner(Header* target) {
    const Attribute* back = relationship_->back;
    Header* before = shown_before(owner_, *attribute_);
    Slot slot;
    if (back && target && target != before) {
        // its key may have to be read, and a read flushes what this change brings in
        const ComesAlong along(owner_->owner, relationship_->cascades(save_update) ? target : nullptr);
        if (back->kind == MemberKind::collection && in_memory(target, *back)) mutation_.touch(target, *back);
        slot = make_slot_beyond(target, *back, owner_);
    }
    if (before == target && in_memory(owner_, *attribute_)) {
        mutation_.touch(owner_, *attribute_);
        mutation_.changed(owner_);
        return;
    }
    if (back && before && before != target) drop_from(before, *back, owner_);
    mutation_.point(owner_, *attribute_, target);
    if (!target) return;
    if (back && before != target) show_in(target, *back, owner_, slot);
    adopt_.push_back(target);
}

// The automatic back side: shows the item in the owner's collection without carrying the save-update cascade.
void Relating::show_in(Header* owner, const Attribute& attribute, Header* item, Slot& slot) {
    if (attribute.kind == MemberKind::reference) {
        Header* before = peek_reference(owner, attribute);
        if (before && before != item) {
            if (peek_reference(before, *attribute_) == owner) mutation_.point(before, *attribute_, nullptr);
            lost(owner, before, *attribute.relationship);
        }
        mutation_.point(owner, attribute, item);
    } else {
        if (in_memory(owner, attribute) && !is_there(owner, attribute, item, slot)) {
            const std::size_t place = make_room(owner, attribute, at_end, slot);
            mutation_.insert(owner, attribute, place, item, slot);
            positions_.appended(owner, attribute);
        }
        mutation_.note(owner, attribute, item, +1);
    }
    taken(owner, item, *attribute.relationship);
}

// A pending object leaves the session at the end of the call; one that is outside itself, or whose owner is, leaves it
// with the next flush, if nobody has taken it in by then.
void Relating::lost(const Header* owner, Header* item, const Relationship& relationship) {
    if (!relationship.owns_orphans()) return;
    // an owner outside the session owned no row; the reference back, if there is one, says whether another does
    if (has_identity(item) ? relationship.back || in_session(owner) : !in_session(owner) || !in_session(item))
        mutation_.lose(item, relationship);
    if (in_session(owner) && !held_elsewhere(item, relationship)) leavers_.push_back(item);
}

void Relating::taken(Header* owner, Header* item, const Relationship& relationship) {
    if (relationship.direction != Direction::one_to_many) return; // nobody is owned
    mutation_.regain(item, relationship);
    taken_.push_back({owner, item});
}

void Relating::forget_taking(const Header* item) {
    const auto found =
        std::find_if(taken_.begin(), taken_.end(), [&](const Taking& taking) { return taking.item == item; });
    if (found != taken_.end()) taken_.erase(found);
}

bool Relating::has_live_owner(const Header* item) const {
    return std::ranges::any_of(
        taken_, [&](const Taking& taking) { return taking.item == item && is_live(taking.owner); });
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
    for (const auto& [owner, item] : taken_)
        if (item->owner && is_live(owner)) item->owner->rescue(item);
    for (const std::vector<Header*>& objects : leaving)
        if (Header* item = objects.front(); item->state == State::pending && item->owner && !has_live_owner(item))
            item->owner->release(objects);
}

} // namespace athanor::kernel
