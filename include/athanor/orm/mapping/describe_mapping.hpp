// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include <string>

namespace athanor::kernel {

/// Every class reachable from this one with its table, columns and relationships, and the association tables, as text
/// that only depends on the mapping; made for golden tests.
std::string describe_mapping(const ClassInfo& cls);

} // namespace athanor::kernel
