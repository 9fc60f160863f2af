// SPDX-License-Identifier: MIT
#pragma once
#include "orm/mapping/draft.hpp"

namespace athanor::kernel {

/// The foreign key of a relationship whose columns are in the table of `holder`.
void add_foreign_key(
    Draft& draft, const Side& side, const ClassInfo& holder, const Columns& columns, const ClassInfo& target);

/// The foreign keys of columns with the option references("table.column").
void resolve_references(Draft& draft);

} // namespace athanor::kernel
