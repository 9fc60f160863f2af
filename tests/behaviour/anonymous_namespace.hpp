// SPDX-License-Identifier: MIT
#pragma once
#include <athanor/athanor.hpp>
#include <string>

namespace anonymous_namespace {

// What anonymous_namespace_b.cpp does with its own class Note.
void create_other_notes(athanor::Engine& db);
void add_other_note(athanor::Session& session, int stars);
int sum_of_other_stars(athanor::Session& session);

} // namespace anonymous_namespace
