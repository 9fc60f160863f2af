// SPDX-License-Identifier: MIT
#include "sql/program_pool.hpp"
#include "athanor/sql/program.hpp"
#include <array>
#include <memory>

namespace athanor::kernel {
namespace {

// Outlives the pool of its thread: expressions in static storage may die after it.
constinit thread_local bool pool_closed = false;

class Pool {
public:
    ~Pool() {
        pool_closed = true;
        while (count_ > 0) delete programs_[--count_];
    }
    Program* take() { return count_ > 0 ? programs_[--count_] : nullptr; }
    bool keep(Program* program) noexcept {
        if (count_ == programs_.size()) return false;
        programs_[count_++] = program;
        return true;
    }

private:
    std::array<Program*, 16> programs_{};
    std::size_t count_ = 0;
};

Pool& pool() {
    thread_local Pool pool;
    return pool;
}

// What one huge expression needed is not kept for ever.
bool worth_keeping(const Program& program) {
    return program.words.capacity() <= 256 && program.params.capacity() <= 64;
}

Program* make() {
    auto program = std::make_unique<Program>();
    program->words.reserve(32);
    program->params.reserve(4);
    program->sources.reserve(4);
    return program.release();
}

} // namespace

Program* take_program() {
    Program* program = pool_closed ? nullptr : pool().take();
    return program ? program : make();
}

void give_back(Program* program) noexcept {
    program->words.clear();
    program->params.clear();
    program->sources.clear();
    program->depth = 0;
    if (pool_closed || !worth_keeping(*program) || !pool().keep(program)) delete program;
}

PooledProgram::PooledProgram() : program_(take_program()) {}
PooledProgram::~PooledProgram() { give_back(program_); }

} // namespace athanor::kernel
