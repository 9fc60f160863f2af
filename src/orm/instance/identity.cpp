// SPDX-License-Identifier: MIT
#include "orm/instance/identity.hpp"
#include "athanor/orm/instance/members.hpp"
#include "orm/instance/extra.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

void push(KeyCells& key, const Cell& cell) {
    key.cells[key.size++] = cell;
    key.complete = key.complete && !cell.is_null();
}

Cell value_of(const Header* object, const Attribute& attribute, Scratch& scratch) {
    auto* header = const_cast<Header*>(object);
    const std::uint32_t word = word_of(header, attribute);
    if ((word & word_bits::slow_read) || !(word & word_bits::assigned)) return {};
    return attribute.type->store(field_of(header, attribute), scratch);
}

} // namespace

bool is_expired(const Header* object) noexcept {
    auto* header = const_cast<Header*>(object);
    return (object->flags & expired) && (word_of(header, *object->cls->keys.front()) & word_bits::slow_read);
}

KeyCells current_key(const Header* object, Scratch& scratch) {
    KeyCells key;
    for (const Attribute* attribute : object->cls->keys) push(key, value_of(object, *attribute, scratch));
    return key;
}

Cell stored_key_cell(const Header* object, const Attribute& key, Scratch& scratch) {
    if (const OldValue* old = object->extra ? object->extra->old(key.index) : nullptr) return old->value.cell();
    // an expired key attribute still has the value of the row: it is what the object is found by
    return key.type->store(field_of(const_cast<Header*>(object), key), scratch);
}

KeyCells stored_key(const Header* object, Scratch& scratch) {
    KeyCells key;
    for (const Attribute* attribute : object->cls->keys) push(key, stored_key_cell(object, *attribute, scratch));
    return key;
}

KeyCells referenced_key(const Header* owner, const Attribute& reference, Scratch& scratch) {
    KeyCells key;
    const Relationship& relationship = *reference.relationship;
    const ReferenceStorage& storage = reference_of(const_cast<Header*>(owner), reference);
    if (relationship.key_in_reference) {
        if (storage.kind == ReferenceStorage::integer_key) push(key, Cell::of(storage.key));
        if (storage.kind == ReferenceStorage::wide_key)
            for (const Value& value : *static_cast<const std::vector<Value>*>(storage.wide)) push(key, value.cell());
        key.complete = key.complete && key.size != 0;
        return key;
    }
    for (const Attribute* target : relationship.target->keys)
        for (const auto& [column, target_column] : relationship.join.on)
            if (target_column == target->column) {
                const Attribute* local = owner->cls->showing(column);
                push(key, local ? value_of(owner, *local, scratch) : Cell{});
            }
    key.complete = key.complete && key.size != 0;
    return key;
}

} // namespace athanor::kernel
