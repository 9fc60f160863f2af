// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/object_access.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/names.hpp"

namespace athanor::kernel {

std::string name_of(const std::uint32_t* word, const char* free_standing) {
    if (!(*word & word_bits::bound)) return free_standing;
    return attribute_of_word(word).cls->name + "::" + attribute_of_word(word).name;
}

std::string place_of(const std::uint32_t* word, const char* free_standing) {
    const std::string name = name_of(word, free_standing);
    return *word & word_bits::bound ? name + " of " + describe(header_of_word(word)) : name;
}

const Attribute& attribute_of_word(const std::uint32_t* word) noexcept { return attribute_at(word); }

void refuse_null_handle() {
    throw UsageError("this Ref is null: test it before use, as in `if (auto user = query.first())`");
}

void refuse_null_member(const std::uint32_t* word) {
    throw ValueError(name_of(word, "the collection") + " cannot hold null");
}

void refuse_null_reference(const std::uint32_t* word) {
    if (!(*word & word_bits::bound)) throw UsageError("this reference is null: test it before use");
    const Attribute& attribute = attribute_of_word(word);
    throw UsageError(
        attribute.cls->name + "::" + attribute.name + " is null: test it before use, as in `if (post->author)`");
}

void refuse_iteration(const std::uint32_t* word) {
    throw UsageError(name_of(word, "the collection") +
        " was changed while it was iterated: iterate over its snapshot(), or change it with remove_if() or edit()");
}

void refuse_absent_member(const std::uint32_t* word, const Header* member) {
    throw ValueError((member ? describe(member) : "null") + " is not in " + name_of(word, "the list") +
        ": ask contains(…) or find(…) first");
}

void refuse_empty_pop(const std::uint32_t* word) {
    throw KeyError(place_of(word, "the collection") + " is empty, so there is nothing to pop");
}

void refuse_no_member(const std::uint32_t* word) {
    throw UsageError(place_of(word, "the collection") + " is empty, so it has no first and no last member");
}

void refuse_end(const std::uint32_t* word) {
    throw UsageError(name_of(word, "the collection") +
        ": this iterator stands at no member; compare it with end() before it is used");
}

void refuse_other_iterator(const std::uint32_t* word) {
    throw UsageError(name_of(word, "the collection") +
        ": this iterator belongs to another collection; get one from this with find()");
}

void refuse_moving_out(const std::uint32_t* word) {
    throw UsageError(name_of(word, "the collection") +
        " belongs to an object, so it cannot be moved out of it: copy the handles with snapshot(), or exchange two "
        "collections with `using std::swap; swap(a, b)`");
}

void refuse_index(const std::uint32_t* word, std::size_t index, std::size_t size) {
    if (size == 0)
        throw IndexError(place_of(word, "the list") + " is empty, so there is no member at " + std::to_string(index));
    throw IndexError(name_of(word, "the list") + " has " + std::to_string(size) + " members, so there is none at " +
        std::to_string(index));
}

BoundHeaders::BoundHeaders(const ClassInfo& cls) noexcept : cls_(cls), word_(cls.attributes.front()->word) {}

void BoundHeaders::refuse(const void* object) const {
    if (!object) throw UsageError("null where a " + cls_.name + " is needed");
    throw UsageError("this " + cls_.name + " is a plain value, not an object of the library: make(" + cls_.name +
        "{…}) or session.add(" + cls_.name + "{…}) gives one that relationships can hold");
}

} // namespace athanor::kernel
