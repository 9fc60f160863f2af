// SPDX-License-Identifier: MIT
// A class named like one in anonymous_namespace_b.cpp; both are of their file alone.
#include "behaviour/anonymous_namespace.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace anonymous_namespace {
using namespace athanor;
namespace {
struct Line;
struct Note {
    static constexpr auto table = athanor::table("notes_of_a");
    Key<int> id;
    Mapped<std::string> text;
    List<Line, owned> lines;
};
struct Line {
    static constexpr auto table = athanor::table("lines_of_a");
    Key<int> id;
    One<Note> note;
};
} // namespace

TEST_CASE("anonymous namespace: classes of one name in two files have their own tables and members") {
    Engine db("sqlite://");
    create_all<Note>(db);
    create_other_notes(db);
    Session session(db);
    add_other_note(session, 3);
    auto note = session.add(Note{.text = "mine", .lines = {make(Line{}), make(Line{})}});
    add_other_note(session, 4);
    session.commit();
    session.expunge_all();

    CHECK(session.get<Note>(1)->text == "mine");
    CHECK(session.get<Note>(1)->lines.size() == 2);
    CHECK(session.select<Note>().count() == 1);
    CHECK(sum_of_other_stars(session) == 7);
    CHECK(session.execute("SELECT count(*) FROM notes_of_a").rows[0][0].integer() == 1);
    CHECK(session.execute("SELECT count(*) FROM notes_of_b").rows[0][0].integer() == 2);
}

} // namespace anonymous_namespace
