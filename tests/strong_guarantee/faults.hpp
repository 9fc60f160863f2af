// SPDX-License-Identifier: MIT
#pragma once
#include <new>
#include <string>

// Memory that runs out, and functions that fail, at a chosen moment.

namespace faults {

/// While it lives, the n-th allocation of the program from here on (0: the first) throws std::bad_alloc.
class FailingAllocation {
public:
    explicit FailingAllocation(long n) noexcept;
    ~FailingAllocation();
    FailingAllocation(const FailingAllocation&) = delete;
    FailingAllocation& operator=(const FailingAllocation&) = delete;
};

/// What a function of the program throws in a mutator that calls it.
struct Refusal {};

/// While it lives, the n-th call of refuse_in_turn() from here on (0: the first) throws a Refusal.
class FailingCall {
public:
    explicit FailingCall(long n) noexcept;
    ~FailingCall();
    FailingCall(const FailingCall&) = delete;
    FailingCall& operator=(const FailingCall&) = delete;
};
/// Conditions, comparisons, changes and keys of the tests begin with it.
void refuse_in_turn();

/// Performs `act` in worlds made anew, with the first allocation or call failing, the second, … until none fails, and
/// compares what `look` says of the world before and after each failure. What went wrong; empty: nothing.
template <class World, class Failure, class Error, class Act, class Prepare>
std::string first_trace_of(Act act, Prepare prepare) {
    for (long n = 0;; ++n) {
        World world;
        prepare(world);
        const std::string before = world.look();
        try {
            const Failure failing(n);
            act(world);
        } catch (const Error&) {
            const std::string after = world.look();
            if (after != before)
                return "when number " + std::to_string(n) + " fails:\n" + after + "instead of\n" + before;
            act(world); // as if nothing had been
            World other;
            prepare(other);
            act(other);
            if (world.look() != other.look())
                return "again after number " + std::to_string(n) + " failed:\n" + world.look() + "instead of\n" +
                    other.look();
            continue;
        }
        return n ? "" : "nothing fails: what is tested?";
    }
}

template <class World, class Act, class Prepare> std::string first_trace_of_no_memory(Act act, Prepare prepare) {
    return first_trace_of<World, FailingAllocation, std::bad_alloc>(act, prepare);
}
template <class World, class Act> std::string first_trace_of_no_memory(Act act) {
    return first_trace_of_no_memory<World>(act, [](World&) {});
}
template <class World, class Act> std::string first_trace_of_a_refusal(Act act) {
    return first_trace_of<World, FailingCall, Refusal>(act, [](World&) {});
}

} // namespace faults
