// SPDX-License-Identifier: MIT
#include "athanor/engine/statement_key.hpp"

namespace athanor::kernel {

std::size_t hash_words(const std::uint64_t* words, std::size_t count) noexcept {
    std::uint64_t hash = 0x9e3779b97f4a7c15u + count;
    for (std::size_t i = 0; i < count; ++i) {
        hash = (hash ^ words[i]) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return static_cast<std::size_t>(hash);
}

} // namespace athanor::kernel
