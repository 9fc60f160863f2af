// SPDX-License-Identifier: MIT
// A program outside the library: two headers that name each other, an in-memory database, a round trip.
#include "post.hpp"
#include "user.hpp"

#include <athanor/athanor.hpp>

#include <cstdio>
#include <exception>

static bool round_trip() {
    athanor::Engine db("sqlite://");
    athanor::create_all<User>(db);
    {
        athanor::Session session(db);
        session.add(User{.name = "ed", .posts = {athanor::make(Post{.title = "Hello"})}});
        session.commit();
    }
    athanor::Session session(db);
    auto user = session.get<User>(1);
    return user && user->name == "ed" && user->posts.size() == 1 && user->posts[0]->title == "Hello" &&
        user->posts[0]->author == user;
}

int main() try {
    if (round_trip()) return 0;
    std::puts("what came back is not what was saved");
    return 1;
} catch (const std::exception& error) {
    std::puts(error.what());
    return 1;
}
