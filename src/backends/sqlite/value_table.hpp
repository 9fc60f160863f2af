// SPDX-License-Identifier: MIT
#pragma once
#include <sqlite3.h>

namespace athanor::kernel::sqlite {

/// Gives the connection the function `athanor_values(list)`, whose rows are the values that a blob was packed from.
///
/// json_each would do the same for most values. It cannot say a blob, infinity, or a text with a NUL byte.
void add_value_table(sqlite3* database);

} // namespace athanor::kernel::sqlite
