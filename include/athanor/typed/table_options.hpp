// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/column_options.hpp"
#include <cstdint>
#include <string_view>

// Options of a whole class, in a static member: `static constexpr auto table = athanor::table("organizations",
// unique_together("parent_id", "key"), mysql_engine("InnoDB"));`

namespace athanor {
class Table;

namespace kernel {

enum class TableOptionKind : std::uint8_t { unique_together, index, check, schema, dialect };

/// One option of a table: what it is, and its texts.
struct TableOption {
    TableOptionKind kind = TableOptionKind::schema;
    NameList names{};
};
/// What athanor::table(…) gives. The texts are literals and live as long as the program.
template <std::size_t N> struct TableOptions {
    std::string_view name;
    TableOption options[N == 0 ? 1 : N]{};
    static constexpr std::size_t count = N;
};
/// `context` is the ClassInfo, or null before the columns are there.
void apply_table_options(
    Table& table, const void* context, std::string_view name, const TableOption* options, std::size_t count);

template <class... Names> consteval NameList name_list(Names... names) {
    static_assert(sizeof...(Names) <= NameList{}.names.size(), "athanor: at most eight names here");
    return NameList{{std::string_view(names)...}, sizeof...(Names)};
}

consteval bool names_database(std::string_view option) {
    for (const std::string_view database : {"sqlite_", "postgresql_", "mysql_", "mariadb_"})
        if (option.starts_with(database)) return true;
    return false;
}

} // namespace kernel

/// The table of a class: `table("name", options…)`; an empty name keeps the one the library would choose.
template <class... Options> consteval auto table(const char* name, Options... options) {
    return kernel::TableOptions<sizeof...(Options)>{name, {options...}};
}
/// No two rows have the same values in all of these columns.
template <class... Names> consteval kernel::TableOption unique_together(Names... columns) {
    return {kernel::TableOptionKind::unique_together, kernel::name_list(columns...)};
}
/// One index over these columns.
template <class... Names> consteval kernel::TableOption indexes(Names... columns) {
    return {kernel::TableOptionKind::index, kernel::name_list(columns...)};
}
/// Conditions in SQL that every row fulfils.
template <class... Texts> consteval kernel::TableOption checks(Texts... conditions) {
    return {kernel::TableOptionKind::check, kernel::name_list(conditions...)};
}
consteval kernel::TableOption schema(const char* name) {
    return {kernel::TableOptionKind::schema, kernel::name_list(name)};
}
/// An option of one dialect: `table_option("mysql_charset", "utf8mb4")`.
consteval kernel::TableOption table_option(const char* name, const char* value) {
    if (!kernel::names_database(name))
        throw "athanor: the name of such an option begins with that of its database: sqlite_…, postgresql_…, mysql_…";
    return {kernel::TableOptionKind::dialect, kernel::name_list(name, value)};
}
/// SQLite checks the types of what is written, as other databases do.
inline constexpr kernel::TableOption sqlite_strict = table_option("sqlite_strict", "");
/// SQLite keeps the rows in the order of their key, and no hidden number beside it.
inline constexpr kernel::TableOption sqlite_without_rowid = table_option("sqlite_without_rowid", "");
consteval kernel::TableOption mysql_engine(const char* engine) { return table_option("mysql_engine", engine); }

} // namespace athanor
