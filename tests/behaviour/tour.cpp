// SPDX-License-Identifier: MIT
// The tour of the README step by step, with the statements that its comments promise.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace tour {
using namespace athanor;
using support::Statements;
struct Post;
struct Tag;

struct User {
    Key<int> id;
    Column<std::string, unique_key, length(50)> name;
    Mapped<std::optional<std::string>> email;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title, body;
    One<User> author;
    Set<Tag> tags;
};
struct Tag {
    Key<int> id;
    Column<std::string, unique_key> name;
    Set<Post> posts;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<User> ed;
    Ref<Tag> cpp;

    Blog() {
        drop_all<User>(db);
        create_all<User>(db);
        cpp = make(Tag{.name = "c++"});
        ed = session.add(
            User{.name = "ed", .posts = {make(Post{.title = "Hello", .tags = {cpp}}), make(Post{.title = "Alchemy"})}});
    }
    std::int64_t rows(const std::string& table) {
        return session.execute("SELECT count(*) FROM \"" + table + "\"").rows.at(0).at(0).integer();
    }
};

TEST_CASE_FIXTURE(Blog, "tour: adding the user emits nothing, the commit writes 1 user, 2 posts, 1 tag and 1 link") {
    {
        const Statements seen(db);
        session.add(ed);
        CHECK(seen.count() == 0);
        session.commit();
        INFO(seen.text());
        CHECK(seen.count() == seen.count("INSERT"));
        CHECK(seen.count("INSERT", "user") == 1);
        CHECK(seen.count("INSERT", "tag") == 1);
        CHECK(seen.count("INSERT", "post_tag") == 1);
    }
    CHECK(rows("user") == 1);
    CHECK(rows("post") == 2);
    CHECK(rows("tag") == 1);
    CHECK(rows("post_tag") == 1);
}

TEST_CASE_FIXTURE(Blog, "tour: both sides agree, and reading what was just written emits nothing") {
    session.commit();
    const Statements seen(db);
    std::string text;
    for (auto post : ed->posts) text += post->author->name + ": " + post->title + ";";
    CHECK(text == "ed: Hello;ed: Alchemy;");
    CHECK(cpp->posts.size() == 1);
    CHECK(*cpp->posts.begin() == ed->posts[0]);
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(Blog, "tour: a changed title is 1 UPDATE and an orphan is 1 DELETE") {
    session.commit();
    const Statements seen(db);
    ed->posts[0]->title += ", world";
    ed->posts.remove(ed->posts[1]);
    session.commit();
    INFO(seen.text());
    CHECK(seen.count("UPDATE", "post") == 1);
    CHECK(seen.count("DELETE", "post") == 1);
    CHECK(seen.writes() == 2);
    CHECK(ed->posts.size() == 1);
    CHECK(rows("post") == 1);
}

TEST_CASE_FIXTURE(Blog, "tour: the query with joins, any and with gives the object that the session has") {
    session.commit();
    from<Post> p;
    std::vector<std::string> titles;
    const Statements seen(db);
    for (auto post : session.select(p)
                         .where(p->author->name == "ed" && p->tags.any([](auto& t) { return t.name == "c++"; }))
                         .order_by(p->title)
                         .limit(10)
                         .with<&Post::tags>()) {
        titles.push_back(post->title);
        CHECK(post == ed->posts[0]);
        CHECK(post->tags.size() == 1);
    }
    CHECK(titles == std::vector<std::string>{"Hello"});
    INFO(seen.text());
    CHECK(seen.count() == 1); // tags are in memory already
}

TEST_CASE_FIXTURE(Blog, "tour: a change of an object that a query found is seen by another session") {
    session.commit();
    if (auto user = session.select<User>().where([](auto& u) { return u.email == std::nullopt; }).first())
        user->email = user->name + "@example.org";
    session.commit();
    Session other(db);
    CHECK(other.get<User>(1)->email == "ed@example.org");
    CHECK(other.select<Post>().count() == 2);
}

} // namespace tour
