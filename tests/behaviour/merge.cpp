// SPDX-License-Identifier: MIT
// Copies of objects from elsewhere: session.merge.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace merging {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;
struct Tag;
struct Note;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<std::optional<int>> age;
    List<Post, owned> posts;
    List<Note, cascade(all)> notes;
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
struct Note {
    Key<int> id;
    Mapped<std::optional<int>> user_id;
    One<User, by("user_id")> user;
};
struct Node {
    Key<int> id;
    Mapped<std::string> name;
    List<Node> children;
    One<Node> parent;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<User> ed;
    Blog() {
        create_all<User>(db);
        create_all<Node>(db);
        ed = session.add(User{.name = "ed", .age = 30, .posts = {make(Post{.title = "a"}), make(Post{.title = "b"})}});
        session.commit();
    }
    std::int64_t number(std::string sql) { return session.execute(sql).rows[0][0].integer(); }
};

TEST_CASE_FIXTURE(Blog, "merge: an object of the session is given back") {
    const Statements seen(db);
    CHECK(session.merge(ed) == ed);
    CHECK(seen.count() == 0);
    auto fresh = session.add(User{.name = "joe"});
    CHECK(session.merge(fresh) == fresh); // the flush before has written it
    CHECK(state(fresh) == State::persistent);
}

TEST_CASE_FIXTURE(Blog, "merge: what has no key becomes a new object, the given one stays as it is") {
    auto joe = make(User{.name = "joe", .posts = {make(Post{.title = "x"})}});
    auto copy = session.merge(joe);
    CHECK(copy != joe);
    CHECK(state(joe) == State::transient);
    CHECK(state(copy) == State::pending);
    CHECK(copy->name == "joe");
    REQUIRE(copy->posts.size() == 1);
    CHECK(copy->posts[0] != joe->posts[0]);
    CHECK(copy->posts[0]->author == copy);
    session.commit();
    CHECK(copy->id == 2);
    CHECK(joe->id == 0);
    CHECK(number("SELECT count(*) FROM post WHERE author_id = 2") == 1);
}

TEST_CASE_FIXTURE(Blog, "merge: only what is in memory is copied, and equal values change nothing") {
    auto partial = make(User{});
    partial->id = 1;
    CHECK(session.merge(partial) == ed);
    CHECK(ed->name == "ed");
    CHECK(ed->posts.size() == 2);
    partial->name = "ed";
    session.merge(partial);
    const Statements seen(db);
    session.flush();
    CHECK(seen.writes() == 0);
    partial->name = "Edward";
    session.merge(partial);
    session.flush();
    CHECK_MESSAGE(has(seen.text(), {"UPDATE \"user\" SET \"name\" = ? WHERE \"id\" = ?\n"}), seen.text());
    CHECK(ed->age == 30);
}

TEST_CASE_FIXTURE(Blog, "merge: the row is loaded when the session does not have it") {
    session.expunge_all();
    auto change = make(User{.name = "Edward"});
    change->id = 1;
    const Statements seen(db);
    auto copy = session.merge(change);
    CHECK(seen.count("SELECT") == 1);
    CHECK(state(copy) == State::persistent);
    CHECK(copy->age == 30);
    session.commit();
    CHECK(seen.count("UPDATE", "user") == 1);
    CHECK(number("SELECT count(*) FROM user WHERE name = 'Edward' AND age = 30") == 1);
}

TEST_CASE_FIXTURE(Blog, "merge: a key without a row makes a new object with that key") {
    auto late = make(User{.name = "late"});
    late->id = 77;
    auto copy = session.merge(late);
    CHECK(state(copy) == State::pending);
    CHECK(copy->id == 77);
    session.commit();
    CHECK(session.get<User>(77) == copy);
}

TEST_CASE_FIXTURE(Blog, "merge: an expired copy is read before it is compared") {
    auto same = make(User{.name = "ed"});
    same->id = 1;
    session.expire(ed);
    const Statements seen(db);
    session.merge(same);
    session.flush();
    CHECK(seen.count("SELECT") == 1);
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Blog, "merge: a detached graph replaces the collections that it has in memory") {
    ed->posts.size();
    session.expunge_all();
    auto gone = ed->posts[0];
    ed->posts.remove(gone);
    ed->posts.add(make(Post{.title = "c"}));
    ed->name = "Edward";
    const Statements seen(db);
    auto copy = session.merge(ed);
    CHECK(copy != ed);
    CHECK(copy->name == "Edward");
    REQUIRE(copy->posts.size() == 2);
    CHECK(copy->posts[0]->title == "b");
    CHECK(copy->posts[1]->title == "c");
    CHECK(seen.count("SELECT") == 2);
    session.commit();
    CHECK(seen.count("DELETE", "post") == 1); // an orphan
    CHECK(seen.count("INSERT", "post") == 1);
    CHECK(seen.count("UPDATE") == 1);
    CHECK(state(ed) == State::detached);
    CHECK(number("SELECT count(*) FROM post WHERE title = 'a'") == 0);
}

TEST_CASE_FIXTURE(Blog, "merge: members that leave a collection without orphans keep their rows") {
    ed->notes = {make(Note{}), make(Note{})};
    session.commit();
    auto change = make(User{});
    change->id = 1;
    session.merge(change);
    CHECK(ed->notes.size() == 2); // never set, so there is nothing to copy
    auto note = make(Note{});
    note->id = 2;
    change->notes.add(note);
    session.merge(change);
    session.commit();
    CHECK(ed->notes.size() == 1);
    CHECK(number("SELECT count(*) FROM note WHERE user_id IS NULL") == 1);
    change->notes = {};
    session.merge(change);
    CHECK(ed->notes.empty());
}

