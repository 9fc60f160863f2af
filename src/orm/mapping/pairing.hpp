// SPDX-License-Identifier: MIT
#pragma once
#include "orm/mapping/draft.hpp"

namespace athanor::kernel {

/// Finds for each relationship the one on the other side, by pairs(…), by equal by(…), or because both have no other
/// choice. Ambiguities become problems of the draft.
void pair_relationships(Draft& draft);

/// The columns that a reference uses in the table of its owner, whether they exist or not.
std::vector<std::string> reference_columns(const Side& side);

/// Whether a reference says that its columns are in the table of its owner: by(…), or a member shows them.
bool holds_columns(const Side& side);

} // namespace athanor::kernel
