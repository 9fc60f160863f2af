// SPDX-License-Identifier: MIT
#include "typed/bulk_columns.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/typed/relationship_query.hpp"
#include "orm/instance/identity.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

std::string text_of(std::string_view step, const Attribute& attribute) {
    return std::string(step) + ": " + attribute.cls->name + "::" + attribute.name;
}

} // namespace

std::vector<std::uint16_t> columns_of(const Attribute& attribute, const ClassInfo& cls, std::string_view step) {
    if (attribute.cls != &cls) throw UsageError(text_of(step, attribute) + " is no member of " + cls.name);
    if (attribute.kind == MemberKind::column) return {attribute.column};
    if (attribute.kind != MemberKind::reference || attribute.relationship->direction != Direction::many_to_one)
        throw UsageError(text_of(step, attribute) + " has no column of its own; name the reference on its other side");
    std::vector<std::uint16_t> columns;
    const Join::Pairs& pairs = attribute.relationship->join.on;
    for (const Attribute* key : configured(*attribute.relationship->target).keys) {
        const auto found = std::ranges::find(pairs, key->column, &Join::Pairs::value_type::second);
        if (found != pairs.end()) columns.push_back(found->first);
    }
    return columns;
}

void refuse_key(const Attribute& attribute, const std::vector<std::uint16_t>& columns, const ClassInfo& cls,
    std::string_view step) {
    for (const std::uint16_t column : columns)
        if (std::ranges::find(cls.keys, column, &Attribute::column) != cls.keys.end())
            throw UsageError(text_of(step, attribute) +
                (attribute.kind == MemberKind::column ? " is the key"
                                                      : " holds the column " + cls.table->name() + "." +
                            cls.table->column(column).name + ", which is part of the key") +
                ", and a statement for many rows does not change that; change it on the object");
}

std::vector<Code> values_of(const Attribute& reference, const Header* target, std::string_view step) {
    if (target && !has_identity(target))
        throw UsageError(
            std::string(step) + ": " + kernel::describe(target) + " has no row yet: flush before rows refer to it");
    std::vector<Code> values;
    for (const Attribute* key : configured(*reference.relationship->target).keys) {
        values.emplace_back();
        values.back().param(target ? value_now(const_cast<Header*>(target), *key) : Value());
    }
    return values;
}

std::vector<Code> values_of(const Attribute& reference, const Alias& target) {
    std::vector<Code> values;
    for (const Attribute* key : configured(*reference.relationship->target).keys) {
        values.emplace_back();
        push_column(values.back(), target, key->column);
    }
    return values;
}

} // namespace athanor::kernel
