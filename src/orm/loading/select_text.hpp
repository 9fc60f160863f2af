// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include "athanor/sql/syntax.hpp"
#include <string>
#include <vector>

namespace athanor::kernel {

/// SELECT of all load columns of the class (or of `columns`) by its key.
std::string select_by_key(const ClassInfo& cls, const ColumnList& columns, const Syntax& syntax);

/// SELECT of the members of a relationship for `owners` owners. Behind the load columns of the target stand the columns
/// that say whose member the row is.
std::string select_members(const Relationship& relationship, std::size_t owners, const Syntax& syntax);

/// The columns of the owner whose values select a relationship's members, in the order of the parameters.
std::vector<std::uint16_t> owner_columns(const Relationship& relationship);

} // namespace athanor::kernel
