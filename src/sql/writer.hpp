// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/syntax.hpp"

namespace athanor::kernel {

/// The text of a statement as it grows.
class Writer {
public:
    explicit Writer(const Syntax& syntax) : syntax_(syntax) {}

    const Syntax& syntax() const noexcept { return syntax_; }
    std::string& text() noexcept { return text_; }
    std::string take() { return std::move(text_); }

    void add(std::string_view text) { text_ += text; }
    void identifier(std::string_view name) { syntax_.identifier(text_, name); }
    void placeholder() { syntax_.placeholder(text_, ++placeholders_); }
    /// The name of a table with its schema.
    void table(const Table& table);
    /// `"a", "b"`, the columns by their bare names.
    void columns(const Table& table, const std::vector<std::uint16_t>& columns);

private:
    const Syntax& syntax_;
    std::string text_;
    std::size_t placeholders_ = 0;
};

} // namespace athanor::kernel
