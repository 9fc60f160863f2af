// SPDX-License-Identifier: MIT
#include "orm/mapping/contradictions.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

bool is_nullable(const Draft& draft, Table& table, std::uint16_t index) {
    if (std::ranges::count(draft.not_null, std::pair(&table, index)) != 0) return false;
    const TableColumn& column = draft.column(table, index);
    return column.nullable && !column.primary_key;
}

void check_set_null(Draft& draft, Table& table, const ForeignKey& key) {
    const bool at_delete = key.on_delete == ForeignKeyAction::set_null;
    if (!at_delete && key.on_update != ForeignKeyAction::set_null) return;
    Columns refused;
    std::ranges::copy_if(key.columns, std::back_inserter(refused),
        [&](std::uint16_t column) { return !is_nullable(draft, table, column); });
    if (refused.empty()) return;
    draft.problem("table " + table.name() + ": " + (at_delete ? "on_delete" : "on_update") +
        "(set_null) of the foreign key to " + key.target->name() + " sets " + column_names(draft, table, refused) +
        " to NULL, which may not be NULL: take set_null away, or make it nullable (without required, as a "
        "std::optional, outside the primary key)");
}

} // namespace

void find_contradictions(Draft& draft) {
    for (const auto& table : draft.associations)
        for (const ForeignKey& key : table->foreign_keys) check_set_null(draft, *table, key);
    for (const NewForeignKey& added : draft.foreign_keys) check_set_null(draft, *added.table, added.key);
}

void find_contradictions(Draft& draft, const ClassInfo& cls) {
    const auto& options = cls.table->dialect_options;
    const bool rowless =
        std::ranges::any_of(options, [](const auto& option) { return option.first == "sqlite_without_rowid"; });
    for (Attribute* key : cls.keys)
        if (rowless && key->generated && std::ranges::count(draft.not_generated, key) == 0)
            draft.problem(cls.name + "::" + key->name +
                ": SQLite gives no keys in a table without rowids (sqlite_without_rowid): give the key the option "
                "not_generated and set it, or leave that option away");
}

} // namespace athanor::kernel
