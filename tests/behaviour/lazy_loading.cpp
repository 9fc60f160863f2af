// SPDX-License-Identifier: MIT
// What is not in memory is loaded when it is read: once, with one SELECT, and only by a session.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace lazy_loading {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    Column<std::string, deferred> biography;
    List<Post, owned> posts;
    List<Post, pairs("editor"), raise_on_load> edited;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    One<User, pairs("posts")> author;
    One<User> editor;
};

struct Blog {
    Engine db{"sqlite://"};
    std::optional<Session> session{std::in_place, db};
    Blog() {
        create_all<User>(db);
        session->add(
            User{.name = "ed", .biography = "long", .posts = {make(Post{.title = "a"}), make(Post{.title = "b"})}});
        session->commit();
        session->expunge_all();
    }
};

TEST_CASE_FIXTURE(Blog, "lazy: a collection is one SELECT at its first use") {
    auto ed = session->get<User>(1);
    const Statements seen(db);
    CHECK(ed->posts.size() == 2);
    CHECK(seen.count("SELECT", "post") == 1);
    for (auto post : ed->posts) CHECK(post->author == ed);
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "lazy: a reference is one SELECT, and none when the object is in the session") {
    auto a = session->get<Post>(1), b = session->get<Post>(2);
    const Statements seen(db);
    CHECK(a->author->name == "ed");
    CHECK(seen.count("SELECT", "user") == 1);
    CHECK(b->author == a->author);
    CHECK(seen.count() == 1);
    CHECK(a->editor == nullptr); // NULL needs no SELECT
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "lazy: an object that is in the session is got without a SELECT") {
    auto ed = session->get<User>(1);
    const Statements seen(db);
    CHECK(session->get<User>(1) == ed);
    CHECK(seen.count() == 0);
    CHECK(session->get<User>(7) == nullptr);
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "lazy: a deferred column is read at its first use, alone") {
    auto ed = session->get<User>(1);
    const Statements seen(db);
    CHECK(ed->name == "ed");
    CHECK(seen.count() == 0);
    CHECK(ed->biography == "long");
    CHECK(ed->biography == "long");
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "lazy: expired objects are read again, all columns with one SELECT") {
    auto ed = session->get<User>(1);
    session->execute("UPDATE user SET name = 'edward'");
    CHECK(ed->name == "ed");
    session->expire(ed);
    const Statements seen(db);
    CHECK(ed->name == "edward");
    CHECK(ed->id == 1);
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "lazy: a relationship with raise_on_load says how to load it") {
    auto ed = session->get<User>(1);
    const std::string text = message<UsageError>([&] { (void)ed->edited.size(); });
    CHECK_MESSAGE(has(text, {"User::edited", "User #1", "raise_on_load", "with<&User::edited>"}), text);
    CHECK(session->select<User>().with<&User::edited>().one()->edited.empty());
}

TEST_CASE_FIXTURE(Blog, "lazy: after the session what is loaded can be read, the rest is a DetachedError") {
    auto ed = session->get<User>(1);
    auto post = session->get<Post>(1);
    SUBCASE("the session ended") { session.reset(); }
    SUBCASE("the object was expunged") {
        session->expunge(ed);
        session->expunge(post);
    }
    CHECK(state(ed) == State::detached);
    CHECK(ed->name == "ed");
    CHECK(post->title == "a");
    std::string text = message<DetachedError>([&] { (void)ed->posts.size(); });
    CHECK_MESSAGE(has(text, {"User #1", "User::posts", "no session"}), text);
    text = message<DetachedError>([&] { (void)ed->biography.get(); });
    CHECK_MESSAGE(has(text, {"User #1", "User::biography"}), text);
    text = message<DetachedError>([&] { (void)post->author->name; });
    CHECK_MESSAGE(has(text, {"Post #1", "Post::author"}), text);
}

TEST_CASE_FIXTURE(Blog, "lazy: a loaded graph stays whole when the session ends") {
    auto ed = session->get<User>(1);
    CHECK(ed->posts.size() == 2);
    session.reset();
    CHECK(ed->posts[1]->title == "b");
    ed->name = "free"; // nobody is told
    CHECK(ed->name == "free");
}

TEST_CASE_FIXTURE(Blog, "lazy: reading an object whose row is gone says so") {
    auto post = session->get<Post>(2);
    session->execute("DELETE FROM post WHERE id = 2");
    session->expire(post);
    const std::string text = message<ObjectDeletedError>([&] { (void)post->title.get(); });
    CHECK_MESSAGE(has(text, {"Post #2", "table post", "gone"}), text);
    CHECK(session->get<Post>(1)->title == "a"); // the session goes on
}

} // namespace lazy_loading
