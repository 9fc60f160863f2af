// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"

namespace athanor::kernel {

/// Whether the item is a new object that nobody has, and comes to the end of a list in memory: what most appends are.
bool appends_new(Header* owner, const Attribute& attribute, std::size_t place, Header* item) noexcept;
/// Appends such an item. There is nobody to take it from and nothing to give up, so it needs no Mutation. Strong
/// guarantee.
void append_new(Header* owner, const Attribute& attribute, Header* item);

} // namespace athanor::kernel
