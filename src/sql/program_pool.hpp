// SPDX-License-Identifier: MIT
#pragma once

namespace athanor::kernel {
struct Program;

/// An empty program; goes back by give_back.
Program* take_program();
/// Keeps a few programs of a thread for its next expressions: their vectors have grown already.
void give_back(Program* program) noexcept;

/// A program for the time of a statement.
class PooledProgram {
public:
    PooledProgram();
    PooledProgram(const PooledProgram&) = delete;
    PooledProgram& operator=(const PooledProgram&) = delete;
    ~PooledProgram();
    Program& operator*() const noexcept { return *program_; }

private:
    Program* program_;
};

} // namespace athanor::kernel
