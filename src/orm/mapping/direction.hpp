// SPDX-License-Identifier: MIT
#pragma once
#include "orm/mapping/draft.hpp"

namespace athanor::kernel {

/// Makes the Relationship of each side and decides which side keeps the columns.
void decide_directions(Draft& draft);

} // namespace athanor::kernel
