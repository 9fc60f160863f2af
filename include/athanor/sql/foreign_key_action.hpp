// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

namespace athanor {

/// What a foreign key does when the row it points to is deleted or gets another key.
enum class ForeignKeyAction : std::uint8_t { none, cascade, set_null, set_default, restrict };

} // namespace athanor
