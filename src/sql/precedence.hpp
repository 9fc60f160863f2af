// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/code.hpp"

namespace athanor::kernel {

/// How tightly operators bind, as far as all databases agree; where they do not (`||`), parentheses speak.
enum class Precedence : std::uint8_t { any, or_, and_, not_, comparison, concat, sum, product, sign, atom };

Precedence precedence_of(std::uint32_t code) noexcept;

constexpr Precedence tighter_than(Precedence precedence) noexcept {
    return static_cast<Precedence>(static_cast<std::uint8_t>(precedence) + 1);
}

/// The sign between two operands, with blanks; empty for other operators.
std::string_view infix(Op op) noexcept;

} // namespace athanor::kernel
