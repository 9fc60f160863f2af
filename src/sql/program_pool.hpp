// SPDX-License-Identifier: MIT
#pragma once

namespace athanor::kernel {
struct Program;

/// An empty program; goes back by give_back.
Program* take_program();
/// Keeps a few programs of a thread for its next expressions: their vectors have grown already.
void give_back(Program* program) noexcept;

} // namespace athanor::kernel
