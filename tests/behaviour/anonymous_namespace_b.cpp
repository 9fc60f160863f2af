// SPDX-License-Identifier: MIT
// A class named like one in anonymous_namespace_a.cpp; both are of their file alone.
#include "behaviour/anonymous_namespace.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace anonymous_namespace {
using namespace athanor;
namespace {
struct Note {
    static constexpr auto table = athanor::table("notes_of_b");
    Key<int> id;
    Mapped<int> stars;
};
} // namespace

void create_other_notes(Engine& db) { create_all<Note>(db); }
void add_other_note(Session& session, int stars) { session.add(Note{.stars = stars}); }
int sum_of_other_stars(Session& session) {
    int sum = 0;
    for (auto note : session.select<Note>()) sum += note->stars;
    return sum;
}

} // namespace anonymous_namespace
