// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace sessions {
using namespace athanor;
using support::Statements;
struct Post;

struct User {
    Key<int> id;
    Mapped<std::string> name, city;
    Mapped<std::optional<int>> age;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    One<User> author;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Blog() { create_all<User>(db); }
};

TEST_CASE_FIXTURE(Blog, "session: the states of an object from birth to deletion") {
    auto ed = make(User{.name = "ed"});
    CHECK(state(ed) == State::transient);
    CHECK(!session.contains(ed));
    session.add(ed);
    CHECK(state(ed) == State::pending);
    CHECK(session.contains(ed));
    session.flush();
    CHECK(state(ed) == State::persistent);
    CHECK(ed->id == 1);
    session.erase(ed);
    CHECK(state(ed) == State::persistent); // until the flush
    session.flush();
    CHECK(state(ed) == State::deleted);
    session.commit();
    CHECK(state(ed) == State::detached);
    CHECK(ed->name == "ed");
}

TEST_CASE_FIXTURE(Blog, "session: add_all takes several, in their order") {
    auto a = make(User{.name = "a"}), b = make(User{.name = "b"}), c = make(User{.name = "c"});
    session.add_all({a, b});
    session.add_all(std::vector{c});
    session.commit();
    CHECK(a->id == 1);
    CHECK(b->id == 2);
    CHECK(c->id == 3);
}

TEST_CASE_FIXTURE(Blog, "session: after two rows of one table 32 and 8 are inserted at a time, and each gets its key") {
    std::vector<Ref<User>> users;
    for (int i = 0; i < 74; ++i) users.push_back(make(User{.name = std::to_string(i)}));
    session.add_all(users);
    const Statements seen(db);
    session.commit();
    CHECK(seen.count("INSERT") == 2 + 2 + 1);
    CHECK(session.execute("SELECT count(*) FROM user WHERE name = id - 1").rows[0][0].integer() == 74);
    for (std::size_t i = 0; i < users.size(); ++i) CHECK(users[i]->id == i + 1);
}

TEST_CASE_FIXTURE(Blog, "session: one row is one object, however it is reached") {
    auto ed = session.add(User{.name = "ed", .posts = {make(Post{.title = "a"})}});
    session.commit();
    CHECK(session.get<User>(1) == ed);
    CHECK(session.select<User>().one() == ed);
    CHECK(session.get<Post>(1)->author == ed);
    CHECK(session.identity_map_size() == 2);
    Session other(db);
    CHECK(other.get<User>(1) != ed);
}

TEST_CASE_FIXTURE(Blog, "session: only what changed is written") {
    auto ed = session.add(User{.name = "ed", .city = "Bonn"});
    session.commit();
    const Statements seen(db);
    ed->name = "ed"; // the same value
    session.commit();
    CHECK(seen.writes() == 0);
    ed->city = "Rome";
    session.commit();
    CHECK(seen.count("UPDATE", "user") == 1);
    CHECK(seen.text().find("\"name\"") == std::string::npos);
    ed->city = "Oslo";
    ed->city = "Rome"; // back again
    session.commit();
    CHECK(seen.count("UPDATE") == 1);
}

TEST_CASE_FIXTURE(Blog, "session: flush writes, commit keeps, and an idle commit emits nothing") {
    session.add(User{.name = "ed"});
    session.flush();
    CHECK(session.select<User>().count() == 1);
    session.commit();
    const Statements seen(db);
    session.flush();
    session.commit();
    session.rollback();
    CHECK(seen.text().empty());
}

TEST_CASE_FIXTURE(Blog, "session: what was not committed goes with the session") {
    {
        Session other(db);
        other.add(User{.name = "ed"});
        other.flush();
    }
    CHECK(session.select<User>().count() == 0);
}

TEST_CASE_FIXTURE(Blog, "expunge_all: the session forgets, what is held stays readable") {
    auto ed = session.add(User{.name = "ed"});
    session.commit();
    auto fresh = session.add(User{.name = "new"});
    session.expunge_all();
    CHECK(session.identity_map_size() == 0);
    CHECK(state(ed) == State::detached);
    CHECK(state(fresh) == State::transient);
    CHECK(ed->name == "ed");
    CHECK(session.get<User>(1) != ed);
    session.commit();
    CHECK(session.select<User>().count() == 1);
}

TEST_CASE_FIXTURE(Blog, "session: a detached object that changed is written when it is added again") {
    auto ed = session.add(User{.name = "ed"});
    session.commit();
    session.expunge(ed);
    ed->name = "edward";
    session.add(ed);
    CHECK(state(ed) == State::persistent);
    session.commit();
    Session other(db);
    CHECK(other.get<User>(1)->name == "edward");
}

TEST_CASE_FIXTURE(Blog, "session: expire_on_commit reads everything again") {
    Session careful(db, expire_on_commit);
    auto ed = careful.add(User{.name = "ed"});
    careful.commit();
    const Statements seen(db);
    CHECK(ed->name == "ed");
    CHECK(ed->city == "");
    CHECK(seen.count("SELECT") == 1);
}

TEST_CASE_FIXTURE(Blog, "session: refresh reads now; populate_existing lets rows win") {
    auto ed = session.add(User{.name = "ed"});
    session.commit();
    session.execute("UPDATE user SET name = 'x', age = 5");
    CHECK(session.select<User>().one()->name == "ed");
    CHECK(session.select<User>().populate_existing().one()->name == "x");
    session.execute("UPDATE user SET name = 'y'");
    session.refresh(ed);
    CHECK(ed->name == "y");
    CHECK(ed->age == 5);
}

TEST_CASE_FIXTURE(Blog, "session: the plan says what the next flush writes") {
    session.add(User{.name = "ed"});
    const std::string plan = session.plan();
    CHECK_MESSAGE(support::has(plan, {"User", "added"}), plan);
    session.commit();
    CHECK(session.select<User>().count() == 1);
}

} // namespace sessions
