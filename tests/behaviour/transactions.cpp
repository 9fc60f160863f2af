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

TEST_CASE_FIXTURE(Blog, "savepoint: they nest, and what an inner one kept goes with the outer one") {
    auto ed = session.add(User{.name = "ed"});
    session.commit();
    session.begin_nested();
    ed->city = "Rome";
    auto ann = session.add(User{.name = "ann"});
    session.begin_nested();
    auto bob = session.add(User{.name = "bob"});
    session.erase(ed);
    session.commit_nested();
    CHECK(state(ed) == State::deleted);
    session.rollback_nested();
    CHECK(state(ann) == State::transient);
    CHECK(state(bob) == State::transient);
    CHECK(state(ed) == State::persistent);
    CHECK(ed->city == "");
    session.commit();
    CHECK(session.select<User>().one() == ed);
}

TEST_CASE_FIXTURE(Blog, "savepoint: commit() and rollback() end all of them") {
    auto ed = session.add(User{.name = "ed"});
    session.begin_nested();
    ed->city = "Rome";
    session.begin_nested();
    SUBCASE("commit") {
        session.commit();
        CHECK(Session(db).select<User>().one()->city == "Rome");
    }
    SUBCASE("rollback") {
        session.rollback();
        CHECK(state(ed) == State::transient);
    }
    CHECK_THROWS_AS(session.commit_nested(), UsageError);
}

TEST_CASE_FIXTURE(Blog, "savepoint: its rollback leaves alone what was not touched inside") {
    auto ed = session.add(User{.name = "ed", .posts = {make(Post{.title = "a"})}});
    auto mary = session.add(User{.name = "mary", .posts = {make(Post{.title = "b"})}});
    session.commit();
    session.begin_nested();
    auto draft = ed->posts.add(Post{.title = "draft"});
    ed->posts.remove(ed->posts[0]);
    session.flush();
    session.rollback_nested();
    const Statements seen(db);
    CHECK(mary->posts.size() == 1);
    CHECK(mary->posts[0]->title == "b");
    CHECK(seen.count() == 0);
    CHECK(state(draft) == State::transient);
    CHECK(ed->posts.size() == 1);
    CHECK(ed->posts[0]->title == "a");
}

TEST_CASE_FIXTURE(Blog, "autoflush: a block without it sees the database as it is") {
    auto ed = session.add(User{.name = "ed"});
    {
        const NoAutoflush quiet(session);
        const NoAutoflush inner(session);
        CHECK(session.select<User>().count() == 0);
        CHECK(state(ed) == State::pending);
    }
    CHECK(session.select<User>().count() == 1);
}

TEST_CASE_FIXTURE(Blog, "commit: one that did nothing is an error") {
    auto ed = session.add(User{.name = "ed"});
    session.flush();
    session.execute("ROLLBACK"); // behind the session's back
    CHECK_THROWS_AS(session.commit(), Error);
    CHECK_THROWS_AS(session.select<User>().all(), TransactionDoomedError);
    session.rollback();
    CHECK(state(ed) == State::transient);
    session.add(ed);
    session.commit();
    CHECK(session.select<User>().one() == ed);
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
