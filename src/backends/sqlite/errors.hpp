// SPDX-License-Identifier: MIT
#pragma once
#include <sqlite3.h>
#include <string_view>

namespace athanor::kernel::sqlite {

/// Throws what a native result code means: a DatabaseError of the right kind, or std::bad_alloc.
[[noreturn]] void throw_error(sqlite3* database, int code);
/// The same with a message of our own.
[[noreturn]] void throw_error(int code, std::string_view message);

/// Throws unless the code says OK.
inline void check(sqlite3* database, int code) {
    if (code != SQLITE_OK) [[unlikely]]
        throw_error(database, code);
}

} // namespace athanor::kernel::sqlite
