// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include <vector>

namespace athanor::kernel {
struct Header;

/// Puts what the database has for a relationship into memory; what was changed there while it was not loaded is kept.
void show_members(Header* owner, const Attribute& attribute, const std::vector<Header*>& members);
/// Whether the rows of a relationship are to be shown: nothing of it is in memory. One that is never loaded by itself
/// shows nothing without having been asked for, until something is put in.
bool wants_rows(Header* owner, const Attribute& attribute);
void show_reference(Header* owner, const Attribute& attribute, Header* target);

} // namespace athanor::kernel
