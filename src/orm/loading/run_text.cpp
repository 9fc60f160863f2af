// SPDX-License-Identifier: MIT
#include "orm/loading/run_text.hpp"
#include "athanor/base/error.hpp"

namespace athanor::kernel {

Cursor run_text(std::string_view sql, const std::vector<Value>& params, Connection& connection) {
    std::vector<Cell> cells;
    for (const Value& value : params) cells.push_back(value.cell());
    return connection.execute(sql, cells.data(), cells.size());
}

void require_columns(const Cursor& rows, std::size_t count) {
    if (rows.column_count() == count) return;
    throw UsageError("from_sql: " + std::to_string(count) + " values are asked for, but the rows have " +
        std::to_string(rows.column_count()) + " columns");
}

} // namespace athanor::kernel
