// SPDX-License-Identifier: MIT
#include "orm/instance/stored_reference.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"

namespace athanor::kernel {
namespace {

// The column's value in the row; nothing when it is expired, was written while it was, or nobody ever set it.
std::optional<Cell> stored_cell(const Header* owner, const Attribute& attribute, Scratch& scratch) {
    if (const OldValue* old = owner->extra ? owner->extra->old(attribute.index) : nullptr)
        return old->known ? std::optional(old->value.cell()) : std::nullopt;
    auto* object = const_cast<Header*>(owner);
    const std::uint32_t word = word_of(object, attribute);
    if ((word & word_bits::slow_read) || !(word & word_bits::assigned)) return std::nullopt;
    return attribute.type->store(field_of(object, attribute), scratch);
}

std::optional<Header*> by_columns(const Header* owner, const Relationship& relationship) {
    ScratchTexts scratch;
    KeyCells key;
    for (const Attribute* target : relationship.target->keys)
        for (const auto& [column, target_column] : relationship.join.on) {
            if (target_column != target->column) continue;
            const Attribute* local = owner->cls->showing(column);
            const std::optional<Cell> cell = local ? stored_cell(owner, *local, scratch) : std::nullopt;
            if (!cell) return std::nullopt;
            if (cell->is_null()) return nullptr;
            key.cells[key.size++] = *cell;
        }
    Header* found = owner->owner->find(*relationship.target, key.cells.data(), key.size);
    return found && !is_expired(found) ? std::optional(found) : std::nullopt;
}

} // namespace

Header* peek_reference(const Header* owner, const Attribute& attribute) {
    const ReferenceStorage& storage = reference_of(const_cast<Header*>(owner), attribute);
    if (storage.kind == ReferenceStorage::object) return header_of_item(storage.item);
    const Relationship& relationship = *attribute.relationship;
    if (!(storage.word & word_bits::slow_read) || !owner->owner || !relationship.to_primary_key ||
        relationship.direction != Direction::many_to_one)
        return nullptr;
    if (relationship.key_in_reference && storage.kind == ReferenceStorage::integer_key) {
        const Cell key = Cell::of(storage.key);
        return owner->owner->find(*relationship.target, &key, 1);
    }
    ScratchTexts scratch;
    const KeyCells key = referenced_key(owner, attribute, scratch);
    return key.complete ? owner->owner->find(*relationship.target, key.cells.data(), key.size) : nullptr;
}

OwnerKey::OwnerKey(const Header* owner)
    : owner_(owner), comparable_(owner->owner && owner->cls->integer_key && has_identity(owner)) {
    ScratchTexts scratch;
    if (comparable_) key_ = stored_key_cell(owner, *owner->cls->keys.front(), scratch).integer;
}

bool OwnerKey::is_of_another(const Header* item, const Attribute& reference) const {
    if (is_comparable(item, reference)) return !is_in(item, reference);
    const Header* shown = peek_reference(item, reference);
    return shown && shown != owner_;
}

std::optional<Header*> stored_reference(const Header* owner, const Attribute& reference) {
    const Relationship& relationship = *reference.relationship;
    if (const OldReference* old = old_reference(owner, reference)) {
        const bool only_key = old->kind == ReferenceStorage::integer_key || old->kind == ReferenceStorage::wide_key;
        return old->known && !only_key ? std::optional(old->object()) : std::nullopt;
    }
    const ReferenceStorage& storage = reference_of(const_cast<Header*>(owner), reference);
    if (storage.kind == ReferenceStorage::object) return header_of_item(storage.item);
    if (storage.word & word_bits::assigned) return nullptr;
    if (!owner->owner || !relationship.to_primary_key || relationship.direction != Direction::many_to_one)
        return std::nullopt;
    if (!relationship.key_in_reference) return by_columns(owner, relationship);
    Header* found = peek_reference(owner, reference);
    return found && !is_expired(found) ? std::optional(found) : std::nullopt;
}

Header* shown_before(const Header* owner, const Attribute& reference) {
    if (in_memory(owner, reference)) return peek_reference(owner, reference);
    return stored_reference(owner, reference).value_or(nullptr);
}

} // namespace athanor::kernel
