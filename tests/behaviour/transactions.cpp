// SPDX-License-Identifier: MIT
// What a rollback takes back, and what a savepoint does.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace transactions {
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

TEST_CASE_FIXTURE(Blog, "rollback: new objects are transient again, keep their values and can be added again") {
    auto ed = session.add(User{.name = "ed", .posts = {make(Post{.title = "a"})}});
    session.flush();
    session.rollback();
    CHECK(state(ed) == State::transient);
    CHECK(state(ed->posts[0]) == State::transient);
    CHECK(ed->name == "ed");
    CHECK(ed->posts[0]->author == ed);
    CHECK(session.select<User>().count() == 0);
    session.add(ed);
    session.commit();
    CHECK(session.select<Post>().one()->author == ed);
}

TEST_CASE_FIXTURE(Blog, "rollback: changed and deleted objects are as in the database") {
    auto ed = session.add(User{.name = "ed", .posts = {make(Post{.title = "a"})}});
    auto mary = session.add(User{.name = "mary"});
    session.commit();
    bool flushed = false;
    SUBCASE("before the flush") {}
    SUBCASE("after the flush") { flushed = true; }
    ed->name = "edward";
    ed->posts.clear();
    session.erase(mary);
    if (flushed) session.flush();
    session.rollback();
    CHECK(ed->name == "ed");
    CHECK(ed->posts.size() == 1);
    CHECK(state(mary) == State::persistent);
    CHECK(session.get<User>(2) == mary);
    const Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Blog, "savepoint: a nested rollback undoes what happened inside, and no more") {
    auto ed = session.add(User{.name = "ed"});
    session.begin_nested();
    ed->name = "inner";
    auto mary = session.add(User{.name = "mary"});
    session.flush();
    session.rollback_nested();
    CHECK(ed->name == "ed");
    CHECK(state(mary) == State::transient);
    session.begin_nested();
    ed->city = "Rome";
    session.commit_nested();
    session.commit();
    Session other(db);
    CHECK(other.select<User>().one()->city == "Rome");
    CHECK_THROWS_AS(session.commit_nested(), UsageError);
    CHECK_THROWS_AS(session.rollback_nested(), UsageError);
}

TEST_CASE_FIXTURE(Blog, "rollback: the object whose key a later row was given has it back") {
    auto ann = session.add(User{.name = "ann"});
    session.commit();
    session.erase(ann);
    session.flush();
    const auto bob = session.add(User{.name = "bob"});
    session.flush();
    REQUIRE(bob->id == ann->id); // the largest key was free again
    session.erase(bob);
    session.flush();
    session.rollback();
    CHECK(state(bob) == State::transient);
    CHECK(state(ann) == State::persistent);
    CHECK(ann->name == "ann");
    CHECK(session.get<User>(*ann->id) == ann);
}

} // namespace transactions
