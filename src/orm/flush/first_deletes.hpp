// SPDX-License-Identifier: MIT
#pragma once
#include "orm/flush/flush_plan.hpp"
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {

/// Puts the deletes of these objects, and of what refers to them, before the rows that are saved; not where one of
/// those may refer to an object that goes: it has to be written before.
void delete_first(FlushPlan& plan, boost::unordered_flat_set<const Header*> objects);

} // namespace athanor::kernel
