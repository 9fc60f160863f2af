// SPDX-License-Identifier: MIT
#include "backends/sqlite/connection.hpp"
#include "backends/sqlite/errors.hpp"
#include "backends/sqlite/statement.hpp"
#include "backends/sqlite/value_table.hpp"

namespace athanor::kernel::sqlite {

SqliteConnection::SqliteConnection(const std::string& name, bool uri, const Options& options)
    : begin_sql_(options.begin) {
    open(name, options.open_flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (uri ? SQLITE_OPEN_URI : 0));
    configure(options);
}

void SqliteConnection::open(const std::string& name, int flags) {
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &database, flags, nullptr);
    database_.reset(database); // it must be closed after a failure, too
    if (code == SQLITE_OK) return;
    const std::string message = database ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    throw_error(code, message + ": " + name);
}

void SqliteConnection::configure(const Options& options) {
    auto* database = database_.get();
    check(database, sqlite3_busy_timeout(database, options.busy_timeout));
    // SQLite takes a quoted name it does not know for a text, and a query for a misspelt column would find nothing.
    check(database, sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, nullptr));
    check(database, sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr));
    if (options.defensive) check(database, sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
    add_value_table(database);
    execute(options.pragmas);
    if (!options.journal_mode.empty()) require_journal_mode(options.journal_mode);
}

// The pragma does not fail where the mode is impossible, it goes on with another.
void SqliteConnection::require_journal_mode(const std::string& wanted) {
    SqliteStatement query(database_.get(), "PRAGMA journal_mode");
    Cell mode;
    if (!query.step(&mode) || mode.text() == wanted) return;
    throw_error(
        SQLITE_CANTOPEN, "journal_mode=" + wanted + " is not possible here, it stays " + std::string(mode.text()));
}

std::unique_ptr<PreparedStatement> SqliteConnection::prepare(std::string_view sql) {
    return std::make_unique<SqliteStatement>(database_.get(), sql);
}

void SqliteConnection::execute(std::string_view script) {
    while (const auto statement = prepare_next(database_.get(), script, 0)) {
        int code = SQLITE_ROW;
        while (code == SQLITE_ROW) code = sqlite3_step(statement.get());
        if (code != SQLITE_DONE) throw_error(database_.get(), code);
    }
}

void SqliteConnection::run(StatementHandle& statement, std::string_view sql) {
    if (!statement) statement = prepare_next(database_.get(), sql, SQLITE_PREPARE_PERSISTENT);
    sqlite3_step(statement.get());
    check(database_.get(), sqlite3_reset(statement.get())); // says what step said
}

// A row gets the largest key and one; only a trigger could write a row between two rows of one statement.
bool SqliteConnection::consecutive_keys(std::string_view table) {
    auto* database = database_.get();
    std::string_view sql =
        "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE UNION ALL "
        "SELECT 1 FROM sqlite_temp_master WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE LIMIT 1";
    if (!triggers_) triggers_ = prepare_next(database, sql, SQLITE_PREPARE_PERSISTENT);
    check(database, sqlite3_bind_text64(triggers_.get(), 1, table.data(), table.size(), SQLITE_STATIC, SQLITE_UTF8));
    const int code = sqlite3_step(triggers_.get());
    check(database, sqlite3_reset(triggers_.get()));
    return code == SQLITE_DONE;
}

void SqliteConnection::begin() { run(begin_, begin_sql_); }
void SqliteConnection::commit() { run(commit_, "COMMIT"); }
void SqliteConnection::rollback() { run(rollback_, "ROLLBACK"); }

} // namespace athanor::kernel::sqlite
