// SPDX-License-Identifier: MIT
// Objects where they do not belong.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace bad_input_objects {
using namespace athanor;
using support::has;
using support::message;
struct Post;
struct Thread;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    One<User> author;
    One<Thread> thread;
};
struct Thread {
    Key<int> id;
    List<Post> posts;
};

struct Blog {
    Engine db{"sqlite://"};
    std::optional<Session> session{std::in_place, db};
    Ref<User> ed;
    Blog() {
        create_all<User>(db);
        ed = session->add(User{.name = "ed", .posts = {make(Post{.title = "a"})}});
        session->commit();
    }
};

TEST_CASE_FIXTURE(
    Blog, "bad input: a second object with the same key is refused, whether the first is in memory or not") {
    SUBCASE("in memory") {}
    SUBCASE("in the database only") { session->expunge_all(); }
    auto twin = session->add(User{.id = 1, .name = "twin"});
    const std::string text = message<IntegrityError>([&] { session->flush(); });
    CHECK_MESSAGE(has(text, {"user.id", "INSERT INTO \"user\"", "while flushing"}), text);
    CHECK_THROWS_AS(session->commit(), TransactionDoomedError);
    session->rollback();
    CHECK(session->get<User>(1)->name == "ed");
    CHECK(twin->name == "twin");
    CHECK(state(twin) == State::transient);
    twin->id = 2;
    session->add(twin);
    session->commit();
    CHECK(session->select<User>().count() == 2);
}

TEST_CASE_FIXTURE(Blog, "bad input: a detached object does not enter beside the one of the same row") {
    session->expunge(ed);
    auto other = session->get<User>(1);
    const std::string text = message<UsageError>([&] { session->add(ed); });
    CHECK_MESSAGE(has(text, {"another object", "User #1", "session.get()"}), text);
    CHECK(session->get<User>(1) == other);
    CHECK(state(ed) == State::detached);
}

TEST_CASE_FIXTURE(Blog, "bad input: two detached objects of one row do not enter together") {
    session->expunge(ed);
    auto twin = session->get<User>(1);
    session->expunge(twin);
    auto parts = make(Thread{.posts = {make(Post{.author = ed}), make(Post{.author = twin})}});
    const std::string text = message<UsageError>([&] { session->add(parts); });
    CHECK_MESSAGE(has(text, {"two objects", "User #1", "keep only one"}), text);
    CHECK(state(parts) == State::transient);
    CHECK(state(ed) == State::detached);
    CHECK(session->identity_map_size() == 0); // the fixture's post went with its owner
}

TEST_CASE_FIXTURE(Blog, "bad input: an object whose deletion was committed does not come back, not even silently") {
    session->erase(ed);
    session->commit();
    REQUIRE(state(ed) == State::detached);
    CHECK(has(message<UsageError>([&] { session->add(ed); }), {"User #1", "deleted"}));
    CHECK_THROWS_AS(session->add(Post{.author = ed}), UsageError);
    CHECK(has(message<UsageError>([&] { session->add(Post{})->author = ed; }), {"User #1", "deleted", "Post::author"}));
    session->rollback();
    session->add(clone(*ed));
    session->commit();
    CHECK(session->select<User>().one()->name == "ed");
}

