// SPDX-License-Identifier: MIT
#include "unit/mapping/fake_class.hpp"
#include <doctest/doctest.h>

using namespace athanor;
using namespace athanor::kernel;
using namespace athanor::kernel::fake;

namespace {
std::string back_of(const Relationship& relationship) {
    return relationship.back ? relationship.back->name : "nothing";
}
} // namespace

TEST_CASE("pairing: a collection and the only reference back") {
    struct User;
    struct Post;
    define<User>("User").id().list<Post>("posts", {.cascade = owned_cascade});
    define<Post>("Post").id().one<User>("author");
    const Relationship& posts = relationship<User>("posts");
    const Relationship& author = relationship<Post>("author");
    CHECK(back_of(posts) == "author");
    CHECK(back_of(author) == "posts");
    CHECK(posts.direction == Direction::one_to_many);
    CHECK_FALSE(posts.scalar);
    CHECK(posts.owns_orphans());
    CHECK(author.direction == Direction::many_to_one);
    CHECK(author.scalar);
    CHECK(author.cascade == default_cascade);
}

TEST_CASE("pairing: two references to one class make a collection ambiguous, which pairs or by settles") {
    struct User;
    struct Post;
    struct Reader;
    struct Page;
    define<User>("User").id().list<Post>("posts").list<Post>("edited");
    define<Post>("Post").id().one<User>("author").one<User>("editor");
    CHECK(complaint<User>() ==
        "User::posts could pair with Post::author or Post::editor: write pairs(\"author\") or pairs(\"editor\"), or "
        "alone\n"
        "User::edited could pair with Post::author or Post::editor: write pairs(\"author\") or pairs(\"editor\"), or "
        "alone");
    define<Reader>("Reader")
        .id()
        .list<Page>("pages", {.pairs = "author"})
        .list<Page>("edited", {.by = names("editor_id")});
    define<Page>("Page").id().one<Reader>("author").one<Reader>("editor");
    CHECK(back_of(relationship<Reader>("pages")) == "author");
    CHECK(back_of(relationship<Reader>("edited")) == "editor");
}

TEST_CASE("pairing: pairs may stand on the reference too") {
    struct User;
    struct Post;
    define<User>("User").id().list<Post>("posts").list<Post>("drafts", {.by = names("drafted_by")});
    define<Post>("Post").id().one<User>("author", {.pairs = "posts"});
    CHECK(back_of(relationship<User>("posts")) == "author");
    CHECK(back_of(relationship<User>("drafts")) == "nothing");
    CHECK(relationship<User>("drafts").direction == Direction::one_to_many);
}

TEST_CASE("pairing: wrong pairs") {
    struct User;
    struct Post;
    struct Tag;
    define<User>("User")
        .id()
        .list<Post>("posts", {.pairs = "writer"})
        .list<Post>("tagged", {.pairs = "tags"})
        .list<User>("selves", {.pairs = "selves"})
        .list<Post>("both", {.pairs = "author", .alone = true})
        .list<Post>("first", {.pairs = "author"})
        .list<Post>("second", {.pairs = "author"})
        .list<Post>("linked", {.pairs = "editor", .linked = true});
    define<Post>("Post").id().one<User>("author").one<User>("editor").one<Tag>("tags");
    define<Tag>("Tag").id();
    CHECK(complaint<User>() ==
        "User::posts pairs with \"writer\", but Post has no relationship of that name: write pairs(\"author\") or "
        "pairs(\"editor\")\n"
        "User::tagged pairs with Post::tags, which leads to Tag and not to User: write pairs(\"author\") or "
        "pairs(\"editor\")\n"
        "User::selves cannot pair with itself: write alone instead of pairs\n"
        "User::both says both pairs(\"author\") and alone: drop one\n"
        "User::second pairs with Post::author, but Post::author is paired with User::first: correct one of the "
        "pairs(…)\n"
        "User::linked pairs with Post::editor, but a collection with linked or via(…) pairs with a collection: drop "
        "linked or via(…)");
}

TEST_CASE("pairing: pairs of things that cannot pair") {
    struct Left;
    struct Right;
    define<Left>("Left")
        .id()
        .one<Right>("one", {.by = names("x"), .pairs = "one"})
        .list<Right>("many", {.via = "a", .pairs = "many"})
        .list<Right>("column", {.by = names("other"), .pairs = "two"});
    define<Right>("Right").id().one<Left>("one", {.by = names("y")}).list<Left>("many", {.via = "b"}).one<Left>("two");
    CHECK(complaint<Left>() ==
        "Left::one pairs with Right::one, but both bring their own columns: drop by(…), or the member that shows the "
        "column, on one side\n"
        "Left::many pairs with Right::many, but they cannot share an association table: give both the same via(…), and "
        "neither owned\n"
        "Left::column pairs with Right::two, but their by(…) name different columns: write the same on both sides");
}

TEST_CASE("pairing: alone opts out") {
    struct User;
    struct Post;
    define<User>("User").id().list<Post>("posts", {.cascade = owned_cascade, .alone = true});
    define<Post>("Post").id().one<User>("author");
    CHECK(back_of(relationship<User>("posts")) == "nothing");
    CHECK(back_of(relationship<Post>("author")) == "nothing");
    CHECK(table<Post>().find("posts_user_id").has_value());
    CHECK(table<Post>().find("author_id").has_value());
}

