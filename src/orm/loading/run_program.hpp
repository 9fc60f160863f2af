// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "athanor/sql/statement.hpp"

namespace athanor::kernel {

/// Runs the statement of a program. **Lifetime**: the values of the program are bound until the cursor goes.
Cursor run_program(const Program& program, Connection& connection);

} // namespace athanor::kernel
