// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/syntax.hpp"

namespace athanor::kernel::sqlite {

/// SQL as SQLite spells it.
class SqliteSyntax : public Syntax {
public:
    std::string_view dialect() const override { return "sqlite"; }
    Capabilities capabilities() const override;
    bool attached_schemas() const override { return true; }
    void type(std::string& out, const TableColumn& column) const override;
    void column_type(std::string& out, const TableColumn& column, const Table& table) const override;
    void generated(std::string& out, const TableColumn& column) const override;
};

} // namespace athanor::kernel::sqlite
