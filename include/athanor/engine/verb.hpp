// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

namespace athanor::kernel {

/// The first word of a statement, behind blanks and comments; empty when there is none.
std::string_view verb_of(std::string_view sql) noexcept;

} // namespace athanor::kernel
