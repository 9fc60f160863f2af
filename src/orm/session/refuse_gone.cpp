// SPDX-License-Identifier: MIT
#include "orm/session/refuse_gone.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/mapping/class_info.hpp"

namespace athanor::kernel {

void refuse_gone(const Header* object) {
    throw ObjectDeletedError("the row of " + kernel::describe(object) + " in table " + object->cls->table->name() +
        " is gone: somebody else deleted it, or it never was committed; expunge the object");
}

} // namespace athanor::kernel
