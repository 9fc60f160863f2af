// SPDX-License-Identifier: MIT
// One-to-many and many-to-many: what the owners and the members of other collections lose and get.
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/append_new.hpp"
#include "orm/instance/distinct.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/relating.hpp"
#include "orm/instance/slots.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <utility>

namespace athanor::kernel {
namespace {

// Without a reference back a new object may be in several collections: it stays as long as one has it.
bool held_elsewhere(const Header* item, const Relationship& relationship) {
    if (!item->extra || relationship.back) return false;
    return std::ranges::any_of(item->extra->holders,
        [&](const HolderCount& count) { return count.relationship == &relationship && count.delta > 0; });
}

} // namespace

// What the program's own hand puts in; gives those that somebody may have had before.
std::vector<Header*> Relating::come_in(const std::vector<Header*>& items) {
    adopt_.insert(adopt_.end(), items.begin(), items.end());
    if (!relationship_->back || relationship_->direction != Direction::one_to_many) return items;
    std::vector<Header*> claimed;
    for (Header* item : items) {
        if (one_call_ && is_unclaimed(item, *relationship_->back)) { // else it may have lost an owner just now
            mutation_.claim(item, *relationship_->back, owner_);
            continue;
        }
        claimed.push_back(item);
    }
    enter_owner(owner_, claimed);
    return claimed;
}

// Who loses the item when it goes over to the owner.
Header* Relating::loser_of(Header* item, const Header* owner) {
    const Attribute& back = *relationship_->back;
    Header* before = shown_before(item, back);
    if (!before || before == owner) return nullptr;
    // it enters the session with what it hung on until now
    if (owner_->owner && !in_session(item) && back.relationship->cascades(save_update))
        adopt_.insert(adopt_.end(), {item, before});
    return before;
}

void Relating::refer_to(Header* owner, Header* item) {
    const Attribute& back = *relationship_->back;
    if (!in_memory(item, back) || peek_reference(item, back) != owner) mutation_.point(item, back, owner);
}

// The item's reference turns to the owner; whoever it showed before loses it.
void Relating::enter_owner(Header* owner, Header* item) {
    if (Header* loser = loser_of(item, owner)) drop_from(loser, *attribute_, item);
    refer_to(owner, item);
}

// The same of several. A list loses together what it loses: one after the other would be quadratic.
void Relating::enter_owner(Header* owner, const std::vector<Header*>& items) {
    boost::unordered_flat_map<Header*, std::size_t> places;
    std::vector<std::pair<Header*, std::vector<Header*>>> losses;
    for (Header* item : items) {
        Header* loser = loser_of(item, owner);
        if (loser && !takes_slots() && in_memory(loser, *attribute_)) {
            const auto [place, is_new] = places.try_emplace(loser, losses.size());
            if (is_new) losses.push_back({loser, {}});
            losses[place->second].second.push_back(item);
        } else if (loser) {
            drop_from(loser, *attribute_, item);
        }
        refer_to(owner, item);
    }
    for (const auto& [loser, gone] : losses) drop_all_from(loser, gone);
}

// Takes them out of a list in memory that they are moved away from.
void Relating::drop_all_from(Header* loser, const std::vector<Header*>& items) {
    if (items.size() == 1) return drop_from(loser, *attribute_, items.front());
    const auto [staying, gone] = parted(known_members(loser, *attribute_), items);
    const StaysDistinct distinct(loser, *attribute_, nullptr);
    mutation_.splice(loser, *attribute_, 0, staying.size() + gone.size(), staying);
    distinct.keep();
    mutation_.note(loser, *attribute_, gone, -1);
    positions_.moved(loser, *attribute_);
    for (Header* item : items) lost(loser, item, *relationship_);
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
        else if (key.is_of_another(item, *back))
            return; // the collection was out of date: the item is not its to lose
        else if (peek_reference(item, *back) || !in_memory(item, *back))
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
    if (!in_memory(item, back)) return mutation_.note(item, back, owner, -1);
    for (std::size_t place; (place = place_of(item, back, owner)) != CollectionOps::npos;) {
        mutation_.erase(item, back, place);
        mutation_.note(item, back, owner, -1);
    }
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

} // namespace athanor::kernel
