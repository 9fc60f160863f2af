// SPDX-License-Identifier: MIT
// Objects that no session knows: graphs in temporaries, containers, and never used at all.
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <memory>

namespace temporary_graph {
using namespace athanor;
struct Post;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    List<Post, owned> posts;
    std::shared_ptr<int> alive; // a member that is not mapped
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    One<User> author;
    std::shared_ptr<int> alive;
};

User ed(const std::shared_ptr<int>& alive) {
    return User{.name = "ed",
        .posts = {make(Post{.title = "one", .alive = alive}), make(Post{.title = "two", .alive = alive})},
        .alive = alive};
}

TEST_CASE("temporary graph: what a temporary held is there behind the semicolon") {
    auto user = make(User{.name = "ed", .posts = {make(Post{.title = "one"}), make(Post{.title = "two"})}});
    REQUIRE(user->posts.size() == 2);
    CHECK(user->posts[0]->title == "one");
    CHECK(user->posts[1]->title == "two");
    CHECK(user->posts[1]->author == user);
}

TEST_CASE("temporary graph: a value on the stack owns its members") {
    const auto alive = std::make_shared<int>();
    {
        User user{.name = "ed", .posts = {make(Post{.title = "one", .alive = alive})}};
        CHECK(alive.use_count() == 2);
        CHECK(user.posts.size() == 1);
        CHECK(user.posts[0]->title == "one");
        CHECK(user.posts[0]->author == nullptr); // nobody is bound yet
    }
    CHECK(alive.use_count() == 1);
}

TEST_CASE("temporary graph: a graph that is never bound leaves nothing behind") {
    const auto alive = std::make_shared<int>();
    ed(alive);
    CHECK(alive.use_count() == 1);
    { const User unused = ed(alive); }
    CHECK(alive.use_count() == 1);
}

TEST_CASE("temporary graph: a bound graph in a circle goes with its last handle") {
    const auto alive = std::make_shared<int>();
    Ref<Post> post;
    {
        const auto user = make(ed(alive));
        post = user->posts[0];
    }
    CHECK(alive.use_count() == 4);
    CHECK(post->author->name == "ed");
    CHECK(post->author->posts[1]->title == "two");
    post = nullptr;
    CHECK(alive.use_count() == 1);
}

TEST_CASE("temporary graph: a value that was moved has what the other one had") {
    const auto alive = std::make_shared<int>();
    User first = ed(alive);
    User second = std::move(first);
    CHECK(second.posts.size() == 2);
    CHECK(second.posts[1]->title == "two");
    const auto user = make(std::move(second));
    CHECK(user->posts[0]->author == user);
    CHECK(alive.use_count() == 4);
}

TEST_CASE("temporary graph: values move through a std::vector") {
    const auto alive = std::make_shared<int>();
    std::vector<User> users;
    for (int i = 0; i < 20; ++i) users.push_back(ed(alive));
    CHECK(alive.use_count() == 61);
    users.erase(users.begin(), users.begin() + 5);
    CHECK(alive.use_count() == 46);
    std::vector<Ref<User>> handles;
    for (User& user : users) handles.push_back(make(std::move(user)));
    users.clear();
    CHECK(alive.use_count() == 46);
    for (const auto& handle : handles) CHECK(handle->posts[1]->author == handle);
    handles.clear();
    CHECK(alive.use_count() == 1);
}

TEST_CASE("temporary graph: free-standing collections change like bound ones") {
    User user{.name = "ed"};
    const auto one = user.posts.add(Post{.title = "one"});
    user.posts.add(Post{.title = "two"});
    user.posts.insert(0, Post{.title = "zero"});
    CHECK(user.posts.size() == 3);
    CHECK(user.posts.contains(one));
    CHECK(user.posts.remove(one));
    CHECK(!user.posts.remove(one));
    CHECK(user.posts.pop()->title == "two");
    CHECK(user.posts.front()->title == "zero");
    user.posts.clear();
    CHECK(user.posts.empty());
}

TEST_CASE("temporary graph: a session takes the whole graph in, and gives it back when it goes") {
    Engine db("sqlite://");
    create_all<User>(db);
    const auto alive = std::make_shared<int>();
    {
        Session session(db);
        session.add(ed(alive));
        CHECK(alive.use_count() == 4); // the session holds it
        session.commit();
    }
    CHECK(alive.use_count() == 1);
    Session session(db);
    CHECK(session.select<Post>().count() == 2);
}

TEST_CASE("temporary graph: a bound object does not move") {
    const auto user = make(User{.name = "ed"});
    CHECK_THROWS_AS(User(std::move(*user)), UsageError);
    CHECK(user->name == "ed");
}

} // namespace temporary_graph
