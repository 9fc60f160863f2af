// SPDX-License-Identifier: MIT
// Lists on both sides of a table between: a list may show a member twice, the table has one row.
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace list_between_classes {
using namespace athanor;
struct Tag;

struct Post {
    Key<int> id;
    List<Tag> tags;
};
struct Tag {
    Key<int> id;
    List<Post> posts;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{(create_all<Post>(db), db)};
    Ref<Tag> tag = session.add(Tag{});
    Ref<Post> post = session.add(Post{.tags = {tag}}), other = session.add(Post{});
    Blog() {
        session.commit();
        tag->posts.size(); // the tags of the posts are not in memory
    }
    std::int64_t links() { return session.execute("SELECT count(*) FROM post_tag").rows.at(0).at(0).integer(); }
};

TEST_CASE_FIXTURE(Blog, "lists between two classes: the other side has the owner once, however often a list shows it") {
    SUBCASE("put in twice, taken out twice") {
        tag->posts.push_back(other);
        tag->posts.push_back(other);
        tag->posts.pop_back();
        tag->posts.pop_back();
    }
    SUBCASE("put in again") { tag->posts.push_back(post); }
    SUBCASE("put in again and taken out") {
        tag->posts.push_back(post);
        tag->posts.pop_back();
    }
    SUBCASE("put where it is") { tag->posts[0] = post; }
    SUBCASE("moved by hand") {
        tag->posts.insert(0, post);
        tag->posts.erase(1);
    }
    SUBCASE("doubled") { tag->posts += tag->posts; }
    SUBCASE("several in its place") { tag->posts.set_slice(0, 1, {post, post}); }
    session.commit();
    CHECK(links() == 1);
    CHECK(post->tags.size() == 1);
    CHECK(other->tags.empty());
}

TEST_CASE_FIXTURE(Blog, "lists between two classes: a member that stands twice leaves both places with the link") {
    post->tags = {tag, tag};
    session.commit();
    SUBCASE("removed") { tag->posts.remove(post); }
    SUBCASE("emptied") { tag->posts.clear(); }
    SUBCASE("assigned") { tag->posts = {}; }
    CHECK(post->tags.empty());
    session.commit();
    CHECK(links() == 0);
    session.erase(post);
    CHECK_NOTHROW(session.commit());
}

} // namespace list_between_classes
