// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"

namespace athanor::kernel {

/// A relationship by columns that are expired themselves needs those first: they say which rows to look for, and that
/// the object still has a row.
bool needs_columns(Header* object, const Attribute& attribute);
/// **Throws** ObjectDeletedError: always.
[[noreturn]] void refuse_gone(const Header* object);

} // namespace athanor::kernel
