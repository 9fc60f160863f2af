// SPDX-License-Identifier: MIT
#include "strong_guarantee/faults.hpp"
#include <cstdlib>
#include <new>

namespace {
// allocations and calls before the one that fails; negative: none fails
long left = -1, calls_left = -1;
} // namespace

namespace faults {
FailingAllocation::FailingAllocation(long n) noexcept { left = n; }
FailingAllocation::~FailingAllocation() { left = -1; }
FailingCall::FailingCall(long n) noexcept { calls_left = n; }
FailingCall::~FailingCall() { calls_left = -1; }
void refuse_in_turn() {
    if (calls_left >= 0 && calls_left-- == 0) throw Refusal();
}
} // namespace faults

void* operator new(std::size_t size) {
    if (left >= 0 && left-- == 0) throw std::bad_alloc();
    if (void* memory = std::malloc(size ? size : 1)) return memory;
    throw std::bad_alloc();
}
// what std::stable_sort asks for, and does without
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    if (left >= 0 && left-- == 0) return nullptr;
    return std::malloc(size ? size : 1);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
