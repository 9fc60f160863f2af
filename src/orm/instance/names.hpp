// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>

namespace athanor::kernel {

/// What a message calls a collection or reference, "Shelf::books"; `free_standing` when it is no object's.
std::string name_of(const std::uint32_t* word, const char* free_standing);
/// … and whose it is, "Shelf::books of Shelf #1".
std::string place_of(const std::uint32_t* word, const char* free_standing);

} // namespace athanor::kernel
