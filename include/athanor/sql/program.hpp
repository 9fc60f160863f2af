// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/code.hpp"

namespace athanor::kernel {

/// What a Code holds: words, the parameters in their order, and the tables it speaks of.
struct Program {
    std::vector<std::uint32_t> words;
    std::vector<Value> params;
    std::vector<Source> sources;
    std::uint32_t depth = 0; ///< how deep operators nest; a chain of AND or OR counts once
};

} // namespace athanor::kernel