TEST_CASE_FIXTURE(Blog, "bad input: an object of another session is refused, and nothing changes") {
    Session other(db);
    std::string text = message<UsageError>([&] { other.add(ed); });
    CHECK_MESSAGE(has(text, {"add", "User #1", "belongs to another session", "expunge"}), text);
    CHECK_THROWS_AS(other.erase(ed), UsageError);
    CHECK_THROWS_AS(other.refresh(ed), UsageError);
    CHECK_THROWS_AS(other.expire(ed), UsageError);
    CHECK_THROWS_AS(other.expunge(ed), UsageError);
    CHECK(!other.contains(ed));

    auto mary = other.add(User{.name = "mary"});
    auto post = ed->posts[0];
    text = message<UsageError>([&] { mary->posts.add(post); });
    CHECK_MESSAGE(has(text, {"Post #1", "another session", "User (new)", "User::posts"}), text);
    text = message<UsageError>([&] { post->author = mary; });
    CHECK_MESSAGE(has(text, {"User (new)", "another session", "Post #1", "Post::author"}), text);
    CHECK_THROWS_AS(mary->posts.add_all({make(Post{}), post}), UsageError);
    CHECK(mary->posts.empty());
    CHECK(post->author == ed);
    CHECK(ed->posts.size() == 1);
    {
        auto stray = make(Post{.author = ed});
        text = message<UsageError>([&] { other.add(stray); });
        CHECK_MESSAGE(has(text, {"add", "User #1", "another session"}), text);
        CHECK(state(stray) == State::transient);
        stray->author = nullptr;
    }
    other.commit();
    session->commit();
    CHECK(other.select<User>().count() == 2);
    CHECK(other.select<Post>().count() == 1);
}

TEST_CASE_FIXTURE(Blog, "bad input: after the session ended an object can be read and linked, but not loaded") {
    session->expire(ed);
    auto post = session->get<Post>(1);
    session.reset();
    CHECK(post->title == "a");
    std::string text = message<DetachedError>([&] { (void)ed->name.get(); });
    CHECK_MESSAGE(has(text, {"User #1", "User::name"}), text);
    CHECK_THROWS_AS(ed->posts.add(Post{}), DetachedError);
    CHECK_THROWS_AS((void)ed->posts.size(), DetachedError);
    Session next(db);
    next.add(ed); // it can enter another one
    CHECK(ed->name == "ed");
    CHECK(ed->posts.size() == 1);
}

TEST_CASE_FIXTURE(Blog, "bad input: null handles, null references and places that are not there") {
    const Ref<User> none;
    CHECK_THROWS_AS((void)none->name, UsageError);
    CHECK_THROWS_AS(session->add(none), UsageError);
    CHECK_THROWS_AS(ed->posts.add(Ref<Post>()), Error);
    auto post = make(Post{});
    const std::string text = message<UsageError>([&] { (void)post->author->name; });
    CHECK_MESSAGE(has(text, {"Post::author", "null"}), text);
    CHECK(has(message<IndexError>([&] { (void)ed->posts[3]; }), {"User::posts", "3", "1"}));
    CHECK_THROWS_AS((void)make(User{})->posts.front(), IndexError);
    CHECK_THROWS_AS((void)make(User{})->posts.back(), IndexError);
    CHECK_THROWS_AS(make(User{})->posts.pop(), IndexError);
    CHECK(!ed->posts.remove(post));
}

TEST_CASE_FIXTURE(Blog, "bad input: an object without a row cannot be erased, refreshed or compared with") {
    auto fresh = session->add(User{.name = "new"});
    CHECK(has(message<UsageError>([&] { session->erase(fresh); }), {"erase", "User (new)", "flush first"}));
    CHECK_THROWS_AS(session->refresh(fresh), UsageError);
    auto loose = make(User{});
    CHECK_THROWS_AS(session->erase(loose), UsageError);
    const std::string text =
        message<UsageError>([&] { session->select<Post>().where([&](auto& p) { return p.author == loose; }).all(); });
    CHECK_MESSAGE(has(text, {"User (new)", "no row", "Post::author"}), text);
}

TEST_CASE_FIXTURE(Blog, "bad input: an object whose row was deleted does not come back") {
    session->erase(ed);
    session->flush();
    CHECK(has(message<UsageError>([&] { session->add(ed); }), {"User #1", "deleted"}));
    CHECK_THROWS_AS(session->add(Post{.author = ed}), UsageError);
    session->rollback();
    CHECK(ed->name == "ed");
    CHECK(ed->posts.size() == 1);
}

} // namespace bad_input_objects
