// SPDX-License-Identifier: MIT
#include "athanor/sql/syntax.hpp"
#include "athanor/base/error.hpp"

namespace athanor::kernel {
namespace {

// "without_rowid" -> "WITHOUT ROWID"
void add_option_name(std::string& out, std::string_view name) {
    for (const char letter : name) {
        if (letter == '_')
            out += ' ';
        else
            out += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
}

} // namespace

void Syntax::identifier(std::string& out, std::string_view name) const {
    if (const std::size_t nul = name.find('\0'); nul != name.npos)
        throw UsageError("a name in SQL must not contain a NUL byte: '" + std::string(name.substr(0, nul)) + "\\0…'");
    out += '"';
    for (const char letter : name) {
        if (letter == '"') out += letter;
        out += letter;
    }
    out += '"';
}

void Syntax::placeholder(std::string& out, std::size_t) const { out += '?'; }

void Syntax::column_type(std::string& out, const TableColumn& column, const Table&) const { type(out, column); }

void Syntax::cast_type(std::string& out, SqlType sql_type) const {
    TableColumn column;
    column.type = sql_type;
    type(out, column);
}

void Syntax::table_options(std::string& out, const Table& table) const {
    const std::string prefix = std::string(dialect()) + '_';
    std::string_view separator = " ";
    for (const auto& [name, value] : table.dialect_options) {
        if (!name.starts_with(prefix)) continue;
        out += separator;
        add_option_name(out, std::string_view(name).substr(prefix.size()));
        if (!value.empty()) out.append("=").append(value);
        separator = ", ";
    }
}

void Syntax::proposed(std::string& out, std::string_view column) const {
    out += "excluded.";
    identifier(out, column);
}

void Syntax::default_values(std::string& out) const { out += "DEFAULT VALUES"; }

} // namespace athanor::kernel
