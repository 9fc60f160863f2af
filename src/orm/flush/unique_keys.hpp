// SPDX-License-Identifier: MIT
#pragma once
#include "orm/flush/flush_plan.hpp"

namespace athanor::kernel {

/// Rearranges the plan so that a row gives up a unique value before another one takes it: updates among themselves, and
/// deletes before everything else where that is needed and nothing refers to what goes.
/// **Throws** FlushError, before any SQL, for rows that pass unique values round in a circle.
void respect_unique_keys(FlushPlan& plan);

} // namespace athanor::kernel
