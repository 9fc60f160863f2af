// SPDX-License-Identifier: MIT
#include "orm/instance/expiry.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/key_tracking.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

constexpr std::uint32_t slow = word_bits::slow_read | word_bits::slow_write;

void expire_column(Header* object, const Attribute& attribute) {
    std::uint32_t& word = word_of(object, attribute);
    word = (word & ~std::uint32_t(word_bits::dirty)) | slow;
    // the key stays readable for the identity map, so it must be the one of the row
    if (OldValue* old = object->extra ? object->extra->old(attribute.index) : nullptr) {
        if (word & word_bits::watched) give_up_entries(object, &attribute);
        if (attribute.in_key) attribute.type->load(field_of(object, attribute), old->value.cell());
        object->extra->forget_old(attribute.index);
    }
    object->flags |= expired;
}

void expire_relationship(Header* object, const Attribute& attribute) {
    std::uint32_t& word = word_of(object, attribute);
    if (attribute.kind == MemberKind::collection) {
        attribute.spec->collection->clear(field_of(object, attribute));
        if (RelationLog* log = find_log(object, attribute)) log->clear();
    } else {
        if (object->extra) object->extra->forget_old(attribute);
        reference_of(object, attribute).clear();
        if (attribute.relationship->key_in_reference) object->flags |= expired;
    }
    word = (word & ~std::uint32_t(word_bits::assigned | word_bits::dirty)) | slow;
}

} // namespace

void expire_attribute(Header* object, const Attribute& attribute) {
    if (attribute.kind == MemberKind::column)
        expire_column(object, attribute);
    else
        expire_relationship(object, attribute);
}

bool needs_columns(Header* object, const Attribute& attribute) {
    if (!(object->flags & expired)) return false;
    return std::ranges::any_of(attribute.relationship->join.on, [&](const auto& pair) {
        const Attribute* column = object->cls->showing(pair.first);
        return !column || !in_memory(object, *column);
    });
}

} // namespace athanor::kernel
