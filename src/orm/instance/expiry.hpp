// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"

namespace athanor::kernel {

/// The attribute will be read again when it is next used; what was changed in it is given up.
void expire_attribute(Header* object, const Attribute& attribute);
/// A relationship by columns that are expired themselves needs those first: they say which rows to look for, and that
/// the object still has a row.
bool needs_columns(Header* object, const Attribute& attribute);

} // namespace athanor::kernel
