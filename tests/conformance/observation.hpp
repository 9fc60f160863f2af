// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"
#include <functional>

namespace conformance {

/// The handles and the session as FORMAT.md, 3.2 shows them.
Json observe(Session& session, const Handles& handles);

/// Rows of one statement.
using Rows = std::vector<std::vector<athanor::Value>>;
/// Every table that has rows. `run` runs a SELECT.
Json dump(const std::function<Rows(const std::string& sql)>& run);

} // namespace conformance
