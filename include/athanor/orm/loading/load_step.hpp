// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include <optional>
#include <vector>

namespace athanor::kernel {

/// What a query says of a relationship: how it is loaded with its owners, and what of its target's is.
struct LoadStep {
    const Attribute* attribute;
    std::optional<LoadMode> mode; ///< none: as its options say
    std::vector<LoadStep> then{};
};

/// The classes from that of a query to the one whose relationships are looked at.
using LoadPath = std::vector<const ClassInfo*>;

/// A relationship that is loaded with its owners.
struct NextStep {
    const Attribute* attribute;
    bool joined;                       ///< by the statement that loads its owners, where that can be
    bool said;                         ///< by the query, not by its options
    const std::vector<LoadStep>* then; ///< what the query says of its target's
};

/// What is loaded with objects of the class at the end of the path: the relationships of which the query says so, then
/// those that are eager. The latter do not lead back to a class on the path, so that there is an end to it; from a
/// class to itself they lead once.
std::vector<NextStep> next_steps(const LoadPath& path, const std::vector<LoadStep>& said);

} // namespace athanor::kernel
