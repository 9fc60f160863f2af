// SPDX-License-Identifier: MIT
// A new object in several owning collections that it has no reference back to.
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace several_holders {
using namespace athanor;

struct Member {
    Key<int> id;
};
struct Org {
    Key<int> id;
    List<Member, owned> members;
};

struct World {
    Engine db{"sqlite://"};
    Session session{db, unattached(skip)};
    Ref<Org> stored, first, second;
    Ref<Member> member = make(Member{});
    World() {
        create_all<Org>(db);
        stored = session.add(Org{});
        session.commit();
        session.autoflush(false); // the members stay new
        first = session.add(Org{});
        second = session.add(Org{});
    }
};

TEST_CASE_FIXTURE(World, "holders: a new object stays in the session until the last one lets it go") {
    second->members.add(member);
    stored->members.add(member);
    second->members.clear();
    CHECK(state(member) == State::pending);
    stored->members.clear();
    CHECK(state(member) == State::transient);
}

TEST_CASE_FIXTURE(World, "holders: owners that are new themselves are told apart") {
    first->members.add(member);
    second->members.add(member);
    second->members.clear();
    CHECK(state(member) == State::pending);
    session.commit();
    CHECK(state(member) == State::persistent);
}

TEST_CASE_FIXTURE(World, "holders: a change that fails leaves them as they were") {
    second->members.add(member);
    stored->members.add(member);
    CHECK_THROWS_AS(stored->members.remove_if([](const Member&) -> bool { throw 1; }), int);
    Session other(db);
    auto foreign = other.add(Member{});
    CHECK_THROWS_AS((stored->members = {foreign}), UsageError);
    second->members.clear();
    CHECK(state(member) == State::pending);
}

} // namespace several_holders
