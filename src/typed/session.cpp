// SPDX-License-Identifier: MIT
#include "athanor/typed/session.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"

namespace athanor {

kernel::Header* Session::find(const kernel::ClassInfo& cls, const Value* key, std::size_t count) {
    kernel::configured(cls);
    if (count != cls.keys.size())
        throw UsageError("get<" + cls.name + ">: its key has " + std::to_string(cls.keys.size()) + " columns, but " +
            std::to_string(count) + " values were given");
    Cell cells[8];
    for (std::size_t i = 0; i < count; ++i) cells[i] = key[i].cell();
    return core_.get(cls, cells, count);
}

} // namespace athanor
