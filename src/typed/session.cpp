// SPDX-License-Identifier: MIT
#include "athanor/typed/session.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"

namespace athanor {
namespace {

bool is_integer(SqlType type) {
    return type == SqlType::integer || type == SqlType::bigint || type == SqlType::smallint || type == SqlType::boolean;
}

// A key of another kind would be found by no row, silently.
void check_kind(const kernel::Attribute& key, const Value& value) {
    const bool wrong = is_integer(key.type->sql) ? value.kind() != CellKind::integer
                                                 : key.type->sql == SqlType::text && value.kind() != CellKind::text;
    if (wrong)
        throw ValueError("get<" + key.cls->name + ">: the key " + key.cls->name + "::" + key.name + " is of type " +
            key.type->name + ", but " + to_string(value) + " was given");
}

} // namespace

kernel::Header* Session::find(const kernel::ClassInfo& cls, const Value* key, std::size_t count) {
    kernel::configured(cls);
    if (count != cls.keys.size())
        throw UsageError("get<" + cls.name + ">: its key has " + std::to_string(cls.keys.size()) + " columns, but " +
            std::to_string(count) + " values were given");
    Cell cells[8];
    for (std::size_t i = 0; i < count; ++i) {
        check_kind(*cls.keys[i], key[i]);
        cells[i] = key[i].cell();
    }
    return core_.get(cls, cells, count);
}

} // namespace athanor
