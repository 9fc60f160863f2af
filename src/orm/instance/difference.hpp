// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"
#include <vector>

namespace athanor::kernel {

/// What a bulk replace changes, by identity and occurrence.
struct Difference {
    std::vector<Header*> entering;  ///< occurrences more, in the order of the new content
    std::vector<Header*> leaving;   ///< occurrences less, in the order of the old one
    std::vector<Header*> outside;   ///< members of both that are in no session, in the order of the old one
    std::vector<Header*> newcomers; ///< those of the entering that were no members before, each once
    bool counted = false;           ///< some stand at several places: who leaves one may be held at another
};

/// Linear in both.
Difference difference_of(const std::vector<Header*>& before, const std::vector<Header*>& after);

struct Parted {
    std::vector<Header*> staying, gone;
};
/// The members by whether they are among the leaving.
Parted parted(const std::vector<Header*>& members, const std::vector<Header*>& leaving);

} // namespace athanor::kernel
