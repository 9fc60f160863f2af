// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/describe.hpp"
#include <string>

namespace athanor {
namespace kernel {
std::string describe_classes(const ClassInfo& cls);
} // namespace kernel

/// The mapping of the class and of all classes its relationships reach, as text: each table with its columns, keys and
/// constraints, each relationship with the member it is paired with and the columns it is joined by. It depends on the
/// classes only, so that a test can keep it.
/// **Throws** MappingError. **Emits** nothing.
template <class T, std::uint64_t Layout = layout_of<T>()> std::string describe_all() {
    return kernel::describe_classes(class_info<T, Layout>());
}

} // namespace athanor
