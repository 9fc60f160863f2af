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

bool reference_changed(const RelationLog& log, const ReferenceStorage& now) {
    if (!log.has_old) return false;
    if (!log.old_known || log.old_kind != now.kind) return true;
    return now.kind == ReferenceStorage::object && log.old_item != now.item;
}

// A single member that was assigned over one that nobody had loaded: the database knows what that was.
bool replaces_another(Header* owner, const Attribute& attribute) {
    const Occupied occupied(&owner->owner->occupancy);
    if (is_expired(owner)) owner->owner->read_columns(owner);
    const std::vector<Header*> before = owner->owner->members(owner, attribute);
    return (before.empty() ? nullptr : before.front()) != peek_reference(owner, attribute);
}

bool relationship_changed(const Header* object, const Attribute& attribute) {
    auto* owner = const_cast<Header*>(object);
    const bool is_reference = attribute.kind == MemberKind::reference;
    if (!has_identity(object))
        return is_reference ? reference_of(owner, attribute).kind != ReferenceStorage::empty
                            : attribute.spec->collection->size(field_of(owner, attribute)) != 0;
    const RelationLog* log = find_log(object, attribute);
    if (!log || !(is_loaded(object, attribute) || never_loaded(attribute))) return false;
    if (is_reference && log->has_old && !log->old_known && object->owner &&
        attribute.relationship->direction == Direction::one_to_many)
        return replaces_another(owner, attribute);
    if (is_reference) return reference_changed(*log, reference_of(owner, attribute));
    return std::ranges::any_of(log->changes(), [](const Change& change) { return change.delta != 0; });
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
    return std::ranges::any_of(object->cls->attributes, [&](const auto& attribute) {
        return attribute->kind == MemberKind::column ? column_changed(object, *attribute)
                                                     : relationship_changed(object, *attribute);
    });
}

} // namespace athanor::kernel
