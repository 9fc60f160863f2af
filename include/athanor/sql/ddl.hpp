// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/syntax.hpp"
#include "athanor/sql/table.hpp"
#include <string>
#include <vector>

namespace athanor::kernel {

/// The tables with every table behind those it refers to; tables of a circle keep their given order.
std::vector<const Table*> in_dependency_order(std::vector<const Table*> tables);

/// CREATE TABLE, with `if_not_exists` when asked for.
std::string compile_create(const Table& table, const Syntax& syntax, bool if_not_exists = true);
/// CREATE INDEX for each index of the table.
std::vector<std::string> compile_indexes(const Table& table, const Syntax& syntax, bool if_not_exists = true);
std::string compile_drop(const Table& table, const Syntax& syntax, bool if_exists = true);

} // namespace athanor::kernel
