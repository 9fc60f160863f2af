// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"

namespace conformance {

/// The fields of FORMAT.md, 2.6, as a plan.
QueryPlan make_plan(const ClassEntry& cls, const Json& op, const Handles& handles);

} // namespace conformance
