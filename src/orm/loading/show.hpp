// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include <vector>

namespace athanor::kernel {
struct Header;

/// Puts what the database has for a relationship into memory; what was changed there while it was not loaded is kept.
void show_members(Header* owner, const Attribute& attribute, const std::vector<Header*>& members);
void show_reference(Header* owner, const Attribute& attribute, Header* target);

} // namespace athanor::kernel