TEST_CASE("pairing: by on both sides, or on one with the default of the other") {
    struct User;
    struct Post;
    define<User>("User")
        .id()
        .list<Post>("written", {.by = names("author_id")})
        .list<Post>("checked", {.by = names("editor")})
        .list<Post>("other", {.by = names("third")});
    define<Post>("Post")
        .id()
        .one<User>("author")
        .one<User>("editor", {.by = names("editor")})
        .column("third", maybe_integer);
    CHECK(back_of(relationship<User>("written")) == "author");
    CHECK(back_of(relationship<User>("checked")) == "editor");
    CHECK(back_of(relationship<User>("other")) == "nothing");
}

TEST_CASE("pairing: a class with itself") {
    struct Node;
    define<Node>("Node").id().column("parent_id", maybe_integer).list<Node>("children").one<Node>("parent");
    const Relationship& children = relationship<Node>("children");
    const Relationship& parent = relationship<Node>("parent");
    CHECK(back_of(children) == "parent");
    CHECK(back_of(parent) == "children");
    CHECK(parent.join.on == Join::Pairs{{1, 0}});
    CHECK(children.join.on == Join::Pairs{{0, 1}});
    CHECK_FALSE(parent.key_in_reference);
}

TEST_CASE("pairing: two references are one-to-one when a side is owned, or one brings a column") {
    struct Person;
    struct Passport;
    define<Person>("Person").id().one<Passport>("passport", {.cascade = owned_cascade});
    define<Passport>("Passport").id().one<Person>("person");
    CHECK(relationship<Person>("passport").direction == Direction::one_to_many);
    CHECK(relationship<Person>("passport").scalar);
    CHECK(relationship<Passport>("person").direction == Direction::many_to_one);
    CHECK(table<Person>().columns().size() == 1);
    CHECK(table<Passport>().find("person_id").has_value());

    struct Car;
    struct Plate;
    define<Car>("Car").id().one<Plate>("plate");
    define<Plate>("Plate").id().column("car_id", maybe_integer).one<Car>("car");
    CHECK(relationship<Car>("plate").direction == Direction::one_to_many);
    CHECK(table<Car>().columns().size() == 1);
}

TEST_CASE("pairing: two references that do not tell who brings the column") {
    struct Left;
    struct Right;
    define<Left>("Left").id().one<Right>("right");
    define<Right>("Right").id().one<Left>("left");
    CHECK(complaint<Left>() ==
        "Left::right and Right::left are one-to-one and nothing tells which table has the column: mark the owning side "
        "owned, or give the other one by(\"…\"), or write alone on both");
    struct One;
    struct Two;
    define<One>("One").id().one<Two>("two", {.cascade = owned_cascade});
    define<Two>("Two").id().one<One>("one", {.cascade = owned_cascade});
    CHECK(complaint<One>() ==
        "One::two and Two::one both say owned: only the owning side may, the other brings the column");
}

TEST_CASE("pairing: references that both have columns are two relationships") {
    struct Dept;
    struct Emp;
    define<Dept>("Dept")
        .id()
        .column("head_id", maybe_integer)
        .list<Emp>("emps")
        .one<Emp>("head", {.post_update = true});
    define<Emp>("Emp").id().column("dept_id", maybe_integer).one<Dept>("dept");
    CHECK(back_of(relationship<Dept>("emps")) == "dept");
    CHECK(back_of(relationship<Dept>("head")) == "nothing");
    CHECK(relationship<Dept>("head").post_update);
}

TEST_CASE("pairing: a collection without counterpart must say what it is") {
    struct User;
    struct Post;
    define<User>("User").id().list<Post>("posts");
    define<Post>("Post").id();
    CHECK(complaint<User>() ==
        "User::posts has no counterpart in Post: write linked (many-to-many, with a table between), owned (the members "
        "belong to their User), by(\"…\") (the column of Post that names its User), or give Post a One<User>");
}

TEST_CASE("pairing: options that contradict each other") {
    struct User;
    struct Post;
    define<User>("User")
        .id()
        .list<Post>("a", {.cascade = owned_cascade, .passive_deletes = PassiveDeletes::all})
        .list<Post>("b", {.cascade = owned_cascade, .linked = true})
        .one<Post>("c", {.linked = true});
    define<Post>("Post").id();
    CHECK(complaint<User>() ==
        "User::a says passive_deletes(all), which leaves its members alone, and cascades deletes to them: write "
        "passive_deletes, or drop owned or the delete cascade\n"
        "User::b is many-to-many and owned, but its members may have several owners: drop owned, or use by(\"…\")\n"
        "User::c is a One and has no association table: drop linked or via(…), or make it a collection");
}

TEST_CASE("pairing: what is never written pairs with nothing by itself") {
    struct User;
    struct Post;
    define<User>("User").id().list<Post>("posts").list<Post>("recent", {.by = names("author_id"), .view_only = true});
    define<Post>("Post").id().one<User>("author");
    CHECK(back_of(relationship<User>("posts")) == "author");
    CHECK(back_of(relationship<User>("recent")) == "nothing");
    CHECK(relationship<User>("recent").cascade == 0);
    CHECK(table<Post>().columns().size() == 2);
    CHECK(table<Post>().foreign_keys.size() == 1);
}
