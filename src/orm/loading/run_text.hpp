// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include "athanor/engine/connection.hpp"
#include <string_view>
#include <vector>

namespace athanor::kernel {

/// Runs SQL text. **Lifetime**: the values are bound until the cursor goes.
Cursor run_text(std::string_view sql, const std::vector<Value>& params, Connection& connection);

/// **Throws** UsageError when the rows have more or fewer columns.
void require_columns(const Cursor& rows, std::size_t count);

} // namespace athanor::kernel