TEST_CASE_FIXTURE(Blog, "merge: an object of another session is copied with the key its reference keeps") {
    auto mary = session.add(User{.name = "mary"});
    session.commit();
    Session other(db);
    auto post = other.get<Post>(1);
    other.commit();
    session.execute("UPDATE post SET author_id = 2 WHERE id = 1");
    session.expunge_all();
    auto copy = session.merge(post);
    CHECK(copy->author->name == "ed");
    session.commit();
    CHECK(number("SELECT author_id FROM post WHERE id = 1") == 1);
    CHECK(other.contains(post));
    CHECK(!session.contains(post));
}

TEST_CASE_FIXTURE(Blog, "merge: a reference whose row is gone is an error that names it") {
    Session other(db);
    auto post = other.get<Post>(1);
    other.commit();
    session.erase(ed);
    session.commit();
    session.expunge_all();
    const std::string text = message<ObjectDeletedError>([&] { session.merge(post); });
    CHECK_MESSAGE(has(text, {"Post::author", "Post #1", "user", "gone"}), text);
}

TEST_CASE_FIXTURE(Blog, "merge: an object that is reached twice is merged once, and cycles end") {
    auto tag = make(Tag{.name = "cpp"});
    auto joe = make(User{
        .name = "joe", .posts = {make(Post{.title = "x", .tags = {tag}}), make(Post{.title = "y", .tags = {tag}})}});
    auto copy = session.merge(joe);
    REQUIRE(copy->posts.size() == 2);
    CHECK(copy->posts[0]->tags.size() == 1);
    session.commit();
    CHECK(number("SELECT count(*) FROM tag") == 1);
    CHECK(number("SELECT count(*) FROM post_tag") == 2);
    session.expunge_all();
    auto again = session.merge(copy);
    const Statements seen(db);
    session.commit();
    CHECK_MESSAGE(seen.writes() == 0, seen.text());
    CHECK(again->posts.size() == 2);
}

TEST_CASE_FIXTURE(Blog, "merge: two objects of one key become one object") {
    auto one = make(Tag{.name = "cpp"});
    auto two = make(Tag{.name = "cpp"});
    session.merge(make(User{
        .name = "joe", .posts = {make(Post{.title = "x", .tags = {one}}), make(Post{.title = "y", .tags = {two}})}}));
    session.commit();
    CHECK(number("SELECT count(*) FROM tag") == 1);
    CHECK(number("SELECT count(*) FROM post_tag") == 2);
}

TEST_CASE_FIXTURE(Blog, "merge: rows are inserted owner first, then depth first") {
    auto root = make(Node{.name = "root"});
    auto left = make(Node{.name = "left"}), right = make(Node{.name = "right"});
    root->children = {left, right};
    left->children.add(make(Node{.name = "leaf"}));
    auto copy = session.merge(root);
    session.commit();
    CHECK(copy->id == 1);
    CHECK(copy->children[0]->id == 2);
    CHECK(copy->children[1]->id == 3);
    CHECK(copy->children[0]->children[0]->id == 4); // level by level
}

TEST_CASE_FIXTURE(Blog, "merge: what was reached by a reference does not bring its other members") {
    auto root = make(Node{.name = "root", .children = {make(Node{.name = "left"}), make(Node{.name = "right"})}});
    auto copy = session.merge(root->children[0]);
    REQUIRE(copy->parent->children.size() == 1);
    CHECK(copy->parent->children[0] == copy);
    session.commit();
    CHECK(number("SELECT count(*) FROM node") == 2);
}

TEST_CASE_FIXTURE(Blog, "merge: a chain of many objects needs no deep stack") {
    auto root = make(Node{.name = "0"});
    Ref<Node> last = root;
    for (int i = 1; i < 20'000; ++i) {
        auto next = make(Node{.name = "n"});
        last->children.add(next);
        last = next;
    }
    session.merge(root);
    session.commit();
    CHECK(number("SELECT count(*) FROM node") == 20'000);
}

TEST_CASE_FIXTURE(Blog, "merge: a foreign key column is copied like any column") {
    auto note = make(Note{.user_id = 1});
    auto copy = session.merge(note);
    session.commit();
    CHECK(copy->user == ed);
}

TEST_CASE_FIXTURE(Blog, "merge: nothing is flushed while it runs") {
    session.autoflush(false);
    auto fresh = make(User{.name = "x", .posts = {make(Post{.title = "p"})}});
    fresh->id = 1;
    const Statements seen(db);
    session.merge(fresh);
    CHECK(seen.writes() == 0);
    session.flush();
    CHECK(seen.writes() > 0);
    session.rollback();
    CHECK(ed->posts.size() == 2);
}

TEST_CASE_FIXTURE(
    Blog, "merge: null is refused, and so is what must be looked up while the session waits for its rollback") {
    CHECK(has(message<UsageError>([&] { session.merge(Ref<User>()); }), {"null"}));
    auto twin = session.add(User{});
    twin->id = 1;
    CHECK_THROWS_AS(session.flush(), IntegrityError);
    auto stranger = make(User{});
    stranger->id = 9;
    CHECK_THROWS_AS(session.merge(stranger), TransactionDoomedError);
}

} // namespace merging
