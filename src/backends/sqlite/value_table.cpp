// SPDX-License-Identifier: MIT
#include "backends/sqlite/value_table.hpp"
#include "athanor/sql/packed_values.hpp"
#include "backends/sqlite/errors.hpp"
#include <new>
#include <string>

namespace athanor::kernel::sqlite {
namespace {

constexpr int value_column = 0, list_column = 1;
constexpr int with_list = 1; // the plan of a query that gives the list

struct ValueCursor : sqlite3_vtab_cursor {
    std::string bytes;
    PackedValues values;
    bool at_end = true;
    sqlite3_int64 row = 0;

    int next() {
        at_end = !values.next();
        ++row;
        if (!values.damaged()) return SQLITE_OK;
        pVtab->zErrMsg = sqlite3_mprintf("athanor_values takes what the library packed");
        return SQLITE_ERROR;
    }
};

ValueCursor& cursor_of(sqlite3_vtab_cursor* cursor) { return *static_cast<ValueCursor*>(cursor); }

int connect(sqlite3* database, void*, int, const char* const*, sqlite3_vtab** table, char**) {
    if (const int code = sqlite3_declare_vtab(database, "CREATE TABLE x(value, list HIDDEN)"); code != SQLITE_OK)
        return code;
    *table = new (std::nothrow) sqlite3_vtab{};
    return *table ? SQLITE_OK : SQLITE_NOMEM;
}

int disconnect(sqlite3_vtab* table) {
    delete table;
    return SQLITE_OK;
}

int open_cursor(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
    *cursor = new (std::nothrow) ValueCursor{};
    return *cursor ? SQLITE_OK : SQLITE_NOMEM;
}

int close_cursor(sqlite3_vtab_cursor* cursor) {
    delete &cursor_of(cursor);
    return SQLITE_OK;
}

// Without the list there is nothing to give: a plan that does not know it yet is refused.
int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
    info->estimatedCost = 1e9;
    for (int i = 0; i < info->nConstraint; ++i) {
        const auto& constraint = info->aConstraint[i];
        if (constraint.iColumn != list_column || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (!constraint.usable) return SQLITE_CONSTRAINT;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->idxNum = with_list;
        info->estimatedCost = 1;
    }
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int plan, const char*, int, sqlite3_value** arguments) {
    ValueCursor& cursor = cursor_of(base);
    try {
        cursor.bytes.clear();
        if (plan == with_list) {
            const auto* bytes = static_cast<const char*>(sqlite3_value_blob(arguments[0]));
            if (bytes) cursor.bytes.assign(bytes, static_cast<std::size_t>(sqlite3_value_bytes(arguments[0])));
        }
    } catch (const std::bad_alloc&) { // SQLite knows no exceptions
        return SQLITE_NOMEM;
    }
    cursor.values = PackedValues(cursor.bytes);
    cursor.row = 0;
    return cursor.next();
}

int next(sqlite3_vtab_cursor* cursor) { return cursor_of(cursor).next(); }
int at_end(sqlite3_vtab_cursor* cursor) { return cursor_of(cursor).at_end; }

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* row) {
    *row = cursor_of(cursor).row;
    return SQLITE_OK;
}

int column(sqlite3_vtab_cursor* cursor, sqlite3_context* result, int number) {
    if (number != value_column) return SQLITE_OK; // NULL
    const Cell& cell = cursor_of(cursor).values.value();
    switch (cell.kind) {
    case CellKind::null: break;
    case CellKind::integer: sqlite3_result_int64(result, cell.integer); break;
    case CellKind::real: sqlite3_result_double(result, cell.real); break;
    case CellKind::text: sqlite3_result_text64(result, cell.data, cell.size, SQLITE_TRANSIENT, SQLITE_UTF8); break;
    case CellKind::blob: sqlite3_result_blob64(result, cell.data, cell.size, SQLITE_TRANSIENT); break;
    }
    return SQLITE_OK;
}

sqlite3_module value_table() {
    sqlite3_module module{};
    module.xConnect = connect;
    module.xDisconnect = disconnect;
    module.xBestIndex = best_index;
    module.xOpen = open_cursor;
    module.xClose = close_cursor;
    module.xFilter = filter;
    module.xNext = next;
    module.xEof = at_end;
    module.xColumn = column;
    module.xRowid = row_id;
    return module;
}

} // namespace

void add_value_table(sqlite3* database) {
    static const sqlite3_module module = value_table();
    check(database, sqlite3_create_module(database, "athanor_values", &module, nullptr));
}

} // namespace athanor::kernel::sqlite
