// SPDX-License-Identifier: MIT
#include "athanor/typed/table_options.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/mapping/class_info.hpp"
#include "athanor/sql/table.hpp"
#include <span>

namespace athanor::kernel {
namespace {

/// The columns of a member: its own, or those of the foreign key that a reference brought.
void add_columns_of(const Attribute& attribute, std::vector<std::uint16_t>& columns) {
    if (attribute.kind == MemberKind::column) columns.push_back(attribute.column);
    if (attribute.relationship && attribute.relationship->direction == Direction::many_to_one)
        for (const auto& [here, there] : attribute.relationship->join.on) columns.push_back(here);
}

/// Names may be those of columns or of members.
std::vector<std::uint16_t> columns_of(const Table& table, const ClassInfo* cls, const NameList& names) {
    std::vector<std::uint16_t> columns;
    for (std::size_t i = 0; i < names.size; ++i) {
        const std::size_t before = columns.size();
        if (const auto column = table.find(names.names[i]))
            columns.push_back(*column);
        else if (const Attribute* attribute = cls ? cls->find(names.names[i]) : nullptr)
            add_columns_of(*attribute, columns);
        if (columns.size() == before)
            throw MappingError("table " + table.name() + " has no column " + std::string(names.names[i]) +
                ", which an option of the table names");
    }
    return columns;
}

} // namespace

void apply_table_options(
    Table& table, const void* context, std::string_view name, const TableOption* options, std::size_t count) {
    const auto* cls = static_cast<const ClassInfo*>(context);
    const std::span all(options, count);
    std::string new_name(name.empty() ? std::string_view(table.name()) : name);
    std::string schema = table.schema();
    for (const TableOption& option : all)
        if (option.kind == TableOptionKind::schema) schema = option.names.names[0];
    table.rename(std::move(new_name), std::move(schema));

    for (const TableOption& option : all) {
        const auto& names = option.names.names;
        switch (option.kind) {
        case TableOptionKind::schema: break;
        case TableOptionKind::unique_together: table.uniques.push_back(columns_of(table, cls, option.names)); break;
        case TableOptionKind::index: table.indexes.push_back(columns_of(table, cls, option.names)); break;
        case TableOptionKind::check:
            for (std::size_t i = 0; i < option.names.size; ++i) table.checks.emplace_back(names[i]);
            break;
        case TableOptionKind::dialect: table.dialect_options.emplace_back(names[0], names[1]); break;
        }
    }
}

} // namespace athanor::kernel
