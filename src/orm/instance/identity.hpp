// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/mapping/type_ops.hpp"
#include <array>

namespace athanor::kernel {

/// The cells of a primary key or of a foreign key that points to one, in the order of the key's attributes.
struct KeyCells {
    std::array<Cell, 8> cells{};
    std::size_t size = 0;
    bool complete = true; ///< no cell is NULL or unknown
};

/// Nothing that the object shows is known to be what its row says: it must be read before it is handed out.
bool is_expired(const Header* object) noexcept;
/// The key the object has now.
KeyCells current_key(const Header* object, Scratch& scratch);
/// One attribute of the key its row has.
Cell stored_key_cell(const Header* object, const Attribute& key, Scratch& scratch);
/// The key its row has: the old value of a key attribute that was written since the last flush.
KeyCells stored_key(const Header* object, Scratch& scratch);
/// The key a reference names without being loaded; not complete when it is null or not in memory.
KeyCells referenced_key(const Header* owner, const Attribute& reference, Scratch& scratch);

} // namespace athanor::kernel
