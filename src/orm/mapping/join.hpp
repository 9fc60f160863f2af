// SPDX-License-Identifier: MIT
#pragma once
#include "orm/mapping/draft.hpp"

namespace athanor::kernel {

/// Finds or adds the columns of all references and one-to-many collections, and their foreign keys.
void join_by_columns(Draft& draft);

/// The columns with these names; those that are not there are added with the types of the key columns.
/// Reports a wrong number of names, and columns that cannot hold the key.
Columns columns_for_key(
    Draft& draft, Side& side, ClassInfo& holder, const std::vector<std::string>& names, const ClassInfo& keyed);

/// A column that holds values of this key column.
TableColumn copy_of_key(const TableColumn& key, std::string name);

/// Pairs two lists of equally many columns.
Join::Pairs zip(const Columns& left, const Columns& right);

} // namespace athanor::kernel
