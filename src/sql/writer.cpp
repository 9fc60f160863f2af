// SPDX-License-Identifier: MIT
#include "sql/writer.hpp"

namespace athanor::kernel {

void Writer::table(const Table& table) {
    if (!table.schema().empty()) {
        identifier(table.schema());
        add(".");
    }
    identifier(table.name());
}

void Writer::columns(const Table& table, const std::vector<std::uint16_t>& columns) {
    std::string_view separator;
    for (const std::uint16_t column : columns) {
        add(separator);
        identifier(table.column(column).name);
        separator = ", ";
    }
}

} // namespace athanor::kernel
