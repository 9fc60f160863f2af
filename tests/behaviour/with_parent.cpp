// SPDX-License-Identifier: MIT
// Queries for the members of one object's relationship.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace with_parent {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;
struct Tag;
struct Badge;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    List<Post> posts;
    Set<Badge, owned> badges;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    One<User> author;
    Set<Tag> tags;
};
struct Tag {
    Key<std::string> name;
    Set<Post> posts;
};
struct Badge {
    Key<int> id;
    Mapped<std::string> text;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<User> ed, mary;
    Blog() {
        create_all<User>(db);
        auto cpp = make(Tag{.name = "cpp"});
        ed = session.add(User{.name = "ed",
            .posts = {make(Post{.title = "a", .tags = {cpp, make(Tag{.name = "sql"})}}), make(Post{.title = "b"})}});
        mary = session.add(User{.name = "mary", .posts = {make(Post{.title = "c", .tags = {cpp}})}});
        session.commit();
    }
    Ref<Post> post(std::string title) {
        return session.select<Post>().where([&](auto& p) { return p.title == title; }).one();
    }
};

TEST_CASE_FIXTURE(Blog, "with_parent: members of a list are found by their foreign key, without a join") {
    const auto query = session.select<Post>().with_parent<&User::posts>(ed);
    CHECK(query.count() == 2);
    CHECK(query.where([](auto& p) { return p.title == "b"; }).one()->title == "b");
    CHECK(query.sql().find("JOIN") == std::string::npos);
    CHECK(session.select<Post>().with_parent<&User::posts>(mary).one()->title == "c");
}

TEST_CASE_FIXTURE(Blog, "with_parent: members of a many-to-many relationship are found through the table between") {
    CHECK(session.select<Tag>().with_parent<&Post::tags>(post("a")).count() == 2);
    CHECK(session.select<Tag>().with_parent<&Post::tags>(post("b")).count() == 0);
    auto cpp = session.get<Tag>("cpp");
    CHECK(session.select<Post>().with_parent<&Tag::posts>(cpp).count() == 2);
    CHECK(session.select<Post>().with_parent<&Tag::posts>(cpp).with_parent<&User::posts>(ed).one()->title == "a");
    auto sql = session.get<Tag>("sql");
    CHECK(session.select<Post>().with_parent<&Tag::posts>(cpp).with_parent<&Tag::posts>(sql).count() == 1);
}

TEST_CASE_FIXTURE(Blog, "with_parent: a reference leads to the one object") {
    CHECK(session.select<User>().with_parent<&Post::author>(post("c")).one() == mary);
    auto orphan = session.add(Post{.title = "d"});
    CHECK(session.select<User>().with_parent<&Post::author>(orphan).count() == 0);
    session.commit();
    session.expunge_all();
    const Statements seen(db);
    auto c = post("c");
    CHECK(session.select<User>().with_parent<&Post::author>(c).one()->name == "mary");
    CHECK(seen.count() == 2);
}

TEST_CASE_FIXTURE(Blog, "with_parent: members without a back reference") {
    ed->badges.add(make(Badge{.text = "gold"}));
    CHECK(session.select<Badge>().with_parent<&User::badges>(ed).one()->text == "gold");
    CHECK(session.select<Badge>().with_parent<&User::badges>(mary).count() == 0);
}

TEST_CASE_FIXTURE(Blog, "with_parent: a pending owner gets its key from the flush before the query") {
    auto joe = session.add(User{.name = "joe", .posts = {make(Post{.title = "z"})}});
    CHECK(session.select<Post>().with_parent<&User::posts>(joe).one()->title == "z");
    CHECK(session.select<Post>().with_parent<&User::posts>(joe).count() == 1);
}

TEST_CASE_FIXTURE(Blog, "with_parent: an owner without a key has no members") {
    auto joe = make(User{.name = "joe"});
    CHECK(session.select<Post>().with_parent<&User::posts>(joe).all().empty());
    joe->id = 1;
    CHECK(session.select<Post>().with_parent<&User::posts>(joe).count() == 2);
}

TEST_CASE_FIXTURE(Blog, "with_parent: an expired owner is read again, a detached one knows its key") {
    session.expire(ed);
    session.execute("UPDATE \"user\" SET name = 'Edward'");
    const auto query = session.select<Post>().with_parent<&User::posts>(ed);
    CHECK(query.count() == 2);
    CHECK(ed->name == "Edward");
    session.expire(ed);
    session.expunge(ed);
    CHECK(query.count() == 2);
}

TEST_CASE_FIXTURE(Blog, "with_parent: a query keeps its owner alive and is a value") {
    auto query = session.select<Post>();
    {
        auto someone = make(User{});
        someone->id = 1;
        query = session.select<Post>().with_parent<&User::posts>(someone);
    }
    CHECK(query.count() == 2);
    CHECK(query.limit(1).all().size() == 1);
    CHECK(query.all().size() == 2);
}

TEST_CASE_FIXTURE(Blog, "with_parent: a column, another class and a null owner are refused by name") {
    const std::string column = message<UsageError>([&] { (void)session.select<Post>().with_parent<&User::name>(ed); });
    CHECK_MESSAGE(has(column, {"User::name", "relationship"}), column);
    const std::string other = message<UsageError>([&] { (void)session.select<Tag>().with_parent<&User::posts>(ed); });
    CHECK_MESSAGE(has(other, {"User::posts", "Post", "Tag"}), other);
    const std::string null =
        message<UsageError>([&] { (void)session.select<Post>().with_parent<&User::posts>(Ref<User>()); });
    CHECK_MESSAGE(has(null, {"null"}), null);
}

} // namespace with_parent
