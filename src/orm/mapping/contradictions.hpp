// SPDX-License-Identifier: MIT
#pragma once
#include "orm/mapping/draft.hpp"

namespace athanor::kernel {

/// Reports options that ask for what the database would refuse, when it is too late: at a DELETE or INSERT.
void find_contradictions(Draft& draft);
/// The same of the options of a table, which are applied last.
void find_contradictions(Draft& draft, const ClassInfo& cls);

} // namespace athanor::kernel
