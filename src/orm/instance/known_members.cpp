// SPDX-License-Identifier: MIT
#include "orm/instance/known_members.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/extra.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

bool write_only(const Attribute& attribute) noexcept {
    return never_loaded(attribute) && attribute.spec->collection->kind == CollectionOps::write_only;
}

// The member left and came back.
bool is_put_back(const Header* owner, const Attribute& attribute, const Change& change) {
    const Relationship& relationship = *attribute.relationship;
    return change.delta == 0 && relationship.back && relationship.direction == Direction::one_to_many &&
        peek_reference(change.item, *relationship.back) == owner;
}

// Rows first, then what was put in since the last flush, in that order.
void append_queued(Header* owner, const Attribute& attribute, bool load, std::vector<Header*>& members) {
    std::vector<Header*> rows;
    if (load) rows = owner->owner->members(owner, attribute);
    const RelationLog* log = find_log(owner, attribute); // after the load: it may have flushed
    for (Header* row : rows)
        if (!log || log->delta(row) == 0) members.push_back(row);
    if (!log) return;
    std::vector<const Change*> entered;
    for (const Change& change : log->changes())
        if (change.delta > 0 || (!load && is_put_back(owner, attribute, change))) entered.push_back(&change);
    std::ranges::sort(entered, {}, &Change::turn);
    for (const Change* change : entered) members.push_back(change->item);
}

} // namespace

bool is_queue(const Header* owner, const Attribute& attribute) noexcept {
    return never_loaded(attribute) && has_identity(owner);
}

void append_known_members(Header* owner, const Attribute& attribute, bool load, std::vector<Header*>& members) {
    if (is_queue(owner, attribute)) {
        if (load) check_readable(owner, attribute);
        return append_queued(owner, attribute, load, members);
    }
    if (load) require_loaded(owner, attribute);
    if (!is_assigned(owner, attribute)) return;
    if (attribute.kind == MemberKind::reference) {
        if (Header* target = peek_reference(owner, attribute)) members.push_back(target);
        return;
    }
    attribute.spec->collection->append(field_of(owner, attribute), members);
}

namespace {

// A dictionary whose rows it can all show is in memory then.
bool shows_all(Header* owner, const Attribute& attribute) {
    if (attribute.kind != MemberKind::collection || attribute.spec->collection->kind != CollectionOps::dict ||
        !has_identity(owner) || !owner->owner)
        return true;
    if (attribute.spec->options.duplicates != Duplicates::refuse) return false;
    try {
        require_loaded(owner, attribute);
    } catch (const ValueError&) {
        return false; // two rows have one key
    }
    return true;
}

} // namespace

void append_all_members(Header* owner, const Attribute& attribute, std::vector<Header*>& members) {
    if (shows_all(owner, attribute)) return append_known_members(owner, attribute, true, members);
    owner->owner->autoflush();
    append_queued(owner, attribute, true, members);
}

std::vector<Header*> not_held(Header* owner, const Attribute& attribute, std::vector<Header*> items) {
    enum : std::uint8_t { gone = 1 };
    std::vector<Header*> held;
    attribute.spec->collection->append(field_of(owner, attribute), held);
    // no user code runs while the marks stand, and nothing throws
    for (Header* item : items) item->scratch |= gone;
    for (Header* item : held) item->scratch &= static_cast<std::uint8_t>(~gone);
    std::erase_if(items, [](Header* item) {
        const bool absent = item->scratch & gone;
        item->scratch &= static_cast<std::uint8_t>(~gone); // once, where it is named twice
        return !absent;
    });
    return items;
}

std::vector<Header*> known_members(Header* owner, const Attribute& attribute, bool load) {
    std::vector<Header*> members;
    append_known_members(owner, attribute, load, members);
    return members;
}

void check_readable(const Header* owner, const Attribute& attribute) {
    const std::string member = owner->cls->name + "::" + attribute.name;
    if (write_only(attribute))
        throw UsageError(member + " of " + describe(owner) +
            " is WriteOnly, so nothing may load its members: change it with add() and remove(), read it with select()");
    if (!owner->owner)
        throw DetachedError(describe(owner) + " has no session, so " + member +
            " cannot be asked for its members: get the object from a session again");
}

void check_deletable(const Header* object) {
    for (const Attribute* attribute : object->cls->relationships)
        if (write_only(*attribute) && attribute->relationship->passive_deletes == PassiveDeletes::no &&
            !attribute->relationship->view_only)
            throw UsageError(describe(object) + " cannot be deleted: what becomes of the members of " +
                object->cls->name + "::" + attribute->name +
                ", which is WriteOnly and so never loaded, must be left to the database. Give the member the option "
                "passive_deletes, and its foreign key ON DELETE CASCADE or SET NULL");
}

} // namespace athanor::kernel
