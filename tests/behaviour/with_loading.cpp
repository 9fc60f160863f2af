// SPDX-License-Identifier: MIT
// Relationships that a query loads together: one SELECT per relationship and 500 owners.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace with_loading {
using namespace athanor;
using support::Statements;
struct Post;
struct Tag;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    One<User> author;
    Set<Tag> tags;
};
struct Tag {
    Key<int> id;
    Set<Post> posts;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Blog() {
        create_all<User>(db);
        auto both = make(Tag{}), one = make(Tag{});
        session.add(User{.name = "ed", .posts = {make(Post{.tags = {both, one}}), make(Post{.tags = {both}})}});
        session.add(User{.name = "mary", .posts = {make(Post{})}});
        session.add(User{.name = "nobody"});
        session.commit();
        session.expunge_all();
    }
};

TEST_CASE_FIXTURE(Blog, "with: the collections of all owners come with one SELECT") {
    const Statements seen(db);
    std::size_t posts = 0;
    for (auto user : session.select<User>().with<&User::posts>()) posts += user->posts.size();
    CHECK(posts == 3);
    INFO(seen.text());
    CHECK(seen.count() == 2);
}

TEST_CASE_FIXTURE(Blog, "with: references of all objects come with one SELECT, and none when all are known") {
    Statements seen(db);
    for (auto post : session.select<Post>().with<&Post::author>()) CHECK(!post->author->name.get().empty());
    CHECK(seen.count() == 2);
    seen.clear();
    session.expunge_all();
    const auto users = session.select<User>().all();
    for (auto post : session.select<Post>().with<&Post::author>()) CHECK(!post->author->name.get().empty());
    CHECK(seen.count() == 2);
}

TEST_CASE_FIXTURE(Blog, "with: a path of several levels is one SELECT each") {
    const Statements seen(db);
    std::size_t tags = 0;
    for (auto user : session.select<User>().with<&User::posts, &Post::tags>())
        for (auto post : user->posts) tags += post->tags.size();
    CHECK(tags == 3);
    INFO(seen.text());
    CHECK(seen.count() == 3);
}

TEST_CASE_FIXTURE(Blog, "with: several relationships of one query") {
    const Statements seen(db);
    const auto posts = session.select<Post>().with<&Post::tags>().with<&Post::author>().all();
    CHECK(posts.size() == 3);
    CHECK(seen.count() == 3);
    for (auto post : posts) {
        (void)post->tags.size();
        (void)post->author->name;
    }
    CHECK(seen.count() == 3);
}

TEST_CASE_FIXTURE(Blog, "with: what is in memory with its changes stays as it is") {
    session.autoflush(false);
    auto ed = session.get<User>(1);
    auto fresh = ed->posts.add(Post{});
    const auto found = session.select<User>().with<&User::posts>().all();
    CHECK(ed->posts.size() == 3);
    CHECK(ed->posts[2] == fresh);
}

TEST_CASE_FIXTURE(Blog, "with: queued changes of an unloaded collection are merged") {
    session.autoflush(false);
    auto ed = session.get<User>(1);
    auto fresh = session.add(Post{.author = ed});
    const auto found = session.select<User>().with<&User::posts>().all();
    CHECK(ed->posts.size() == 3);
    CHECK(ed->posts[2] == fresh);
}

TEST_CASE_FIXTURE(
    Blog, "with: an expired member on the way is read again first, and one whose row is gone is passed over") {
    const auto ed = session.get<User>(1);
    const auto first = ed->posts[0], second = ed->posts[1];
    session.expire(first);
    session.expire(second);
    session.execute("DELETE FROM post_tag WHERE post_id = 2");
    session.execute("DELETE FROM post WHERE id = 2");
    const auto users =
        session.select<User>().with<&User::posts, &Post::author>().with<&User::posts, &Post::tags>().all();
    CHECK(first->author == ed);
    CHECK(first->tags.size() == 2);
    CHECK_THROWS_AS((void)second->author.ref(), ObjectDeletedError);
}

TEST_CASE_FIXTURE(Blog, "with: a column is refused with a sentence") {
    const std::string text = support::message<UsageError>([&] { (void)session.select<User>().with<&User::name>(); });
    CHECK_MESSAGE(support::has(text, {"with<>", "User::name", "column"}), text);
}

TEST_CASE("with: 1200 owners are three statements, and each gets its own") {
    Engine db("sqlite://");
    create_all<User>(db);
    Session session(db);
    for (int i = 0; i < 1200; ++i) session.add(User{.name = std::to_string(i), .posts = {make(Post{})}});
    session.commit();
    session.expunge_all();
    const Statements seen(db);
    const auto users = session.select<User>().with<&User::posts>().all();
    CHECK(seen.count("SELECT", "user") == 1);
    CHECK(seen.count() == 4);
    std::size_t right = 0;
    for (auto user : users) right += user->posts.size() == 1 && user->posts[0]->author == user;
    CHECK(right == 1200);
    CHECK(seen.count() == 4);
}

} // namespace with_loading
