// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"
#include <cstddef>
#include <vector>

namespace athanor::kernel {

// The mutators of relationships. Each validates first, then changes both sides, then tells the session; an exception
// anywhere leaves both sides, their history and the session as they were.

inline constexpr std::size_t at_end = ~std::size_t(0);

/// The owner counts as changed, although nothing of it was: what was asked to go is not there.
void count_as_changed(Header* owner);

/// Makes sure the relationship is in memory. **Emits** at most one SELECT. **Throws** DetachedError.
void require_loaded(Header* owner, const Attribute& attribute);

/// Puts the item into the collection that a bound word is part of; false when a set already has it.
bool add_item(const std::uint32_t* collection, std::size_t place, Header* item);
/// Adds several, all or none.
void add_items(Header* owner, const Attribute& attribute, const std::vector<Header*>& items);
/// Takes out the item at the place (at_end: its first occurrence); false when it is not there.
bool remove_item(Header* owner, const Attribute& attribute, std::size_t place, Header* item);
/// Takes out everything.
void clear_items(Header* owner, const Attribute& attribute);
/// Takes out some, each at its first occurrence, passing over those that are not there, and then adds others.
void exchange_items(Header* owner, const Attribute& attribute, const std::vector<Header*>& leaving,
    const std::vector<Header*>& entering);
/// In a list: takes out `removed` items from the place on, and puts others there.
void splice_items(Header* owner, const Attribute& attribute, std::size_t place, std::size_t removed,
    const std::vector<Header*>& items);
/// Gives the items of a list from the place on another order. Nobody hears of it, but positions follow.
void reorder_items(Header* owner, const Attribute& attribute, std::size_t place, const std::vector<Header*>& items);
/// Exchanges the items at two places of a list without positions. Takes no longer the further apart they are.
void exchange_places(Header* owner, const Attribute& attribute, std::size_t left, std::size_t right);
/// Makes the collection hold exactly these, in this order; members that stay see nothing of it.
void replace_items(Header* owner, const Attribute& attribute, const std::vector<Header*>& items);
/// Gives each of two collections the members of the other.
void swap_items(Header* owner, const Attribute& attribute, Header* other, const Attribute& others);
/// Points the reference at the target (null: at nothing).
void set_reference(Header* owner, const Attribute& attribute, Header* target);

/// Puts items in order, keeping that of equal ones.
void stable_sort(std::vector<Header*>& items, void* context, bool (*less)(void*, const void* left, const void* right));

/// What a reference shows without asking the database: null also when it would have to.
Header* peek_reference(const Header* owner, const Attribute& attribute);

/// The content of an unbound relationship with a handle on each, leaving it empty.
std::vector<void*> take_content(Header* object, const Attribute& attribute);
/// Links what take_content gave and lets go of the handles.
void link_content(Header* object, const Attribute& attribute, std::vector<void*> content);

} // namespace athanor::kernel
