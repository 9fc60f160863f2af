// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/foreign_key_action.hpp"
#include "athanor/sql/type.hpp"
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor {

class Table;

/// A column of a table, as DDL needs it.
struct TableColumn {
    std::string name;
    SqlType type = SqlType::integer;
    bool nullable = true;
    bool primary_key = false;
    bool generated = false; ///< the database gives the key when the row has none
    bool unique = false;
    bool indexed = false;
    std::uint32_t length = 0;   ///< 0: unlimited
    std::string server_default; ///< SQL text; empty: none
    std::uint8_t digits = 0;    ///< of a decimal, all together
    std::uint8_t scale = 0;     ///< of a decimal, behind the point
};

/// A foreign key: columns of this table that name a row of another.
struct ForeignKey {
    std::vector<std::uint16_t> columns;
    const Table* target = nullptr;
    std::vector<std::uint16_t> target_columns;
    ForeignKeyAction on_delete = ForeignKeyAction::none;
    ForeignKeyAction on_update = ForeignKeyAction::none;
};

/// A table of the database: pure data, no connection.
class Table {
public:
    explicit Table(std::string name, std::string schema = {});
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    const std::string& name() const noexcept { return name_; }
    const std::string& schema() const noexcept { return schema_; }
    void rename(std::string name, std::string schema = {});

    std::uint16_t add(TableColumn column); ///< the index of the new column; a name twice is a MappingError
    const std::deque<TableColumn>& columns() const noexcept { return columns_; }
    const TableColumn& column(std::uint16_t index) const noexcept { return columns_[index]; }
    TableColumn& column(std::uint16_t index) noexcept { return columns_[index]; }
    std::optional<std::uint16_t> find(std::string_view name) const noexcept;

    /// Columns of the primary key in the order of their declaration.
    std::vector<std::uint16_t> primary_key() const;

    std::vector<ForeignKey> foreign_keys;
    std::vector<std::vector<std::uint16_t>> uniques; ///< each: columns that are unique together
    std::vector<std::vector<std::uint16_t>> indexes;
    std::vector<std::string> checks;
    std::vector<std::pair<std::string, std::string>> dialect_options; ///< ("mysql_engine", "InnoDB")

private:
    std::string name_;
    std::string schema_;
    std::deque<TableColumn> columns_; // deque: references stay valid while another class adds a column
};

} // namespace athanor
