// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"

namespace athanor::kernel {

/// Fills what a SELECT of the class reads: load_columns and the lists beside it.
void fill_load_columns(ClassInfo& cls);

} // namespace athanor::kernel
