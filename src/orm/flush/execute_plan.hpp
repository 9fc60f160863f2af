// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "orm/flush/flush_plan.hpp"
#include <vector>

namespace athanor::kernel {

/// A foreign key attribute that a flush filled from the key of another object.
struct FilledKey {
    Header* object;
    const Attribute* attribute;
    Header* source;
};

/// A new object of whose key the database gave some attributes.
struct GivenKey {
    Header* object;
    std::uint8_t attributes; ///< a bit for each of ClassInfo::keys
};

/// What came of a flush, for the session to take note of.
struct FlushOutcome {
    std::vector<GivenKey> given;
    std::vector<FilledKey> filled;
};

/// Writes the rows of the plan. **Emits** INSERT, UPDATE, DELETE. **Throws** DatabaseError, StaleDataError; some rows
/// may be written then, and the transaction must be rolled back.
void execute_plan(FlushPlan& plan, Connection& connection, const Capabilities& capabilities, FlushOutcome& outcome);

} // namespace athanor::kernel
