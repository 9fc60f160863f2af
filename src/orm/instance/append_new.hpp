// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"

namespace athanor::kernel {

/// Whether the item is a new object that nobody has had, by this reference: there is nobody to take it from.
bool is_unclaimed(Header* item, const Attribute& back) noexcept;
/// What add_item does with every other item.
bool add_any_item(Header* owner, const Attribute& attribute, std::size_t place, Header* item);

} // namespace athanor::kernel
