// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

// Random programs: made from a seed, shortened while they still fail.

namespace property {

/// One line of a random program. The numbers mean what the operation makes of them, so a line means something wherever
/// it stands: that is what lets lines be left out.
struct Step {
    std::uint32_t operation, a, b, c;
};
using Program = std::vector<Step>;

inline Program random_program(std::uint32_t seed, std::size_t length) {
    std::mt19937 next(seed); // the same numbers with every standard library
    Program program(length);
    for (Step& step : program)
        for (std::uint32_t* number : {&step.operation, &step.a, &step.b, &step.c})
            *number = static_cast<std::uint32_t>(next() >> 4);
    return program;
}

/// Some of the numbers below `count`, in an order that depends on the step.
inline std::vector<int> chosen(const Step& step, std::uint32_t count) {
    std::vector<int> numbers;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t number = (i * (step.c % 2 ? 1 : count - 1) + step.b) % count;
        if (step.c >> (number + 3) & 1) numbers.push_back(static_cast<int>(number));
    }
    return numbers;
}

/// What went wrong in a run; empty: nothing.
using Run = std::function<std::string(const Program&)>;

/// The program without the lines that it fails without.
inline Program shrunk(Program program, const Run& run) {
    for (std::size_t size = program.size() / 2; size > 0; size /= 2)
        for (std::size_t at = 0; at + size <= program.size();) {
            Program shorter = program;
            const auto first = shorter.begin() + static_cast<std::ptrdiff_t>(at);
            shorter.erase(first, first + static_cast<std::ptrdiff_t>(size));
            if (run(shorter).empty())
                at += size;
            else
                program = std::move(shorter);
        }
    return program;
}

/// Runs random programs; the shortest failing one as text, or nothing.
inline std::string first_failure(const Run& run, std::uint32_t programs, std::size_t length) {
    for (std::uint32_t seed = 1; seed <= programs; ++seed) {
        const Program program = random_program(seed, length);
        if (!run(program).empty()) return "seed " + std::to_string(seed) + ":\n" + run(shrunk(program, run));
    }
    return {};
}

} // namespace property
