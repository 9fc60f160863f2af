// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include "athanor/orm/instance/header.hpp"
#include <vector>

namespace athanor::kernel {

/// The key of the object's row, as the identity map knows it; empty while there is no row. **Emits** nothing.
std::vector<Value> row_key(const Header* object);
/// A read of the attribute would be answered from memory.
bool is_loaded(const Header* object, const Attribute& attribute) noexcept;
/// The object differs from its row, judged by what is in memory. **Emits** nothing, but for a single member that was
/// assigned over one that nobody had loaded: that one is read.
bool is_modified(const Header* object);

} // namespace athanor::kernel
