// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/prepared_statement.hpp"
#include "backends/sqlite/handles.hpp"
#include <string_view>

namespace athanor::kernel::sqlite {

/// One statement of SQLite.
class SqliteStatement final : public PreparedStatement {
public:
    SqliteStatement(sqlite3* database, std::string_view sql);

    void bind(const Cell* params, std::size_t count) override;
    bool step(Cell* row) override;
    std::size_t column_count() const override { return static_cast<std::size_t>(columns_); }
    std::string_view column_name(std::size_t index) const override;
    std::int64_t changes() const override { return changes_; }
    void reset() noexcept override { sqlite3_reset(statement_.get()); }

private:
    int bind_cell(int index, const Cell& cell);
    [[noreturn]] void refuse_count(std::size_t count) const;
    void decode(Cell* row) const;

    sqlite3* database_;
    StatementHandle statement_;
    int columns_ = 0;
    std::size_t params_ = 0;
    bool counts_ = false; ///< it inserts, updates or deletes
    std::int64_t changes_ = 0;
};

/// The next statement of a text, which is left with what follows; null when nothing but blanks and comments is left.
StatementHandle prepare_next(sqlite3* database, std::string_view& text, unsigned flags);

} // namespace athanor::kernel::sqlite
