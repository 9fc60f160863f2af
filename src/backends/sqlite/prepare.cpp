// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "backends/sqlite/errors.hpp"
#include "backends/sqlite/statement.hpp"
#include <limits>
#include <string>

namespace athanor::kernel::sqlite {
namespace {

void require_text(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw ValueError("sqlite: the text of a statement is longer than 2147483647 bytes");
    // SQLite would stop reading there, and run the half of it.
    if (text.find('\0') != text.npos)
        throw ValueError("sqlite: the text of a statement has a NUL byte in it; bind such values as parameters");
}

} // namespace

StatementHandle prepare_next(sqlite3* database, std::string_view& text, unsigned flags) {
    require_text(text);
    while (!text.empty()) {
        sqlite3_stmt* statement = nullptr;
        const char* rest = nullptr;
        check(database,
            sqlite3_prepare_v3(database, text.data(), static_cast<int>(text.size()), flags, &statement, &rest));
        text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
        if (statement) return StatementHandle(statement); // else it was a comment or a lone semicolon
    }
    return nullptr;
}

} // namespace athanor::kernel::sqlite
