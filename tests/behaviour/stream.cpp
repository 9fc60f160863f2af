// SPDX-License-Identifier: MIT
// Reading rows without keeping them.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace stream {
using namespace athanor;
using support::Statements;

struct Post;
struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<std::optional<std::string>> email;
    List<Post> posts;
};
struct Post {
    Key<int> id;
    One<User> author;
};

struct Users {
    Engine db{"sqlite://"};
    Session session{db};
    Users() {
        create_all<User>(db);
        session.add(User{.name = "ed", .email = "ed@example.org", .posts = {make(Post{})}});
        session.add(User{.name = "a name that needs memory of its own"});
        session.add(User{.name = "mary"});
        session.commit();
        session.expunge_all();
    }
};

TEST_CASE_FIXTURE(Users, "stream: every row of the query in its order, and none is left in the session") {
    std::string names;
    const Statements seen(db);
    for (const User& user : session.select<User>().where([](auto& u) { return u.id != 2; }).stream())
        names += user.name + ',';
    CHECK(names == "ed,mary,");
    CHECK(session.identity_map_size() == 0);
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Users, "stream: one object serves all rows, and shows nothing of the row before") {
    const User* first = nullptr;
    for (const User& user : session.select<User>().stream()) {
        if (!first) first = &user;
        CHECK(&user == first);
        CHECK(user.email.has_value() == (user.id == 1));
    }
}

TEST_CASE_FIXTURE(Users, "stream: what is pending is written first") {
    session.add(User{.name = "new"});
    std::size_t rows = 0;
    for (const User& user : session.select<User>().stream()) rows += user.id != 0;
    CHECK(rows == 4);
}

TEST_CASE_FIXTURE(Users, "stream: its text parameters live as long as the rows") {
    const auto query = [&] {
        const std::string name = "a name that needs memory of its own";
        return session.select<User>().where([&](auto& u) { return u.name == name; }).stream();
    };
    auto rows = query();
    auto row = rows.begin();
    REQUIRE(row != rows.end());
    CHECK(row->id == 2);
}

TEST_CASE_FIXTURE(Users, "stream: the session works on while rows are read, and ends before the last") {
    auto rows = session.select<User>().stream();
    auto row = rows.begin();
    session.add(User{.name = "another"});
    session.commit();
    CHECK(row->name == "ed");
    ++row;
    CHECK(row->id == 2);
}

TEST_CASE_FIXTURE(Users, "stream: a relationship of such an object is not there") {
    for (const User& user : session.select<User>().stream()) CHECK_THROWS_AS((void)user.posts.size(), DetachedError);
    for (const Post& post : session.select<Post>().stream()) CHECK_THROWS_AS((void)post.author->name, DetachedError);
}

TEST_CASE_FIXTURE(Users, "stream: with<> is refused") {
    const std::string text =
        support::message<UsageError>([&] { (void)session.select<User>().with<&User::posts>().stream(); });
    CHECK_MESSAGE(support::has(text, {"stream()", "User", "all()"}), text);
}

TEST_CASE_FIXTURE(Users, "stream: a cell that does not fit names the row") {
    session.execute("UPDATE \"user\" SET name = x'00' WHERE id = 3");
    const std::string text = support::message<DecodeError>([&] {
        for (const User& user : session.select<User>().stream()) (void)user.name.get();
    });
    CHECK_MESSAGE(support::has(text, {"user.name", "key 3"}), text);
}

} // namespace stream
