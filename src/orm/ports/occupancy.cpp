// SPDX-License-Identifier: MIT
#include "athanor/orm/ports/occupancy.hpp"
#include "athanor/base/error.hpp"

namespace athanor::kernel {
namespace {

// The address of this stands for the thread.
thread_local const char here = 0;

} // namespace

void Occupancy::enter() {
    // nobody else can write the address of our thread: relaxed is enough to find ourselves
    if (thread_.load(std::memory_order_relaxed) != &here) {
        const void* nobody = nullptr;
        if (!thread_.compare_exchange_strong(nobody, &here, std::memory_order_acquire, std::memory_order_relaxed))
            throw WrongThreadError("this session is being used by another thread: give each thread a session of its "
                                   "own, or let them take turns");
    }
    ++depth_;
}

} // namespace athanor::kernel
