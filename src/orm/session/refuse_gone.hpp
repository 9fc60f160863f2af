// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"

namespace athanor::kernel {

/// **Throws** ObjectDeletedError: always.
[[noreturn]] void refuse_gone(const Header* object);

} // namespace athanor::kernel
