// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/extra.hpp"
#include "orm/loading/load.hpp"
#include "orm/session/cascade_walk.hpp"
#include "orm/session/session_state.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

constexpr std::uint32_t slow = word_bits::slow_read | word_bits::slow_write;

void expire_column(Header* object, const Attribute& attribute) {
    std::uint32_t& word = word_of(object, attribute);
    word = (word & ~std::uint32_t(word_bits::dirty)) | slow;
    // the key stays readable for the identity map, so it must be the one of the row
    if (OldValue* old = object->extra ? object->extra->old(attribute.index) : nullptr) {
        if (attribute.in_key) attribute.type->load(field_of(object, attribute), old->value.cell());
        std::erase_if(
            object->extra->old_values, [&](const OldValue& value) { return value.attribute == attribute.index; });
    }
    object->flags |= expired;
}

} // namespace

void SessionState::expire_relationship(Header* object, const Attribute& attribute) {
    std::uint32_t& word = word_of(object, attribute);
    if (attribute.kind == MemberKind::collection) {
        attribute.spec->collection->clear(field_of(object, attribute));
    } else {
        reference_of(object, attribute).clear();
        if (attribute.relationship->key_in_reference) object->flags |= expired;
    }
    word = (word & ~std::uint32_t(word_bits::assigned | word_bits::dirty)) | slow;
    if (RelationLog* log = find_log(object, attribute)) log->clear();
}

void SessionState::expire_object(Header* object) {
    for (const auto& attribute : object->cls->attributes)
        if (attribute->kind == MemberKind::column)
            expire_column(object, *attribute);
        else
            expire_relationship(object, *attribute);
    drop_extra(object);
    if (object->flags & modified) changed_.remove(object);
    object->flags &= static_cast<std::uint16_t>(~modified);
}

void SessionState::expire(Header* object, const Attribute* const* attributes, std::size_t count) {
    require_own(object, "expire");
    if (count == 0) {
        for (Header* member : cascade(object, {refresh_expire, false})) {
            if (member->owner != this) continue;
            if (member->state == State::persistent)
                expire_object(member);
            else
                release(member); // the owner no longer shows what was put in since: nobody would find it again
        }
        return;
    }
    for (std::size_t i = 0; i < count; ++i)
        if (attributes[i]->kind == MemberKind::column)
            expire_column(object, *attributes[i]);
        else
            expire_relationship(object, *attributes[i]);
}

void SessionState::expire_all() {
    std::vector<Header*> objects;
    identity_map_.each([&](Header* object) { objects.push_back(object); });
    for (Header* object : objects) expire_object(object);
}

void SessionState::refresh(Header* object, const Attribute* const* attributes, std::size_t count) {
    require_own(object, "refresh");
    expire(object, attributes, count); // first, so that what is given up is not written before it goes
    autoflush_now();
    if (!load_columns(object, context()))
        throw UsageError(
            "refresh: the row of " + kernel::describe(object) + " in table " + object->cls->table->name() + " is gone");
    for (std::size_t i = 0; i < count; ++i)
        if (attributes[i]->kind != MemberKind::column) load(object, *attributes[i]);
}

} // namespace athanor::kernel
