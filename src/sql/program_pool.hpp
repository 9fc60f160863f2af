// SPDX-License-Identifier: MIT
#pragma once

namespace athanor::kernel {
struct Program;

/// An empty program; goes back by RecycleProgram.
Program* take_program();

} // namespace athanor::kernel
