// SPDX-License-Identifier: MIT
#pragma once
#include <athanor/athanor.hpp>
#include <string>

namespace same_name_two_files {

/// Each way to reach the class Item of same_name_two_files_b.cpp; what it throws.
enum class Use { create, make, add, get, select, alias };
std::string use_other_item(athanor::Engine& db, Use use);

} // namespace same_name_two_files
