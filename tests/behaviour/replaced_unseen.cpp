// SPDX-License-Identifier: MIT
// What was changed without a look at what it was.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace replaced_unseen {
using namespace athanor;
using support::Statements;
struct Passport;
struct Visa;

struct Person {
    Key<int> id;
    One<Passport, owned> passport;
    Dynamic<Visa, owned> visas;
};
struct Passport {
    Key<int> id;
    One<Person> person;
};
struct Visa {
    Key<int> id;
    One<Person> person;
};

struct Office {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Person> ann;
    Ref<Passport> passport;
    Office() {
        create_all<Person>(db);
        ann = session.add(Person{});
        passport = session.add(Passport{});
        ann->passport = passport;
        session.commit();
        session.expire_all();
    }
};

TEST_CASE_FIXTURE(
    Office, "replaced unseen: whether a single member was replaced is asked of the database, and nothing is flushed") {
    ann->passport = passport;
    const Statements seen(db);
    CHECK_FALSE(is_modified(ann));
    CHECK(seen.count("SELECT") > 0);
    ann->passport = session.add(Passport{});
    CHECK(is_modified(ann));
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Office, "replaced unseen: what a Dynamic gained outside a session is not merged without a word") {
    session.expunge(ann);
    ann->visas.add(make(Visa{}));
    CHECK_THROWS_AS(session.merge(ann), DetachedError);
}

} // namespace replaced_unseen
