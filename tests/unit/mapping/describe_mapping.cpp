// SPDX-License-Identifier: MIT
#include "athanor/orm/mapping/describe_mapping.hpp"
#include "unit/mapping/fake_class.hpp"
#include <doctest/doctest.h>
#include <thread>

using namespace athanor;
using namespace athanor::kernel;
using namespace athanor::kernel::fake;

TEST_CASE("describe_mapping: the tour") {
    struct User;
    struct Post;
    struct Tag;
    define<User>("User")
        .id()
        .column("name", text, {.unique = true, .length = 50})
        .column("email", maybe_text)
        .list<Post>("posts", {.cascade = owned_cascade});
    define<Post>("Post").id().column("title", text, {.column = "heading"}).one<User>("author").list<Tag>("tags");
    define<Tag>("Tag").id().column("name", text, {.deferred = true}).list<Post>("posts");
    CHECK(describe_mapping(registered<User>()) ==
        R"(User
  table user
    id integer, primary key, generated
    name text(50), not null, unique
    email text
  posts: one-to-many Post, pairs with author, owned, ordered by id
    user.id = post.author_id
Post
  table post
    id integer, primary key, generated
    heading text, not null
    author_id integer
    (author_id) references user(id)
  title: column heading
  author: many-to-one User, pairs with posts
    post.author_id = user.id
  tags: many-to-many Tag, pairs with posts, ordered by id
    post.id = post_tag.post_id and post_tag.tag_id = tag.id
Tag
  table tag
    id integer, primary key, generated
    name text, not null
  name: deferred
  posts: many-to-many Post, pairs with tags, ordered by id
    tag.id = post_tag.tag_id and post_tag.post_id = post.id
(no class)
  table post_tag
    post_id integer, primary key
    tag_id integer, primary key
    (post_id) references post(id)
    (tag_id) references tag(id)
)");
}

TEST_CASE("describe_mapping: options") {
    struct Dept;
    struct Emp;
    define<Dept>("Dept")
        .id()
        .list<Emp>("emps", {.cascade = all_cascade, .passive_deletes = PassiveDeletes::yes, .load = LoadMode::selectin})
        .one<Emp>("head", {.by = names("head_id"), .alone = true, .post_update = true, .load = LoadMode::joined})
        .table([](Table& table, const void*) {
            table.rename("depts", "work");
            table.checks.push_back("id > 0");
            if (const auto head = table.find("head_id")) table.uniques.push_back({*head});
            table.indexes.push_back({0});
        });
    define<Emp>("Emp").id().one<Dept>("dept");
    CHECK(describe_mapping(registered<Emp>()) ==
        R"(Emp
  table emp
    id integer, primary key, generated
    dept_id integer
    (dept_id) references work.depts(id) on delete cascade
  dept: many-to-one Dept, pairs with emps
    emp.dept_id = depts.id
Dept
  table work.depts
    id integer, primary key, generated
    head_id integer
    (head_id) references emp(id)
    unique (head_id)
    index (id)
    check (id > 0)
  emps: one-to-many Emp, pairs with dept, cascade save_update merge refresh_expire expunge delete, passive_deletes, selectin, ordered by id
    depts.id = emp.dept_id
  head: many-to-one Emp, alone, post_update, joined
    depts.head_id = emp.id
)");
}

TEST_CASE("reachable: itself first, each once; the tables, and those only foreign keys name") {
    struct A;
    struct B;
    struct C;
    struct D;
    define<A>("A").id().list<B>("bs", {.linked = true}).one<C>("c");
    define<B>("B").id().one<A>("a", {.alone = true});
    define<C>("C").id().column("d_id", integer, {.references = "only_named.id"});
    define<D>("OnlyNamed").id();
    registered<D>();
    const auto classes = reachable(registered<A>());
    REQUIRE(classes.size() == 3);
    CHECK(classes[0] == &registered<A>());
    CHECK(classes[1] == &registered<B>());
    CHECK(classes[2] == &registered<C>());
    std::vector<std::string> tables;
    for (const Table* table : tables_of(registered<A>())) tables.push_back(table->name());
    CHECK(tables == std::vector<std::string>{"a", "b", "c", "a_bs", "only_named"});
    const ClassInfo& a = registered<A>();
    CHECK(a.neighbours.size() == 2);
    CHECK(a.referrers.size() == 1);
    CHECK(registered<B>().referrers.size() == 1);
}

TEST_CASE("configure: all problems in one message, and nothing changed") {
    struct A;
    struct B;
    struct C;
    define<A>("A").id().list<B>("bs").one<C>("c");
    define<B>("B").column("x", integer);
    define<C>("C").id().list<B>("bs", {.by = names("c_id")});
    const std::string expected =
        "B has no primary key: give it a member Key<int> id, or mark a column primary_key\n"
        "A::bs has no counterpart in B: write linked (many-to-many, with a table between), owned "
        "(the members belong to their A), by(\"…\") (the column of B that names its A), or give B "
        "a One<A>";
    CHECK(complaint<A>() == expected);
    CHECK(complaint<A>() == expected);
    CHECK_FALSE(registered<C>().configured);
    CHECK(registered<A>().table->columns().size() == 1);
    CHECK(registered<B>().table->columns().size() == 1);
}

TEST_CASE("configure: two classes that belong together cannot share a table") {
    struct A;
    struct B;
    define<A>("Thing", "{anonymous}::a::").id().one<B>("b");
    define<B>("Thing", "{anonymous}::b::").id();
    CHECK(complaint<A>() ==
        "{anonymous}::a::Thing and {anonymous}::b::Thing are both mapped to the table thing: give one of them another "
        "with static constexpr auto table = athanor::table(\"…\")");
}

TEST_CASE("configure: a target that cannot be registered is one of the problems") {
    struct A;
    struct First;
    struct Second;
    define<First>("Twice", "configure_test::").id().layout(1);
    define<Second>("Twice", "configure_test::").id().layout(2);
    registered<First>();
    define<A>("A").id().one<Second>("second").list<First>("firsts");
    CHECK(complaint<A>().starts_with("A::second: two classes are named configure_test::Twice"));
    CHECK(complaint<A>().find("\nA::firsts has no counterpart") != std::string::npos);
}

TEST_CASE("configure: from several threads") {
    struct Common;
    struct Left;
    struct Right;
    define<Common>("Common").id();
    define<Left>("Left").id().list<Common>("list", {.by = names("left_id")}).one<Common>("one");
    define<Right>("Right")
        .id()
        .list<Common>("list", {.by = names("right_id")})
        .one<Common>("one", {.by = names("x_id")});
    definition<Left>().specs[1].options.alone = definition<Right>().specs[1].options.alone = true;
    {
        const std::jthread left([] { configured(registered<Left>()); });
        const std::jthread right([] { configured(registered<Right>()); });
        const std::jthread common([] { configured(registered<Common>()); });
    }
    CHECK(registered<Common>().referrers.size() == 4);
    CHECK(registered<Common>().table->columns().size() == 3);
}
