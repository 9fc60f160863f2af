// SPDX-License-Identifier: MIT
// Relationships that a query loads with its own SELECT, by a join.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace joined_loading {
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
    Mapped<std::string> title;
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
        session.add(User{.name = "ed",
            .posts = {make(Post{.title = "b", .tags = {both, one}}), make(Post{.title = "a", .tags = {both}})}});
        session.add(User{.name = "nobody"});
        session.add(User{.name = "mary", .posts = {make(Post{.title = "c"})}});
        session.add(Post{.title = "anonymous"});
        session.commit();
        session.expunge_all();
    }
};

std::string titles(const Ref<User>& user) {
    std::string text;
    for (auto post : user->posts) text += post->title;
    return text;
}

TEST_CASE_FIXTURE(Blog, "joined: owners and their collections come with one SELECT, each owner once") {
    const Statements seen(db);
    const auto users = session.select<User>().with<&User::posts>(joined).all();
    REQUIRE(users.size() == 3);
    CHECK(titles(users[0]) == "ba");
    CHECK(titles(users[1]).empty());
    CHECK(titles(users[2]) == "c");
    INFO(seen.text());
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "joined: the order of the query comes before that of the collection") {
    const auto users =
        session.select<User>().order_by([](auto& u) { return desc(u.name); }).with<&User::posts>(joined).all();
    REQUIRE(users.size() == 3);
    CHECK(users[0]->name == "nobody");
    CHECK(users[1]->name == "mary");
    CHECK(titles(users[2]) == "ba");
}

TEST_CASE_FIXTURE(Blog, "joined: a reference, also one that is null") {
    const Statements seen(db);
    const auto posts = session.select<Post>().with<&Post::author>(joined).all();
    REQUIRE(posts.size() == 4);
    CHECK(posts[0]->author->name == "ed");
    CHECK(posts[2]->author->name == "mary");
    CHECK(!posts[3]->author);
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "joined: a path of several levels, and collections that multiply each other's rows") {
    const Statements seen(db);
    const auto users = session.select<User>().with<&User::posts, &Post::tags>(joined).all();
    REQUIRE(users.size() == 3);
    CHECK(titles(users[0]) == "ba");
    CHECK(users[0]->posts[0]->tags.size() == 2);
    CHECK(users[0]->posts[1]->tags.size() == 1);
    CHECK(users[2]->posts[0]->tags.size() == 0);
    INFO(seen.text());
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "joined: a limit counts objects, so a collection is loaded by a SELECT of its own") {
    const Statements seen(db);
    const auto users = session.select<User>().limit(2).with<&User::posts>(joined).all();
    REQUIRE(users.size() == 2);
    CHECK(titles(users[0]) == "ba");
    CHECK(seen.count() == 2);
    CHECK(session.select<User>().with<&User::posts>(joined).first() == users[0]);
}

TEST_CASE_FIXTURE(Blog, "joined: a query that groups its rows loads by a SELECT of its own") {
    const Statements seen(db);
    from<Post> p;
    from<Tag> t;
    const auto query = session.select(p).join(t, p->tags).group_by(p).having(count(t) > 1);
    const auto posts = query.with<&Post::tags>(joined).with<&Post::author>(joined).all();
    REQUIRE(posts.size() == 1);
    CHECK(posts[0]->tags.size() == 2);
    CHECK(posts[0]->author->name == "ed");
    INFO(seen.text());
    CHECK(seen.count() == 3);
}

TEST_CASE_FIXTURE(Blog, "joined: a collection in memory keeps its changes") {
    session.autoflush(false);
    auto ed = session.get<User>(1);
    auto fresh = ed->posts.add(Post{.title = "d"});
    const auto users = session.select<User>().with<&User::posts>(joined).all();
    CHECK(titles(ed) == "bad");
    CHECK(users.front()->posts[2] == fresh);
}

TEST_CASE_FIXTURE(Blog, "joined: queued changes of an unloaded collection are merged") {
    session.autoflush(false);
    auto ed = session.get<User>(1);
    auto fresh = session.add(Post{.title = "d", .author = ed});
    const auto users = session.select<User>().with<&User::posts>(joined).all();
    CHECK(titles(ed) == "bad");
}

TEST_CASE_FIXTURE(Blog, "joined: a condition on the same reference narrows the objects") {
    const auto posts = session.select<Post>()
                           .where([](auto& p) { return p.author->name == "mary"; })
                           .with<&Post::author>(joined)
                           .all();
    REQUIRE(posts.size() == 1);
    CHECK(posts[0]->title == "c");
}

} // namespace joined_loading
