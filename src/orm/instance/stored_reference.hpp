// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include <optional>

namespace athanor::kernel {

/// The target that the object's row refers to, whatever the program has done since; nothing when that cannot be told
/// without asking the database.
std::optional<Header*> stored_reference(const Header* owner, const Attribute& reference);

} // namespace athanor::kernel
