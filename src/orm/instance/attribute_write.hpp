// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"

namespace athanor::kernel {

/// Writes a column attribute from a cell, tracked like any write; does nothing when it has that value. False when the
/// C++ type cannot hold the cell (NULL in a non-optional member).
bool write_attribute(Header* object, const Attribute& attribute, const Cell& cell, Scratch& scratch);

} // namespace athanor::kernel
