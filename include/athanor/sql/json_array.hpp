// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include <string>
#include <vector>

namespace athanor::kernel {

/// The values as a JSON array, from which a database gets them back unchanged; blobs as hexadecimals.
/// **Throws** ValueError for infinity, which JSON cannot say.
std::string json_array(const std::vector<Value>& values);

} // namespace athanor::kernel
