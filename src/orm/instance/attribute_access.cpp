// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/scratch.hpp"

namespace athanor::kernel {
namespace {

[[noreturn]] void refuse_alias(const std::uint32_t* word) {
    const Attribute& attribute = attribute_of_word(word);
    throw UsageError(attribute.cls->name + "::" + attribute.name +
        " is part of a query alias, which has no value: use it inside where(), order_by() and the like");
}

[[noreturn]] void refuse_detached(const Header* object, const Attribute& attribute) {
    throw DetachedError(describe(object) + " has no session, so " + object->cls->name + "::" + attribute.name +
        " cannot be loaded: read it before the session ends, or get the object from a session again");
}

void keep_old_value(Header* object, const Attribute& attribute, std::uint32_t word) {
    auto& old_values = extra_of(object).old_values;
    // what a key was is always known: the identity map finds the object by it; what the row has where nobody ever set
    // anything is the database's business
    const bool known = (word & word_bits::assigned) && !(word & word_bits::slow_read);
    if (!attribute.in_key && !known) {
        old_values.push_back({attribute.index, false, {}});
        return;
    }
    ScratchTexts scratch;
    old_values.push_back({attribute.index, true, Value(attribute.type->store(field_of(object, attribute), scratch))});
}

} // namespace

void before_write(std::uint32_t* word) {
    if (*word & word_bits::alias) refuse_alias(word);
    Header* object = header_of_word(word);
    const Occupied occupied(occupancy_of(object->owner));
    if (has_identity(object)) {
        const Attribute& attribute = attribute_of_word(word);
        // what a key was is found in the row, and that there still is one
        if (attribute.in_key && (*word & word_bits::slow_read) && object->owner) before_read(word);
        const bool kept = object->extra && object->extra->old(attribute.index);
        if (!kept) keep_old_value(object, attribute, *word);
        if (object->owner && !(object->flags & modified)) object->owner->changed(object);
    }
    *word = (*word & ~std::uint32_t(word_bits::slow_write | word_bits::slow_read)) | word_bits::dirty;
    if (*word & word_bits::watched) *word |= word_bits::slow_write;
}

void refuse_load(const Header* object, const Attribute& attribute) {
    const std::string member = object->cls->name + "::" + attribute.name;
    throw UsageError(member + " of " + describe(object) +
        " is raise_on_load, so reading it would hide a SELECT: load it with the query, "
        ".with<&" +
        member + ">(), or take raise_on_load off the member");
}

void before_read(const std::uint32_t* word) {
    if (*word & word_bits::alias) refuse_alias(word);
    Header* object = header_of_word(word);
    const Attribute& attribute = attribute_of_word(word);
    if (!object->owner) {
        const LoadMode mode = attribute.relationship ? attribute.relationship->load : LoadMode::lazy;
        if (mode == LoadMode::none) return;
        if (mode == LoadMode::raise) refuse_load(object, attribute);
        refuse_detached(object, attribute);
    }
    const Occupied occupied(&object->owner->occupancy);
    object->owner->load(object, attribute);
}

} // namespace athanor::kernel
