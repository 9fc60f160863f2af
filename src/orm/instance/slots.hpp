// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "athanor/orm/mapping/class_info.hpp"

// What stands in a collection that is in memory, and what may come to stand there.

namespace athanor::kernel {

/// The first place of the item, or npos.
std::size_t place_of(Header* owner, const Attribute& attribute, Header* item);
Header* item_at(Header* owner, const Attribute& attribute, std::size_t place);

/// What will stand there for the item. **Throws** KeyError when it has no key.
Slot make_slot(Header* owner, const Attribute& attribute, Header* item);
/// The same; nothing where there is no container to put it into.
Slot make_slot_beyond(Header* owner, const Attribute& attribute, Header* item);
/// The place of what is in the way of the slot, or npos; nothing ever is in a list.
std::size_t occupied_place(Header* owner, const Attribute& attribute, const Slot& slot);
/// The collection holds things once, and it has this one.
bool is_there(Header* owner, const Attribute& attribute, Header* item, const Slot& slot);
/// **Throws** ValueError when another has the slot's key.
void refuse_occupied(Header* owner, const Attribute& attribute, const Slot& slot, Header* item);

} // namespace athanor::kernel
