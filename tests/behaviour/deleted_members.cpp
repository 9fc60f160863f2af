// SPDX-License-Identifier: MIT
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace deleted_members {
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
    One<Post> previous;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Tag> a, b;
    Ref<Post> first, post;
    Blog() {
        create_all<Post>(db);
        a = session.add(Tag{.name = "a"});
        b = session.add(Tag{.name = "b"});
        first = session.add(Post{});
        post = session.add(Post{.tags = {a, b}, .previous = first});
        session.commit();
    }
};

TEST_CASE_FIXTURE(Blog, "deleted: an erased object leaves the collections in memory with the commit") {
    session.erase(a);
    session.flush();
    CHECK(post->tags.size() == 2);
    session.commit();
    CHECK(post->tags.size() == 1);
    post->tags.clear();
    session.commit();
    CHECK(session.execute("SELECT * FROM post_tag").rows.empty());
}

TEST_CASE_FIXTURE(Blog, "deleted: a rollback keeps it in the collections") {
    session.erase(a);
    session.flush();
    session.rollback();
    CHECK(post->tags.size() == 2);
    CHECK(state(a) == State::persistent);
}

} // namespace deleted_members
