// SPDX-License-Identifier: MIT
// What goes with an object into the session, into the database and out of it.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace cascades {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;
struct Note;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    List<Post, owned> posts;
    List<Note> notes;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    One<User> author;
};
struct Note {
    Key<int> id;
    One<User> user;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<User> ed, mary;
    Ref<Post> post;
    Ref<Note> note;
    Blog() {
        create_all<User>(db);
        ed = session.add(
            User{.name = "ed", .posts = {make(Post{.title = "a"}), make(Post{.title = "b"})}, .notes = {make(Note{})}});
        mary = session.add(User{.name = "mary"});
        post = ed->posts[0];
        note = ed->notes[0];
        session.commit();
    }
    std::int64_t posts() { return session.select<Post>().count(); }
};

TEST_CASE_FIXTURE(Blog, "cascade: add takes the whole graph in, and what a list gets later") {
    auto fresh = make(Post{.title = "c"});
    CHECK(state(fresh) == State::transient);
    ed->posts.add(fresh);
    CHECK(state(fresh) == State::pending);
    auto user = make(User{.posts = {make(Post{})}});
    session.add(user->posts[0]); // and its author
    CHECK(state(user) == State::pending);
    session.commit();
    CHECK(state(fresh) == State::persistent);
    CHECK(posts() == 4);
}

TEST_CASE_FIXTURE(
    Blog, "cascade: a back reference does not take an object in; the flush names owner, member and remedy") {
    auto fresh = make(Post{.title = "c"});
    fresh->author = ed;
    CHECK(state(fresh) == State::transient);
    CHECK(ed->posts.contains(fresh));
    const std::string text = message<UnattachedError>([&] { session.flush(); });
    CHECK_MESSAGE(has(text, {"Post (new)", "User::posts", "User #1", "session.add()"}), text);
    session.add(fresh);
    session.commit();
    CHECK(posts() == 3);
}

TEST_CASE_FIXTURE(Blog, "cascade: with unattached(skip) such a member is passed over") {
    Session other(db, unattached(skip));
    auto user = other.get<User>(1);
    auto fresh = make(Post{.title = "c"});
    fresh->author = user;
    other.commit();
    CHECK(state(fresh) == State::transient);
    CHECK(other.select<Post>().count() == 2);
}

TEST_CASE_FIXTURE(Blog, "cascade: erase deletes what is owned and unlinks what is not") {
    session.expunge_all();
    auto user = session.get<User>(1);
    session.erase(user);
    session.commit();
    CHECK(state(user) == State::detached);
    CHECK(posts() == 0);
    CHECK(session.select<Note>().count() == 1);
    CHECK(session.get<Note>(1)->user == nullptr);
}

TEST_CASE_FIXTURE(Blog, "cascade: an owned object that is taken out is deleted, another is unlinked") {
    ed->posts.remove(post);
    ed->notes.remove(note);
    CHECK(state(post) == State::persistent);
    session.commit();
    CHECK(state(post) == State::detached);
    CHECK(posts() == 1);
    CHECK(session.select<Note>().count() == 1);
    CHECK(state(note) == State::persistent);
}

TEST_CASE_FIXTURE(Blog, "cascade: an owned object that moves to another owner is not deleted") {
    CHECK(mary->posts.empty()); // in memory now
    SUBCASE("through the lists") {
        ed->posts.remove(post);
        mary->posts.add(post);
    }
    SUBCASE("through the reference") { post->author = mary; }
    SUBCASE("there and back") {
        post->author = mary;
        post->author = ed;
        mary->posts.add(post);
    }
    const Statements seen(db);
    session.commit();
    INFO(seen.text());
    CHECK(seen.writes() == 1);
    CHECK(posts() == 2);
    CHECK(post->author == mary);
}

TEST_CASE_FIXTURE(
    Blog, "cascade: an orphan that the load of its next collection deletes is refused there, and not lost") {
    ed->posts.remove(post);
    // loads mary's posts, and that flushes first: assign post->author instead to move without a flush between
    CHECK_THROWS_AS(mary->posts.add(post), UsageError);
    session.rollback();
    CHECK(posts() == 2);
    post->author = mary;
    session.commit();
    CHECK(posts() == 2);
}

TEST_CASE_FIXTURE(Blog, "cascade: setting the reference of an owned object to null deletes it") {
    post->author = nullptr;
    session.commit();
    CHECK(posts() == 1);
}

TEST_CASE_FIXTURE(Blog, "cascade: a pending orphan leaves the session") {
    auto fresh = ed->posts.add(Post{.title = "c"});
    ed->posts.remove(fresh);
    CHECK(state(fresh) == State::transient);
    const Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Blog, "cascade: a pending object that moves to another owner stays pending") {
    CHECK(mary->posts.empty()); // in memory now
    auto fresh = ed->posts.add(Post{.title = "c"});
    SUBCASE("through the lists") { mary->posts.add(fresh); }
    SUBCASE("through the reference") { fresh->author = mary; }
    CHECK(state(fresh) == State::pending);
    session.commit();
    CHECK(fresh->author == mary);
    CHECK(posts() == 3);
}

TEST_CASE_FIXTURE(Blog, "cascade: adding an erased object to a live owner rescues it") {
    CHECK(mary->posts.empty()); // in memory now
    session.erase(post);
    ed->posts.remove(post);
    mary->posts.add(post);
    session.commit();
    CHECK(posts() == 2);
    CHECK(state(post) == State::persistent);
}

TEST_CASE_FIXTURE(Blog, "cascade: add takes back a mark for deletion") {
    session.erase(post);
    session.add(post);
    const Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
    CHECK(state(post) == State::persistent);
}

} // namespace cascades
