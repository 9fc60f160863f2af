// SPDX-License-Identifier: MIT
#include "athanor/base/cell.hpp"
#include <bit>

namespace athanor {

bool same(const Cell& left, const Cell& right) noexcept {
    if (left.kind != right.kind) return false;
    switch (left.kind) {
    case CellKind::null: return true;
    case CellKind::integer: return left.integer == right.integer;
    // By bits: a NaN is the same as itself, and a change from 0.0 to -0.0 is a change.
    case CellKind::real: return std::bit_cast<std::uint64_t>(left.real) == std::bit_cast<std::uint64_t>(right.real);
    case CellKind::text:
    case CellKind::blob: return left.text() == right.text();
    }
    return false;
}

} // namespace athanor
