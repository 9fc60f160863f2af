// SPDX-License-Identifier: MIT
#include "athanor/engine/verb.hpp"
#include <cctype>

namespace athanor::kernel {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

std::string_view behind(std::string_view text, std::string_view end) {
    const auto found = text.find(end);
    return found == text.npos ? std::string_view() : text.substr(found + end.size());
}

} // namespace

std::string_view verb_of(std::string_view sql) noexcept {
    while (!sql.empty() && !is_letter(sql.front())) {
        if (sql.starts_with("--"))
            sql = behind(sql, "\n");
        else if (sql.starts_with("/*"))
            sql = behind(sql, "*/");
        else
            sql.remove_prefix(1);
    }
    std::size_t length = 0;
    while (length < sql.size() && is_letter(sql[length])) ++length;
    return sql.substr(0, length);
}

} // namespace athanor::kernel
