// SPDX-License-Identifier: MIT
// Taking an object out of a collection that is never loaded, and that may not have it.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace not_a_member {
using namespace athanor;
using support::Statements;
struct Post;

struct Author {
    Key<int> id;
    Mapped<std::string> name;
    Dynamic<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::optional<int>> author_id;
    One<Author> author;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db, unattached(skip)};
    Ref<Author> ed, jack;
    Blog() {
        create_all<Author>(db);
        ed = session.add(Author{.name = "ed"});
        jack = session.add(Author{.name = "jack"});
        session.flush();
    }
};

TEST_CASE_FIXTURE(Blog, "not a member: who has no author shows so afterwards, without SQL") {
    session.add(Post{});
    session.commit();
    session.expunge_all();
    auto post = session.get<Post>(1);
    ed = session.get<Author>(1);
    const Statements seen(db);
    ed->posts.remove(post);
    CHECK(is_loaded<&Post::author>(post));
    session.flush();
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(Blog, "not a member: who belongs to another author stays there") {
    auto post = session.add(Post{});
    jack->posts.add(post);
    session.flush();
    ed->posts.remove(post);
    session.flush();
    CHECK(post->author == jack);
    CHECK(session.select<Post>().count() == 1);
}

TEST_CASE_FIXTURE(Blog, "not a member: a new object without an author leaves the session") {
    auto post = session.add(Post{});
    ed->posts.remove(post);
    CHECK(state(post) == State::transient);
}

TEST_CASE_FIXTURE(Blog, "not a member: of a new author nobody knows better, so that a post with an unknown one goes") {
    auto post = session.add(Post{.author = ed});
    session.commit();
    session.expire(post);
    session.expire(ed);
    session.add(Author{.name = "new"})->posts.remove(post);
    session.flush();
    CHECK(session.select<Post>().count() == 0);
}

TEST_CASE_FIXTURE(Blog, "not a member: adding an author takes in what was moved away from it, too") {
    auto fay = make(Author{.name = "fay"});
    auto post = make(Post{.author = ed});
    fay->posts.remove(post);
    session.add(fay);
    CHECK(state(post) == State::pending);
}

TEST_CASE_FIXTURE(Blog, "not a member: what was taken out of an author is still taken in with it, and left out again") {
    auto post = make(Post{});
    ed->posts.add(post);
    ed->posts.remove(post);
    CHECK(state(post) == State::transient);
    session.add(ed);
    session.flush();
    CHECK(session.select<Post>().count() == 0);
}

TEST_CASE_FIXTURE(Blog, "not a member: an author without a row answers all() and one() from memory") {
    auto fay = make(Author{.name = "fay"});
    CHECK(fay->posts.all().empty());
    CHECK_THROWS_AS(fay->posts.one(), NoResultError);
    CHECK_THROWS_AS(fay->posts.limit(1).all(), DetachedError);
}

} // namespace not_a_member
