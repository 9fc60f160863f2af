// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <sqlite3.h>

namespace athanor::kernel::sqlite {

static_assert(SQLITE_VERSION_NUMBER >= 3037000, "Athanor needs SQLite 3.37 or newer");

struct CloseDatabase {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

} // namespace athanor::kernel::sqlite
