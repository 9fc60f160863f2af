// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/type_ops.hpp"

namespace athanor::kernel {

/// Puts a cell into a field. False where it does not fit; then `why` says what to do, or what the type's own codec
/// threw.
bool decode(const TypeOps& type, void* field, const Cell& cell, std::string& why);

} // namespace athanor::kernel
