// SPDX-License-Identifier: MIT
// A flush that fails: the transaction is doomed until rollback(), and nothing is lost.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace bad_input_flush {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;

struct User {
    Key<int> id;
    Column<std::string, unique_key> name;
    Mapped<std::string> city;
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
    Ref<User> ed, before, twin;
    std::string cause;
    Blog() {
        create_all<User>(db);
        ed = session.add(User{.name = "ed", .posts = {make(Post{.title = "a"})}});
        session.commit();
        before = session.add(User{.name = "before"});
        session.flush();
        twin = session.add(User{.name = "ed", .city = "Bonn", .posts = {make(Post{.title = "b"})}});
        cause = message<IntegrityError>([&] { session.flush(); });
    }
};

TEST_CASE_FIXTURE(Blog, "failed flush: the error names the constraint and the statement") {
    CHECK_MESSAGE(has(cause, {"UNIQUE constraint failed: user.name", "INSERT INTO \"user\"", "while flushing"}), cause);
}

TEST_CASE_FIXTURE(Blog, "failed flush: every access to the database before rollback says the first cause") {
    const Statements seen(db);
    const auto doomed = [&](auto act) {
        const std::string text = message<TransactionDoomedError>(act);
        return has(text, {"rollback()", "UNIQUE constraint failed: user.name"});
    };
    CHECK(doomed([&] { session.select<User>().all(); }));
    CHECK(doomed([&] { (void)session.select<User>().count(); }));
    CHECK(doomed([&] { session.get<User>(9); }));
    CHECK(doomed([&] { session.get<User>(1); }));
    CHECK(doomed([&] { (void)ed->name.get(); }));
    CHECK(doomed([&] { ed->posts.add(Post{}); }));
    CHECK(doomed([&] { session.commit(); }));
    CHECK(doomed([&] { session.commit(); }));
    CHECK(doomed([&] { session.execute("SELECT 1"); }));
    CHECK(doomed([&] { session.begin_nested(); }));
    CHECK(doomed([&] { session.refresh(ed); }));
    session.add(User{.name = "x"});
    CHECK(doomed([&] { session.flush(); }));
    CHECK(doomed([&] { session.flush(); }));
    CHECK(seen.text().empty());
    session.rollback();
    CHECK(session.select<User>().one() == ed);
}

TEST_CASE_FIXTURE(Blog, "failed flush: what needs no database is allowed, and the rollback takes it back") {
    session.flush();
    ed->city = "Rome";
    auto sue = session.add(User{.name = "sue"});
    sue->posts.add(Post{.title = "c"});
    sue->name = "susan";
    session.expire(ed);
    session.expunge(ed);
    CHECK(state(sue) == State::pending);
    session.rollback();
    CHECK(state(sue) == State::transient);
    CHECK(sue->name == "susan");
    CHECK(session.select<User>().one()->city == "");
}

TEST_CASE_FIXTURE(Blog, "failed flush: new objects keep their values and links, and can be added again") {
    session.rollback();
    CHECK(state(twin) == State::transient);
    CHECK(state(before) == State::transient);
    CHECK(before->name == "before");
    CHECK(twin->city == "Bonn");
    CHECK(twin->posts[0]->title == "b");
    twin->name = "edward";
    session.add_all({before, twin});
    session.commit();
    CHECK(session.select<User>().count() == 3);
    CHECK(session.select<Post>().where([](auto& p) { return p.author->name == "edward"; }).one() == twin->posts[0]);
}

TEST_CASE_FIXTURE(Blog, "failed flush: what was committed before is as it was") {
    session.rollback();
    CHECK(state(ed) == State::persistent);
    CHECK(session.get<User>(1) == ed);
    CHECK(ed->name == "ed");
    CHECK(ed->posts.size() == 1);
    const Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
}

TEST_CASE("failed flush: in a savepoint only the savepoint is doomed") {
    Engine db("sqlite://");
    create_all<User>(db);
    Session session(db);
    auto ed = session.add(User{.name = "ed"});
    session.begin_nested();
    auto twin = session.add(User{.name = "ed"});
    CHECK_THROWS_AS(session.flush(), IntegrityError);
    CHECK_THROWS_AS(session.select<User>().all(), TransactionDoomedError);
    session.rollback_nested();
    CHECK(state(twin) == State::transient);
    CHECK(session.select<User>().one() == ed);
    session.commit();
    CHECK(session.select<User>().count() == 1);
}

TEST_CASE("failed flush: an update that finds no row is a StaleDataError that names it") {
    Engine db("sqlite://");
    create_all<User>(db);
    Session session(db);
    auto ed = session.add(User{.name = "ed"});
    session.commit();
    session.execute("DELETE FROM user");
    ed->city = "Rome";
    const std::string text = message<StaleDataError>([&] { session.commit(); });
    CHECK_MESSAGE(has(text, {"User #1", "while flushing"}), text);
    session.rollback();
    CHECK(ed->name == "ed");
}

TEST_CASE("a row that is gone already when its object is erased is no error") {
    Engine db("sqlite://");
    create_all<User>(db);
    Session session(db);
    auto ed = session.add(User{.name = "ed"});
    session.commit();
    session.execute("DELETE FROM user");
    session.erase(ed);
    session.commit();
    CHECK(state(ed) == State::detached);
}

TEST_CASE("failed flush: a database that is locked is a TimeoutError, and the work can be repeated") {
    Engine db("sqlite://?busy_timeout=20");
    create_all<User>(db);
    Session writer(db), session(db);
    writer.add(User{.name = "mary"});
    writer.flush();
    auto ed = session.add(User{.name = "ed"});
    CHECK_THROWS_AS(session.commit(), TimeoutError);
    session.rollback();
    writer.commit();
    session.add(ed);
    session.commit();
    CHECK(session.select<User>().count() == 2);
}

} // namespace bad_input_flush
