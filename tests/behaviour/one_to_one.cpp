// SPDX-License-Identifier: MIT
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace one_to_one {
using namespace athanor;
struct Passport;

struct Person {
    Key<int> id;
    One<Passport, owned> passport;
};
struct Passport {
    Key<int> id;
    Mapped<std::string> number;
    One<Person> person;
};

struct Desk {
    Engine db{"sqlite://"};
    Desk() {
        create_all<Person>(db);
        Session session(db);
        session.add(Person{.passport = make(Passport{.number = "old"})});
        session.commit();
    }
};

TEST_CASE_FIXTURE(Desk, "one-to-one: a value that is replaced without being loaded does not stay behind") {
    Session session(db);
    auto person = session.get<Person>(1);
    person->passport = Passport{.number = "new"};
    session.commit();
    CHECK(session.select<Passport>().one()->number == "new");
    CHECK(session.select<Passport>().one()->person == person);
}

TEST_CASE_FIXTURE(Desk, "one-to-one: null deletes an owned value that was never loaded") {
    Session session(db);
    session.get<Person>(1)->passport = nullptr;
    session.commit();
    CHECK(session.select<Passport>().count() == 0);
}

TEST_CASE_FIXTURE(Desk, "one-to-one: the value it has already is no change") {
    Session session(db);
    auto person = session.get<Person>(1);
    person->passport = session.get<Passport>(1);
    session.commit();
    CHECK(session.select<Passport>().one()->number == "old");
}

} // namespace one_to_one
