// SPDX-License-Identifier: MIT
#include "orm/session/cascade_walk.hpp"
#include "athanor/orm/instance/inspect.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

// What was taken out since the last flush belongs to what is written; what is queued does not.
void append_leavers(Header* owner, const Attribute& attribute, std::vector<Header*>& members) {
    const bool queued =
        attribute.kind == MemberKind::collection && !never_loaded(attribute) && !in_memory(owner, attribute);
    if (queued) return;
    const std::vector<Header*> lost = lost_members(owner, attribute);
    members.insert(members.end(), lost.begin(), lost.end());
}

// The members of one relationship, last first, so that a stack hands them out in order.
void push_members(Header* owner, const Attribute& attribute, const CascadeRule& rule, std::vector<Header*>& stack) {
    const Relationship& relationship = *attribute.relationship;
    if (!relationship.cascades(rule.kind)) return;
    const bool load = rule.load && in_session(owner) && relationship.passive_deletes == PassiveDeletes::no;
    const std::size_t start = stack.size();
    load ? append_all_members(owner, attribute, stack) : append_known_members(owner, attribute, false, stack);
    // what says that it belongs to another is not this one's to delete, whatever this one shows
    if (rule.kind == delete_cascade && relationship.back && relationship.direction == Direction::one_to_many) {
        const OwnerKey key(owner);
        stack.erase(std::remove_if(stack.begin() + static_cast<std::ptrdiff_t>(start), stack.end(),
                        [&](const Header* member) { return key.is_of_another(member, *relationship.back); }),
            stack.end());
    }
    // to expire an owner takes new members out of the session only where they are nothing without it
    if (rule.kind == refresh_expire && !relationship.owns_orphans())
        stack.erase(std::remove_if(stack.begin() + static_cast<std::ptrdiff_t>(start), stack.end(),
                        [](const Header* member) { return !has_identity(member); }),
            stack.end());
    if (rule.kind == save_update) append_leavers(owner, attribute, stack);
    for (std::size_t low = start, high = stack.size(); low + 1 < high;) std::swap(stack[low++], stack[--high]);
}

} // namespace

bool owns_without_reference(const Attribute* attribute) noexcept {
    const Relationship& relationship = *attribute->relationship;
    return !relationship.back && relationship.direction == Direction::one_to_many && !relationship.view_only;
}

bool stands_alone(Header* object, Cascade kind, const StateOwner* session) noexcept {
    if (object->extra && has_changes(object)) return false; // members may be queued there
    const auto leads_on = [&](const Attribute& attribute) {
        if (!is_assigned(object, attribute)) return false;
        if (attribute.kind == MemberKind::collection)
            return attribute.relationship->cascades(kind) &&
                attribute.spec->collection->size(field_of(object, attribute)) != 0;
        const ReferenceStorage& storage = reference_of(object, attribute);
        if (storage.kind == ReferenceStorage::empty) return false;
        const bool leads_inside = storage.kind == ReferenceStorage::object &&
            header_of_item(storage.item)->owner == session &&
            attribute.relationship->direction == Direction::many_to_one;
        return !leads_inside && attribute.relationship->cascades(kind);
    };
    for (const Attribute* attribute : object->cls->relationships)
        if (leads_on(*attribute)) return false;
    return true;
}

std::vector<Header*> cascade(Header* root, const CascadeRule& rule) { return cascade(&root, 1, rule); }

std::vector<Header*> cascade(Header* const* roots, std::size_t count, const CascadeRule& rule) {
    std::vector<Header*> reached;
    std::vector<Header*> stack;
    boost::unordered_flat_set<const Header*> seen;
    for (std::size_t i = 0; i < count; ++i) {
        stack.push_back(roots[i]);
        while (!stack.empty()) {
            Header* object = stack.back();
            stack.pop_back();
            if (object != roots[i] && rule.enters && !rule.enters(object, rule.context)) continue;
            if (!seen.insert(object).second) continue;
            if (rule.load) check_deletable(object);
            if (rule.prepare) rule.prepare(object, rule.context);
            reached.push_back(object);
            const auto& relationships = object->cls->relationships;
            for (std::size_t r = relationships.size(); r-- > 0;) push_members(object, *relationships[r], rule, stack);
        }
    }
    return reached;
}

std::vector<Header*> lost_members(Header* owner, const Attribute& attribute) {
    std::vector<Header*> members;
    if (attribute.kind == MemberKind::reference) {
        const OldReference* old = old_reference(owner, attribute);
        if (old && old->object() && old->object() != peek_reference(owner, attribute)) members.push_back(old->object());
        return members;
    }
    if (const RelationLog* log = find_log(owner, attribute))
        for (const Change& change : log->changes())
            if (change.delta < 0) members.push_back(change.item);
    // a list that held a member twice may have let go of it once
    if (!members.empty() && attribute.spec->collection->kind == CollectionOps::list && is_loaded(owner, attribute))
        members = not_held(owner, attribute, members);
    return members;
}

std::vector<Header*> taken_in(Header* owner) {
    std::vector<Header*> members;
    for (const Attribute* attribute : owner->cls->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (relationship.direction != Direction::one_to_many || relationship.view_only) continue;
        if (attribute->kind == MemberKind::reference) {
            Header* now = peek_reference(owner, *attribute);
            if (now && (!has_identity(owner) || old_reference(owner, *attribute))) members.push_back(now);
        } else if (has_identity(owner)) {
            const RelationLog* log = find_log(owner, *attribute);
            if (!log) continue;
            for (const Change& change : log->changes())
                if (change.delta > 0) members.push_back(change.item);
        } else {
            attribute->spec->collection->append(field_of(owner, *attribute), members);
        }
    }
    return members;
}

} // namespace athanor::kernel
