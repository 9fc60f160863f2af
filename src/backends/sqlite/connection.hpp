// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/driver_connection.hpp"
#include "backends/sqlite/handles.hpp"
#include "backends/sqlite/options.hpp"
#include <string>

namespace athanor::kernel::sqlite {

/// One open database of SQLite.
class SqliteConnection final : public DriverConnection {
public:
    /// `name` is a path, or a URI when `uri` says so.
    SqliteConnection(const std::string& name, bool uri, const Options& options);

    std::unique_ptr<PreparedStatement> prepare(std::string_view sql) override;
    void execute(std::string_view script) override;
    void begin() override;
    void commit() override;
    void rollback() override;
    bool in_transaction() const noexcept override { return !sqlite3_get_autocommit(database_.get()); }
    std::int64_t last_insert_id() const override { return sqlite3_last_insert_rowid(database_.get()); }
    bool consecutive_keys(std::string_view table) override;
    void interrupt() noexcept override { sqlite3_interrupt(database_.get()); }

private:
    void open(const std::string& name, int flags);
    void configure(const Options& options);
    void require_journal_mode(const std::string& wanted);
    void run(StatementHandle& statement, std::string_view sql);

    Database database_;
    std::string begin_sql_;
    // Every unit of work runs two of these: prepared once.
    StatementHandle begin_;
    StatementHandle commit_;
    StatementHandle rollback_;
    StatementHandle triggers_;
};

} // namespace athanor::kernel::sqlite
