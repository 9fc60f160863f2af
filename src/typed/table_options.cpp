// SPDX-License-Identifier: MIT
#include "athanor/typed/table_options.hpp"
#include "athanor/base/error.hpp"
#include "athanor/sql/table.hpp"
#include <span>

namespace athanor::kernel {
namespace {

std::vector<std::uint16_t> columns_of(const Table& table, const NameList& names) {
    std::vector<std::uint16_t> columns;
    for (std::size_t i = 0; i < names.size; ++i) {
        const auto column = table.find(names.names[i]);
        if (!column)
            throw MappingError("table " + table.name() + " has no column " + std::string(names.names[i]) +
                ", which an option of the table names");
        columns.push_back(*column);
    }
    return columns;
}

} // namespace

void apply_table_options(Table& table, std::string_view name, const TableOption* options, std::size_t count) {
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
        case TableOptionKind::unique_together: table.uniques.push_back(columns_of(table, option.names)); break;
        case TableOptionKind::index: table.indexes.push_back(columns_of(table, option.names)); break;
        case TableOptionKind::check:
            for (std::size_t i = 0; i < option.names.size; ++i) table.checks.emplace_back(names[i]);
            break;
        case TableOptionKind::dialect: table.dialect_options.emplace_back(names[0], names[1]); break;
        }
    }
}

} // namespace athanor::kernel
