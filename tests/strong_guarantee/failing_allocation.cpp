// SPDX-License-Identifier: MIT
#include "strong_guarantee/failing_allocation.hpp"
#include <cstdlib>
#include <new>

namespace {
long left = -1; // allocations before the one that fails; negative: none fails
}

namespace faults {
FailingAllocation::FailingAllocation(long n) noexcept { left = n; }
FailingAllocation::~FailingAllocation() { left = -1; }
} // namespace faults

void* operator new(std::size_t size) {
    if (left >= 0 && left-- == 0) throw std::bad_alloc();
    if (void* memory = std::malloc(size ? size : 1)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
