// SPDX-License-Identifier: MIT
// A session serves one thread at a time: another one that comes meanwhile is refused, and nothing is raced.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <functional>
#include <thread>

namespace session_threads {
using namespace athanor;
using support::has;
using support::message;
struct Post;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    One<User> author;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<User> ed;
    Blog() {
        create_all<User>(db);
        ed = session.add(User{.name = "ed", .posts = {make(Post{.title = "a"})}});
        session.commit();
        session.expire_all();
    }

    // What another thread is told that does this while a query of the session is under way.
    std::string while_busy(const std::function<void()>& act) {
        std::string text;
        const Observation watch = db.observe([&](const StatementEvent& event) {
            if (event.verb == "SELECT" && text.empty())
                std::thread([&] { text = message<WrongThreadError>(act); }).join();
        });
        session.select<User>().all();
        return text;
    }
};

TEST_CASE_FIXTURE(Blog, "threads: using a session that another thread is using is refused") {
    const auto refused = [&](const std::function<void()>& act) { return has(while_busy(act), {"another thread"}); };
    CHECK(refused([&] { session.flush(); }));
    CHECK(refused([&] { session.add(User{.name = "mary"}); }));
    CHECK(refused([&] { session.get<User>(1); }));
    CHECK(refused([&] { session.select<User>().all(); }));
    CHECK(refused([&] { session.rollback(); }));
    CHECK(refused([&] { session.contains(ed); }));
}

TEST_CASE_FIXTURE(Blog, "threads: so is using its objects, when that reaches the session, and they stay as they were") {
    const auto refused = [&](const std::function<void()>& act) { return has(while_busy(act), {"another thread"}); };
    auto other = make(Post{.title = "b"});
    CHECK(refused([&] { (void)ed->name.get(); }));
    session.expire_all();
    CHECK(refused([&] { ed->name = "edward"; }));
    session.expire_all();
    CHECK(refused([&] { ed->posts.add(other); }));
    session.rollback();
    CHECK(ed->name == "ed");
    CHECK(ed->posts.size() == 1);
}

TEST_CASE_FIXTURE(Blog, "threads: they may take turns, and the same thread may come back from inside") {
    std::thread([&] {
        ed->name = "edward";
        session.commit();
    }).join();
    CHECK(ed->name == "edward");
    bool came_back = false;
    const Observation watch = db.observe([&](const StatementEvent&) { came_back = session.contains(ed); });
    session.select<User>().all();
    CHECK(came_back);
}

} // namespace session_threads
