// SPDX-License-Identifier: MIT
#pragma once
#include "orm/mapping/draft.hpp"

namespace athanor::kernel {

/// Finds or makes the tables between the classes of many-to-many relationships, and joins through them.
void join_through_tables(Draft& draft);

} // namespace athanor::kernel
