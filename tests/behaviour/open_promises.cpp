// SPDX-License-Identifier: MIT
// What the design promises and the library does not do yet. A case that begins to pass fails here: take its
// should_fail off and move it to where it belongs.
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace open_promises {
using namespace athanor;
struct Post;

struct Tag {
    Key<int> id;
    Column<std::string, unique_key> name;
    Set<Post> posts;
};
struct Post {
    Key<int> id;
    Set<Tag> tags;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Tag> a, b;
    Ref<Post> post;
    Blog() {
        create_all<Post>(db);
        a = session.add(Tag{.name = "a"});
        b = session.add(Tag{.name = "b"});
        post = session.add(Post{.tags = {a, b}});
        session.commit();
    }
};

TEST_CASE_FIXTURE(Blog, "open: unique values can be swapped" * doctest::should_fail()) {
    a->name = "b";
    b->name = "a";
    session.commit();
}

TEST_CASE_FIXTURE(Blog, "open: an erased row makes room for a new one with its unique value" * doctest::should_fail()) {
    session.erase(a);
    session.add(Tag{.name = "a"});
    session.commit();
}

} // namespace open_promises
