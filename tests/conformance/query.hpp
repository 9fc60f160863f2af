// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"

namespace conformance {

/// The fields of FORMAT.md, 2.6, as a plan.
QueryPlan make_plan(const ClassEntry& cls, const Json& op, const Handles& handles);
/// The query of a collection that is never loaded, which has an order of its own: FORMAT.md, 2.3 and 2.4.
QueryPlan make_member_plan(const ClassEntry& cls, const Json& op, const Handles& handles);

} // namespace conformance
