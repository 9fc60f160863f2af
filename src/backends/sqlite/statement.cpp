// SPDX-License-Identifier: MIT
#include "backends/sqlite/statement.hpp"
#include "athanor/base/error.hpp"
#include "athanor/engine/verb.hpp"
#include "backends/sqlite/errors.hpp"
#include <array>
#include <cmath>
#include <new>
#include <string>

namespace athanor::kernel::sqlite {
namespace {

// What follows the first statement may be a comment, which only SQLite can tell from a statement.
bool has_statement(sqlite3* database, std::string_view rest) {
    if (rest.find_first_not_of(" \t\r\n;") == rest.npos) return false;
    try {
        return prepare_next(database, rest, 0) != nullptr;
    } catch (const DatabaseError&) {
        return true; // it may well need what the first one makes
    }
}

bool same_word(std::string_view word, std::string_view upper) {
    if (word.size() != upper.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if ((word[i] & ~0x20) != upper[i]) return false;
    return true;
}

// SQLite keeps the count of the last such statement through all others.
bool changes_rows(std::string_view verb) {
    constexpr std::array<std::string_view, 5> verbs = {"INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"};
    for (const auto known : verbs)
        if (same_word(verb, known)) return true;
    return false;
}

// SQLite would store NULL without a word.
void refuse_nan(double value) {
    if (std::isnan(value)) throw ValueError("sqlite: NaN cannot be stored; NULL (an empty optional) can");
}

Cell text_cell(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (!text) throw std::bad_alloc(); // NULL is another type
    // In this order: the length is that of the text just made.
    return Cell::of(std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value))));
}

Cell blob_cell(sqlite3_value* value) {
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    if (!bytes && size != 0) throw std::bad_alloc();
    return Cell::blob(std::string_view(bytes ? bytes : "", size));
}

Cell decode_cell(sqlite3_value* value) {
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: return Cell::of(static_cast<std::int64_t>(sqlite3_value_int64(value)));
    case SQLITE_FLOAT: return Cell::of(sqlite3_value_double(value));
    case SQLITE_TEXT: return text_cell(value);
    case SQLITE_BLOB: return blob_cell(value);
    default: return Cell();
    }
}

} // namespace

SqliteStatement::SqliteStatement(sqlite3* database, std::string_view sql) : database_(database) {
    auto rest = sql;
    statement_ = prepare_next(database, rest, SQLITE_PREPARE_PERSISTENT);
    if (!statement_) throw UsageError("sqlite: the text holds no statement");
    if (has_statement(database, rest))
        throw UsageError("sqlite: the text holds more than one statement; run it as a script");
    columns_ = sqlite3_column_count(statement_.get());
    params_ = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement_.get()));
    counts_ = !sqlite3_stmt_readonly(statement_.get()) && changes_rows(verb_of(sql));
}

void SqliteStatement::bind(const Cell* params, std::size_t count) {
    // Every run binds all of them, so that none is left pointing to what an earlier caller has freed.
    if (count != params_) refuse_count(count);
    for (std::size_t i = 0; i < count; ++i) check(database_, bind_cell(static_cast<int>(i) + 1, params[i]));
}

int SqliteStatement::bind_cell(int index, const Cell& cell) {
    auto* statement = statement_.get();
    const char* data = cell.data;
    switch (cell.kind) {
    case CellKind::integer: return sqlite3_bind_int64(statement, index, cell.integer);
    case CellKind::real: refuse_nan(cell.real); return sqlite3_bind_double(statement, index, cell.real);
    // A null pointer would be bound as NULL, and an empty text may have one.
    case CellKind::text:
        return sqlite3_bind_text64(statement, index, data ? data : "", cell.size, SQLITE_STATIC, SQLITE_UTF8);
    case CellKind::blob: return sqlite3_bind_blob64(statement, index, data ? data : "", cell.size, SQLITE_STATIC);
    case CellKind::null: break;
    }
    return sqlite3_bind_null(statement, index);
}

void SqliteStatement::refuse_count(std::size_t count) const {
    throw UsageError(
        "sqlite: the statement has " + std::to_string(params_) + " parameters and was given " + std::to_string(count));
}

bool SqliteStatement::step(Cell* row) {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) [[likely]] {
        decode(row);
        return true;
    }
    if (code != SQLITE_DONE) throw_error(database_, code);
    changes_ = counts_ ? sqlite3_changes64(database_) : 0;
    return false;
}

void SqliteStatement::decode(Cell* row) const {
    auto* statement = statement_.get();
    // SQLite prepares again by itself when a table changes, and `SELECT *` may then have more columns than our row.
    if (sqlite3_data_count(statement) != columns_) [[unlikely]]
        throw_error(SQLITE_SCHEMA, "the tables of this statement have changed since it was prepared");
    for (int i = 0; i < columns_; ++i) row[i] = decode_cell(sqlite3_column_value(statement, i));
}

std::string_view SqliteStatement::column_name(std::size_t index) const {
    const char* name = sqlite3_column_name(statement_.get(), static_cast<int>(index));
    if (!name) throw std::bad_alloc();
    return name;
}

} // namespace athanor::kernel::sqlite
