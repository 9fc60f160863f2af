// SPDX-License-Identifier: MIT
#pragma once
#include "orm/mapping/draft.hpp"

namespace athanor::kernel {

/// The columns that loads of a collection are ordered by, and the attribute that keeps positions.
void find_order(Draft& draft, Side& side);

} // namespace athanor::kernel
