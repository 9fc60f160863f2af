// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/statement_key.hpp"
#include <cstdint>

namespace athanor::kernel {

/// The first word of a statement's key: what kind of statement it is. Programs of expressions begin with theirs.
enum class StatementTag : std::uint64_t {
    by_key = 0xA1ull << 56,
    deferred = 0xA2ull << 56,
    members = 0xA3ull << 56,
    insert = 0xA4ull << 56,
    update = 0xA5ull << 56,
    erase = 0xA6ull << 56,
};

inline StatementKey statement_key(StatementTag tag, const void* what, std::uint64_t number = 0) {
    return StatementKey({static_cast<std::uint64_t>(tag), reinterpret_cast<std::uintptr_t>(what), number});
}

} // namespace athanor::kernel
