// SPDX-License-Identifier: MIT
#include "orm/session/missing_columns.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include <algorithm>

namespace athanor::kernel {

bool needs_columns(Header* object, const Attribute& attribute) {
    if (!(object->flags & expired)) return false;
    return std::ranges::any_of(attribute.relationship->join.on, [&](const auto& pair) {
        const Attribute* column = object->cls->showing(pair.first);
        return !column || (word_of(object, *column) & word_bits::slow_read);
    });
}

void refuse_gone(const Header* object) {
    throw ObjectDeletedError("the row of " + kernel::describe(object) + " in table " + object->cls->table->name() +
        " is gone: somebody else deleted it, or it never was committed; expunge the object");
}

} // namespace athanor::kernel
