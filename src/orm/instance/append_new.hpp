// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"

namespace athanor::kernel {

/// Whether the item is a new object that nobody has had, by this reference: there is nobody to take it from.
inline bool is_unclaimed(Header* item, const Attribute& back) noexcept {
    return !has_identity(item) && !item->extra && reference_of(item, back).kind == ReferenceStorage::empty &&
        in_memory(item, back);
}
/// What add_item does with every other item.
bool add_any_item(Header* owner, const Attribute& attribute, std::size_t place, Header* item);

} // namespace athanor::kernel
