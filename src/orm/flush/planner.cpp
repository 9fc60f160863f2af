// SPDX-License-Identifier: MIT
#include "orm/flush/planner.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/inspect.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <utility>

namespace athanor::kernel {
namespace {

// The reference went elsewhere and came back.
bool is_unchanged(const OldReference& old, const Header* target) noexcept {
    const bool only_key = old.kind == ReferenceStorage::integer_key || old.kind == ReferenceStorage::wide_key;
    return old.known && !only_key && old.object() == target;
}

bool key_is_changed(const Header* object) noexcept {
    return object->extra && std::ranges::any_of(object->extra->old_values, [&](const OldValue& old) {
        return object->cls->attributes[old.attribute]->in_key;
    });
}

std::string text_of_key(const Header* object, const KeyCells& key) {
    std::string text = object->cls->table->name();
    for (std::size_t i = 0; i < key.size; ++i) text += '\x1f' + to_string(key.cells[i]);
    return text;
}

bool held_elsewhere(const Header* member, const Relationship& relationship) noexcept {
    if (!member->extra) return false;
    for (const HolderCount& count : member->extra->holders)
        if (count.relationship == &relationship) return (has_identity(member) ? 1 : 0) + count.delta > 0;
    return false;
}

// Whether what the member's own reference knows decides its foreign key. It does not when it was expired since: then
// what its owner's collection knows must not be lost.
bool reference_speaks(Header* member, const Relationship& relationship) {
    if (!relationship.back) return false;
    if (!has_identity(member)) return peek_reference(member, *relationship.back) != nullptr;
    return old_reference(member, *relationship.back) != nullptr;
}

// It shows another owner, or none. One outside the session does not count: nothing is written for it.
bool speaks_for_itself(Header* member, const Relationship& relationship, const Header* owner) {
    if (!relationship.back) return false;
    if (!is_assigned(member, *relationship.back)) return OwnerKey(owner).is_of_another(member, *relationship.back);
    const Header* shown = peek_reference(member, *relationship.back);
    return shown != owner && (!shown || in_session(shown));
}

bool found_another_owner(Header* member, const Relationship& relationship, const Header* owner) {
    return OwnerKey(owner).is_of_another(member, *relationship.back);
}

[[noreturn]] void refuse_clearing(const Header* object, const Relationship& relationship) {
    const Attribute& attribute = *relationship.attribute;
    const bool here = relationship.direction == Direction::many_to_one;
    throw UsageError(kernel::describe(object) + " in table " + object->cls->table->name() +
        (here ? " cannot set " : " cannot leave ") + attribute.cls->name + "::" + attribute.name +
        (here ? " to null" : "") + ": the foreign key is part of its own key; refer to another object, or erase it");
}

std::vector<Header*> members_to_release(Header* owner, const Attribute& attribute, bool load) {
    std::vector<Header*> members;
    load ? append_all_members(owner, attribute, members) : append_known_members(owner, attribute, false, members);
    return members;
}

// Members that leave get NULL, unless they are deleted or left to the database.
bool unlinks_members(const Relationship& relationship) noexcept {
    return !relationship.owns_orphans() && relationship.passive_deletes != PassiveDeletes::all;
}

} // namespace

std::size_t hash_value(const Planner::LinkKey& key) noexcept {
    std::size_t seed = 0;
    boost::hash_combine(seed, key.of);
    boost::hash_combine(seed, key.first);
    boost::hash_combine(seed, key.second);
    return seed;
}

FlushPlan plan_flush(const WorkSet& work) { return Planner(work).plan(); }

Planner::Planner(const WorkSet& work) : work_(work) {}

FlushPlan Planner::plan() {
    add_rows();
    for (Header* object : work_.fresh) save(object);
    for (Header* object : work_.changed) save(object);
    for (Header* object : work_.deleted) erase(object);
    for (const auto& [member, relationship] : left_)
        if (!entered_.contains({member, relationship}))
            sync_member(member, *relationship, nullptr, "left a collection");
    plan_.links.insert(plan_.links.begin(), unlinks_.begin(), unlinks_.end());
    order_plan(plan_);
    return std::move(plan_);
}

void Planner::add_rows() {
    plan_.saves.reserve(work_.fresh.size() + work_.changed.size());
    deleted_.insert(work_.deleted.begin(), work_.deleted.end());
    const auto add = [&](Header* object, RowVerb verb, const char* reason) {
        if (deleted_.empty() || !deleted_.contains(object)) plan_.saves.push_back({object, verb, reason});
    };
    for (Header* object : work_.fresh) add(object, RowVerb::insert, "added");
    for (Header* object : work_.changed) add(object, RowVerb::update, "changed");
    for (Header* object : work_.deleted) plan_.deletes.push_back({object, RowVerb::erase, "deleted"});
    if (!work_.fresh.empty() && !work_.deleted.empty()) take_over_rows();
}

// A new object with the key of one that this flush deletes is written into its row.
void Planner::take_over_rows() {
    boost::unordered_flat_map<std::string, Header*> freed;
    ScratchTexts scratch;
    for (Header* object : work_.deleted)
        if (!row_is_deleted(object)) freed.emplace(text_of_key(object, stored_key(object, scratch)), object);
    boost::unordered_flat_set<const Header*> taken;
    for (RowCommand& row : plan_.saves) {
        if (row.verb != RowVerb::insert) continue;
        const KeyCells key = current_key(row.object, scratch);
        const auto found = key.complete ? freed.find(text_of_key(row.object, key)) : freed.end();
        if (found == freed.end() || !taken.insert(found->second).second) continue;
        row.verb = RowVerb::update;
        row.reason = "takes over the row of a deleted object";
        row.before = found->second;
    }
    std::erase_if(plan_.deletes, [&](const RowCommand& row) { return taken.contains(row.object); });
}

RowCommand* Planner::row_of(Header* object) {
    for (; indexed_ < plan_.saves.size(); ++indexed_) rows_.emplace(plan_.saves[indexed_].object, indexed_);
    const auto found = rows_.find(object);
    return found == rows_.end() ? nullptr : &plan_.saves[found->second];
}

// The row of a persistent object that nobody changed but that gets a key from another.
RowCommand& Planner::row_to_save(Header* object, const char* reason) {
    if (RowCommand* row = row_of(object)) return *row;
    return plan_.saves.emplace_back(RowCommand{object, RowVerb::update, reason});
}

// The foreign key of the row takes the source's key (null: NULL).
void Planner::sync(RowCommand& row, const Relationship& relationship, Header* source) {
    const bool here = relationship.direction == Direction::many_to_one;
    if (!source && relationship.cleared.empty() && row.verb == RowVerb::update)
        refuse_clearing(row.object, relationship);
    for (const auto& [first, second] : relationship.join.on) {
        const std::uint16_t column = here ? first : second, source_column = here ? second : first;
        if (!source && std::ranges::count(relationship.cleared, column) == 0) continue;
        const auto index = static_cast<std::uint32_t>(plan_.syncs.size());
        const bool fixed = relationship.shares_key && row.object->cls->table->column(column).primary_key;
        plan_.syncs.push_back({source, column, source_column, no_sync, fixed});
        (row.last_sync == no_sync ? row.first_sync : plan_.syncs[row.last_sync].next) = index;
        row.last_sync = index;
    }
}

// The member's row takes the owner's key (null: NULL).
void Planner::sync_member(Header* member, const Relationship& relationship, Header* owner, const char* reason) {
    if (deleted_.contains(member)) return;
    if (owner) entered_.insert({member, &relationship});
    RowCommand& row = row_to_save(member, reason);
    sync(row, relationship, owner);
}

// A member outside the session has no row to write, only an attribute. In a tree only a collection in memory says so.
void Planner::fill_member(Header* holder, const Attribute& attribute, Header* member, bool entered) {
    const Relationship& relationship = *attribute.relationship;
    if (relationship.target == holder->cls && !is_assigned(holder, attribute)) return;
    const Header* shown = relationship.back ? peek_reference(member, *relationship.back) : nullptr;
    const bool moved = !entered && shown && !(shown == holder && deleted_.contains(holder));
    if (!moved) plan_.fills.push_back({&relationship, entered ? holder : nullptr, member});
}

bool Planner::can_attach(const Header* owner, const Attribute& attribute, const Header* member) const {
    if (in_session(member) || has_identity(member)) return true;
    if (work_.skip_unattached) return false;
    throw UnattachedError(kernel::describe(member) + " is in " + owner->cls->name + "::" + attribute.name + " of " +
        kernel::describe(owner) +
        " but was never added to the session: session.add() it, or take it out (the session option "
        "unattached(skip) passes over such members)");
}

void Planner::save(Header* object) {
    for (const Attribute* attribute : object->cls->relationships) {
        if (attribute->relationship->view_only) continue;
        if (attribute->relationship->direction == Direction::many_to_one)
            save_reference(object, *attribute);
        else
            save_members(object, *attribute);
    }
}

void Planner::save_reference(Header* object, const Attribute& attribute) {
    const bool fresh = object->state == State::pending;
    const OldReference* old = old_reference(object, attribute);
    if (!is_assigned(object, attribute) || !(fresh || old)) return;
    RowCommand* row = row_of(object);
    if (!row) return;
    Header* target = peek_reference(object, attribute);
    if (!fresh && is_unchanged(*old, target)) return; // the columns say what the program wrote to them
    if (target && (!can_attach(object, attribute, target) || !in_session(target))) return;
    if (!attribute.relationship->post_update) return sync(*row, *attribute.relationship, target);
    RowCommand& late = plan_.late.emplace_back(RowCommand{object, RowVerb::update, "refers to a row of this flush"});
    sync(late, *attribute.relationship, target);
}

void Planner::save_members(Header* object, const Attribute& attribute) {
    if (object->state == State::pending) {
        for (Header* member : known_members(object, attribute)) member_entered(object, attribute, member);
        return;
    }
    if (key_is_changed(object)) follow_key(object, attribute);
    if (attribute.kind == MemberKind::reference) {
        const OldReference* old = old_reference(object, attribute);
        if (!old) return;
        Header* now = peek_reference(object, attribute);
        if (now) member_entered(object, attribute, now);
        if (old->object() && old->object() != now) member_left(object, attribute, old->object());
        return;
    }
    const RelationLog* log = find_log(object, attribute);
    if (!log) return;
    for (const Change& change : log->changes()) {
        if (change.delta > 0 && !was_there(object, attribute, change.item, change.delta))
            member_entered(object, attribute, change.item);
        if (change.delta < 0) member_left(object, attribute, change.item);
    }
}

// Of a list between two classes that holds it once more now: there is one row for all of them.
bool Planner::was_there(Header* owner, const Attribute& attribute, const Header* member, int delta) {
    return attribute.relationship->direction == Direction::many_to_many &&
        attribute.spec->collection->kind == CollectionOps::list && occurrences(owner, attribute, member) > delta;
}

void Planner::member_entered(Header* owner, const Attribute& attribute, Header* member) {
    const Relationship& relationship = *attribute.relationship;
    const bool attachable = can_attach(owner, attribute, member);
    if (relationship.direction == Direction::many_to_many) {
        if (attachable && in_session(member)) link_row(relationship, owner, member, true);
    } else if (!in_session(member)) {
        fill_member(owner, attribute, member, true);
    } else if (attachable && !reference_speaks(member, relationship)) {
        sync_member(member, relationship, owner, "entered a collection");
    }
}

void Planner::member_left(Header* owner, const Attribute& attribute, Header* member) {
    const Relationship& relationship = *attribute.relationship;
    if (relationship.direction == Direction::many_to_many) {
        if (is_linked(member) && occurrences(owner, attribute, member) == 0)
            link_row(relationship, owner, member, false);
    } else if (!in_session(member)) {
        if (unlinks_members(relationship)) fill_member(owner, attribute, member, false);
    } else if ((relationship.back ? unlinks_members(relationship) && !reference_speaks(member, relationship) &&
                           !found_another_owner(member, relationship, owner)
                                  : !held_elsewhere(member, relationship)) &&
        occurrences(owner, attribute, member) == 0) {
        left_.push_back({member, &relationship});
    }
}

// How often a collection in memory holds the member now: a list may have it at several places.
int Planner::occurrences(Header* owner, const Attribute& attribute, const Header* member) {
    if (attribute.kind != MemberKind::collection || !is_loaded(owner, attribute)) return 0;
    const CollectionOps& ops = *attribute.spec->collection;
    if (ops.kind != CollectionOps::list) return ops.find(field_of(owner, attribute), object_of(member)) != at_end;
    const auto& items = list_of(owner, attribute).items;
    const bool again = listed_of_ == std::pair<const Header*, const Attribute*>(owner, &attribute);
    if (!again) {
        listed_.clear();
        listed_of_ = {owner, &attribute};
        return static_cast<int>(std::ranges::count(items, static_cast<const void*>(object_of(member))));
    }
    if (listed_.empty())
        for (void* item : items) ++listed_[header_of_item(item)];
    const auto found = listed_.find(member);
    return found == listed_.end() ? 0 : found->second;
}

// The database hands the owner's new key on to the rows that refer to it (ON UPDATE CASCADE); what is in memory
// follows.
void Planner::follow_key(Header* owner, const Attribute& attribute) {
    const Relationship& relationship = *attribute.relationship;
    if (relationship.direction != Direction::one_to_many) return;
    const RelationLog* log = find_log(owner, attribute);
    for (Header* member : known_members(owner, attribute))
        if (has_identity(member) && in_session(member) && !is_expired(member) && !deleted_.contains(member) &&
            !(log && log->delta(member) > 0))
            plan_.fills.push_back({&relationship, owner, member});
}

// The rows between went with that of a deleted object. A member outside the session never got one, or is passed over
// now as it would have been then.
bool Planner::is_linked(const Header* member) const {
    if (row_is_deleted(member) || !(has_identity(member) || in_session(member))) return false;
    return in_session(member) || !work_.skip_unattached;
}

void Planner::link_row(const Relationship& relationship, Header* owner, Header* member, bool insert) {
    // seen from either side it is the same row
    const bool turned = relationship.back && relationship.back->relationship < &relationship;
    const void* of = relationship.association;
    if (!relationship.back) of = &relationship;
    if (!linked_.insert({of, turned ? member : owner, turned ? owner : member}).second) return;
    (insert ? plan_.links : unlinks_).push_back({&relationship, owner, member, insert});
}

void Planner::erase(Header* owner) {
    if (row_is_deleted(owner)) return; // all that was done before
    for (const Attribute* attribute : owner->cls->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (relationship.view_only) continue;
        if (relationship.direction == Direction::one_to_many) release_members(owner, *attribute);
        if (relationship.direction == Direction::many_to_many) unlink_members(owner, *attribute);
        if (relationship.direction == Direction::many_to_one && relationship.post_update) drop_late_references(owner);
    }
}

// Members that are not deleted with their owner no longer refer to it.
void Planner::release_members(Header* owner, const Attribute& attribute) {
    const Relationship& relationship = *attribute.relationship;
    if (relationship.passive_deletes == PassiveDeletes::all) return;
    const bool load = relationship.passive_deletes == PassiveDeletes::no && !relationship.cascades(delete_cascade);
    const RelationLog* log = find_log(owner, attribute);
    const OldReference* old = old_reference(owner, attribute);
    for (Header* member : members_to_release(owner, attribute, load)) {
        if (deleted_.contains(member)) continue;
        // it was no member when the rows were written
        const bool entered = (log && log->delta(member) > 0) || (old && !is_unchanged(*old, member));
        if (!in_session(member)) {
            if (!entered && !relationship.cascades(delete_cascade)) fill_member(owner, attribute, member, false);
            continue;
        }
        if (!has_identity(member) || entered || entered_.contains({member, &relationship})) continue;
        if (speaks_for_itself(member, relationship, owner)) continue;
        sync_member(member, relationship, nullptr, "its owner is deleted");
    }
    if (!log) return;
    for (const Change& change : log->changes()) {
        if (change.delta >= 0) continue;
        if (in_session(change.item))
            member_left(owner, attribute, change.item);
        else
            fill_member(owner, attribute, change.item, false);
    }
}

void Planner::unlink_members(Header* owner, const Attribute& attribute) {
    const Relationship& relationship = *attribute.relationship;
    const bool load = relationship.passive_deletes == PassiveDeletes::no;
    const RelationLog* log = find_log(owner, attribute);
    for (Header* member : members_to_release(owner, attribute, load))
        if (is_linked(member) && !(log && log->delta(member) > 0)) link_row(relationship, owner, member, false);
    if (!log) return;
    for (const Change& change : log->changes())
        if (change.delta < 0 && is_linked(change.item)) link_row(relationship, owner, change.item, false);
}

void Planner::drop_late_references(Header* object) {
    for (const Attribute* attribute : object->cls->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (relationship.direction != Direction::many_to_one || !relationship.post_update) continue;
        require_loaded(object, *attribute);
        if (!peek_reference(object, *attribute)) continue;
        RowCommand& early = plan_.early.emplace_back(RowCommand{object, RowVerb::update, "refers to a row that goes"});
        sync(early, relationship, nullptr);
    }
}

} // namespace athanor::kernel
