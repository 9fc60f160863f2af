// SPDX-License-Identifier: MIT
#pragma once
#include <string>

// Memory that runs out at a chosen moment.

namespace faults {

/// While it lives, the n-th allocation of the program from here on (0: the first) throws std::bad_alloc.
class FailingAllocation {
public:
    explicit FailingAllocation(long n) noexcept;
    ~FailingAllocation();
    FailingAllocation(const FailingAllocation&) = delete;
    FailingAllocation& operator=(const FailingAllocation&) = delete;
};

/// Performs `act` in worlds made anew, with the first allocation failing, the second, … until none fails, and compares
/// what `look` says of the world before and after each failure. What went wrong; empty: nothing.
template <class World, class Act, class Prepare> std::string first_trace_of_a_failure(Act act, Prepare prepare) {
    for (long n = 0;; ++n) {
        World world;
        prepare(world);
        const std::string before = world.look();
        try {
            const FailingAllocation failing(n);
            act(world);
        } catch (const std::bad_alloc&) {
            const std::string after = world.look();
            if (after != before)
                return "when allocation " + std::to_string(n) + " fails:\n" + after + "instead of\n" + before;
            act(world); // as if nothing had been
            World other;
            prepare(other);
            act(other);
            if (world.look() != other.look())
                return "again after allocation " + std::to_string(n) + " failed:\n" + world.look() + "instead of\n" +
                    other.look();
            continue;
        }
        return n ? "" : "it allocates nothing: what is tested?";
    }
}

template <class World, class Act> std::string first_trace_of_a_failure(Act act) {
    return first_trace_of_a_failure<World>(act, [](World&) {});
}

} // namespace faults
