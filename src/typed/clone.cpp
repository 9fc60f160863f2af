// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/members.hpp"
#include "athanor/typed/make.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

struct OneText final : Scratch {
    std::string kept;
    std::string& text() override { return kept; }
};

// A column that says which object is referred to is part of a link.
bool is_link(const Attribute& column) {
    for (const Attribute* attribute : column.cls->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (relationship.direction == Direction::many_to_one &&
            std::ranges::any_of(relationship.join.on, [&](const auto& pair) { return pair.first == column.column; }))
            return true;
    }
    return false;
}

} // namespace

Header* clone_values(const Header* object) {
    auto* source = const_cast<Header*>(object);
    Header* copy = construct(configured(*object->cls));
    try {
        for (const Attribute* attribute : object->cls->columns) {
            std::uint32_t& word = word_of(source, *attribute);
            if (word & word_bits::slow_read) before_read(&word);
            if (!(word & word_bits::assigned) || attribute->in_key || is_link(*attribute)) continue;
            OneText text;
            attribute->type->load(
                field_of(copy, *attribute), attribute->type->store(field_of(source, *attribute), text));
            word_of(copy, *attribute) |= word_bits::assigned;
        }
    } catch (...) {
        destroy(copy);
        throw;
    }
    return copy;
}

} // namespace athanor::kernel
