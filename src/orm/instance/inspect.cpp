// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/inspect.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/scratch.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

Cell cell_of(const Header* object, const Attribute& attribute, Scratch& scratch) {
    return attribute.type->store(field_of(const_cast<Header*>(object), attribute), scratch);
}

bool column_changed(const Header* object, const Attribute& attribute) {
    // of a new object whatever was set is new, NULL included
    if (!has_identity(object)) return (word_of(const_cast<Header*>(object), attribute) & word_bits::assigned) != 0;
    ScratchTexts scratch;
    const OldValue* old = object->extra ? object->extra->old(attribute.index) : nullptr;
    return old && (!old->known || !same(old->value.cell(), cell_of(object, attribute, scratch)));
}

bool differs(const OldReference& old, const ReferenceStorage& now) {
    if (!old.known || old.kind != now.kind) return true;
    return now.kind == ReferenceStorage::object && object_of(old.target) != now.item;
}

// A single member that was assigned over one that nobody had loaded: the database knows what that was.
bool replaces_another(Header* owner, const Attribute& attribute) {
    const Occupied occupied(&owner->owner->occupancy);
    if (is_expired(owner)) owner->owner->read_columns(owner);
    const std::vector<Header*> before = owner->owner->members(owner, attribute);
    return (before.empty() ? nullptr : before.front()) != peek_reference(owner, attribute);
}

bool reference_changed(Header* owner, const Attribute& attribute) {
    const ReferenceStorage& now = reference_of(owner, attribute);
    if (!has_identity(owner)) return now.kind != ReferenceStorage::empty;
    const OldReference* old = old_reference(owner, attribute);
    if (!old || !is_loaded(owner, attribute)) return false;
    if (!old->known && owner->owner && attribute.relationship->direction == Direction::one_to_many)
        return replaces_another(owner, attribute);
    return differs(*old, now);
}

bool collection_changed(Header* owner, const Attribute& attribute) {
    if (!has_identity(owner)) return attribute.spec->collection->size(field_of(owner, attribute)) != 0;
    const RelationLog* log = find_log(owner, attribute);
    return log && (is_loaded(owner, attribute) || never_loaded(attribute)) &&
        std::ranges::any_of(log->changes(), [](const Change& change) { return change.delta != 0; });
}

bool is_changed(Header* object, const Attribute& attribute) {
    if (attribute.kind == MemberKind::column) return column_changed(object, attribute);
    if (attribute.kind == MemberKind::reference) return reference_changed(object, attribute);
    return collection_changed(object, attribute);
}

} // namespace

std::vector<Value> row_key(const Header* object) {
    std::vector<Value> key;
    if (!has_identity(object)) return key;
    ScratchTexts scratch;
    const KeyCells cells = stored_key(object, scratch);
    for (std::size_t i = 0; i < cells.size; ++i) key.emplace_back(cells.cells[i]);
    return key;
}

bool is_loaded(const Header* object, const Attribute& attribute) noexcept {
    return !(word_of(const_cast<Header*>(object), attribute) & word_bits::slow_read);
}

bool is_modified(const Header* object) {
    auto* header = const_cast<Header*>(object); // it is looked at, not changed
    return std::ranges::any_of(
        object->cls->attributes, [&](const auto& attribute) { return is_changed(header, *attribute); });
}

} // namespace athanor::kernel
