// SPDX-License-Identifier: MIT
#pragma once
#include <athanor/athanor.hpp>
#include <string_view>

namespace conformance {

/// The statements of FORMAT.md, 1.1.
extern const char* const schema;
/// The tables in the order of the format.
extern const std::string_view tables[33];

/// Compares the tables of the format with those the library makes of the zoo: prints the differences, tells whether
/// there are none.
bool check_schema();

} // namespace conformance
