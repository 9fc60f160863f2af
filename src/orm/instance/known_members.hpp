// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include <vector>

namespace athanor::kernel {

/// A collection that is never in memory as a whole: Dynamic and WriteOnly.
inline bool never_loaded(const Attribute& attribute) noexcept {
    return attribute.kind == MemberKind::collection && attribute.spec->collection->kind >= CollectionOps::dynamic;
}
/// Such a collection of an object that has a row: only a queue of what changed since the last flush.
bool is_queue(const Header* owner, const Attribute& attribute) noexcept;

/// The members that memory knows: the content of a relationship that is in memory, what was put in since the last flush
/// of one that is never loaded. With `load` all members, as they are after the changes of this session.
/// **Emits** at most one SELECT, and only with `load`. **Throws** DetachedError; UsageError for a WriteOnly.
std::vector<Header*> known_members(Header* owner, const Attribute& attribute, bool load = false);
/// The same, behind what is there already.
void append_known_members(Header* owner, const Attribute& attribute, bool load, std::vector<Header*>& members);

/// All members, for a deletion: also rows that a dictionary cannot show, because others have their keys.
/// **Emits** what is pending and at most one SELECT.
void append_all_members(Header* owner, const Attribute& attribute, std::vector<Header*>& members);

/// Those of the items that the collection, which is in memory, does not hold, each once.
std::vector<Header*> not_held(Header* owner, const Attribute& attribute, std::vector<Header*> items);

/// **Throws** UsageError for a WriteOnly, DetachedError when there is no session to ask.
void check_readable(const Header* owner, const Attribute& attribute);
/// **Throws** UsageError for the deletion of an object with members that nobody may load.
void check_deletable(const Header* object);

} // namespace athanor::kernel
