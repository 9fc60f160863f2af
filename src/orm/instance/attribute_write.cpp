// SPDX-License-Identifier: MIT
#include "orm/instance/attribute_write.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/key_tracking.hpp"

namespace athanor::kernel {

bool write_attribute(Header* object, const Attribute& attribute, const Cell& cell, Scratch& scratch) {
    std::uint32_t& word = word_of(object, attribute);
    void* field = field_of(object, attribute);
    const bool readable = (word & word_bits::assigned) && !(word & word_bits::slow_read);
    if (readable && same(attribute.type->store(field, scratch), cell)) return true;
    if (cell.is_null() && !attribute.type->nullable) return false;
    if (word & (word_bits::slow_write | word_bits::slow_read)) before_write(&word);
    const bool fits = attribute.type->load(field, cell);
    word |= word_bits::assigned;
    if (word & word_bits::watched) follow_values(object);
    return fits;
}

} // namespace athanor::kernel
