// SPDX-License-Identifier: MIT
// A new object with the key of one that the same flush deletes takes over its row.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace row_takeover {
using namespace athanor;
using support::Statements;
struct Lesson;

struct Course {
    Key<std::string> code;
    Mapped<std::string> title;
    Mapped<std::optional<int>> places;
    List<Lesson> lessons;
};
struct Lesson {
    Key<int> id;
    One<Course> course;
};

struct School {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Course> old;
    School() {
        create_all<Course>(db);
        old = session.add(Course{.code = "math", .title = "Mathematics", .places = 20});
        session.commit();
    }
};

TEST_CASE_FIXTURE(School, "row takeover: it is one UPDATE of what differs") {
    session.erase(old);
    auto fresh = session.add(Course{.code = "math", .title = "Mathematics"});
    const Statements seen(db);
    session.flush();
    CHECK(seen.count("UPDATE") == 1);
    CHECK(seen.writes() == 1);
    CHECK(seen.text().find("\"title\"") == std::string::npos);
    CHECK(state(old) == State::deleted);
    CHECK(session.get<Course>("math") == fresh);
    session.commit();
    CHECK(Session(db).select<Course>().one()->places == std::nullopt);
    CHECK(state(old) == State::detached);
}

TEST_CASE_FIXTURE(School, "row takeover: nothing is written when nothing differs") {
    session.erase(old);
    session.add(Course{.code = "math", .title = "Mathematics", .places = 20});
    const Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
    CHECK(session.select<Course>().count() == 1);
}

TEST_CASE_FIXTURE(School, "row takeover: what referred to the deleted object does not refer to the new one") {
    auto lesson = session.add(Lesson{});
    lesson->course = old;
    session.commit();
    session.erase(old);
    auto fresh = session.add(Course{.code = "math", .title = "Algebra"});
    auto other = fresh->lessons.add(Lesson{});
    session.commit();
    session.expire_all();
    CHECK(lesson->course == nullptr);
    CHECK(other->course == fresh);
}

TEST_CASE_FIXTURE(School, "row takeover: a rollback gives the row back") {
    session.erase(old);
    auto fresh = session.add(Course{.code = "math", .title = "Algebra"});
    session.flush();
    session.rollback();
    CHECK(state(fresh) == State::transient);
    CHECK(fresh->title == "Algebra");
    CHECK(state(old) == State::persistent);
    CHECK(session.get<Course>("math") == old);
    CHECK(old->title == "Mathematics");
}

TEST_CASE_FIXTURE(School, "row takeover: an expired object is read first, and one that is gone is missed") {
    session.expire(old);
    session.erase(old);
    session.add(Course{.code = "math", .title = "Algebra", .places = 20});
    SUBCASE("it is there") {
        const Statements seen(db);
        session.commit();
        CHECK(seen.writes() == 1);
    }
    SUBCASE("it is gone") {
        session.execute("DELETE FROM course");
        CHECK_THROWS_AS(session.flush(), ObjectDeletedError);
    }
}

} // namespace row_takeover
