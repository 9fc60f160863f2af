// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::kernel {

/// Appends a value to those that one parameter, a blob, holds for a list of any length.
void pack(std::string& bytes, const Cell& value);

/// The values of such a blob, one after the other.
class PackedValues {
public:
    PackedValues() noexcept = default;
    explicit PackedValues(std::string_view bytes) noexcept : bytes_(bytes) {}

    /// Goes to the next value; false at the end.
    bool next() noexcept;
    /// It borrows from the bytes.
    const Cell& value() const noexcept { return value_; }
    /// The end was not where a value ends: the bytes are not what pack() wrote.
    bool damaged() const noexcept { return damaged_; }

private:
    bool take(void* into, std::size_t size) noexcept;
    std::string_view bytes_;
    Cell value_;
    bool damaged_ = false;
};

} // namespace athanor::kernel
