// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"

namespace conformance {

/// The operations of FORMAT.md, 2.5: the proxy A.collections.
const Operations& proxy_operations();

} // namespace conformance
