// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/program.hpp"
#include <cstdint>
#include <vector>

namespace athanor::kernel {

/// What an INSERT does with a row whose key or unique columns another row has already.
enum class OnConflict : std::uint8_t { fail, ignore, update };

/// INSERT of rows, or of what a SELECT gives.
struct Insert {
    Source target;
    std::vector<std::uint16_t> columns;
    Code rows; ///< Op::row, one after the other; or one select or set operation
    OnConflict on_conflict = OnConflict::fail;
    std::vector<std::uint16_t> conflict; ///< columns that are unique; may be empty for OnConflict::ignore
    Code assignments;                    ///< of OnConflict::update: column, value, column, value …
    Code where;                          ///< of OnConflict::update: only where this holds; may be empty

    Program program() const;
};

} // namespace athanor::kernel
