// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"

namespace athanor::kernel {

[[noreturn]] void refuse_null_handle();
[[noreturn]] void refuse_null_reference(const std::uint32_t* word);
[[noreturn]] void refuse_iteration(const std::uint32_t* word);
[[noreturn]] void refuse_index(const std::uint32_t* word, std::size_t index, std::size_t size);

/// The header of an object that was given as a plain pointer. **Throws** UsageError for null and for an object on the
/// stack or in a container, which has no header.
Header* bound_header(const ClassInfo& cls, void* object);

} // namespace athanor::kernel
