// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"
#include <map>
#include <string>

namespace conformance {

using Entries = std::map<std::string, ClassEntry>;
// In two files, because each entry is a lot of templates.
void add_first_half(Entries& entries);
void add_second_half(Entries& entries);

} // namespace conformance
