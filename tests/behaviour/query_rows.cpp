// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace query_rows {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;
struct Comment;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<std::optional<int>> age;
    Mapped<bool> active;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> year;
    One<User> author;
    List<Comment, owned> comments;
};
struct Comment {
    Key<int> id;
    Mapped<std::string> text;
    One<Post> post;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Blog() {
        create_all<User>(db);
        session.add(User{.name = "ann",
            .age = 30,
            .active = true,
            .posts = {make(Post{.title = "Hello",
                          .year = 2020,
                          .comments = {make(Comment{.text = "first"}), make(Comment{.text = "second"})}}),
                make(Post{.title = "World", .year = 2021, .comments = {make(Comment{.text = "third"})}})}});
        session.add(User{.name = "ben", .age = 40, .posts = {make(Post{.title = "Alone", .year = 2021})}});
        session.add(User{.name = "cid"});
        session.add(Post{.title = "Nobody's", .year = 2022});
        session.commit();
    }
};

using Numbers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

TEST_CASE_FIXTURE(Blog, "rows: one output is a value, several are a tuple") {
    from<Post> p;
    CHECK(session.select(p->title).order_by(p->title).all() == Texts{"Alone", "Hello", "Nobody's", "World"});
    const auto rows = session.select(p->title, p->year).order_by(desc(p->year), p->title).limit(2).all();
    static_assert(std::is_same_v<decltype(rows), const std::vector<std::tuple<std::string, int>>>);
    CHECK(rows == std::vector<std::tuple<std::string, int>>{{"Nobody's", 2022}, {"Alone", 2021}});
}

TEST_CASE_FIXTURE(Blog, "rows: structured bindings in a loop") {
    from<Post> p;
    std::string text;
    for (auto [title, year] : session.select(p->title, p->year).where(p->year > 2020).order_by(p->id))
        text += title + ' ' + std::to_string(year) + ' ';
    CHECK(text == "World 2021 Alone 2021 Nobody's 2022 ");
}

TEST_CASE_FIXTURE(Blog, "rows: counts of what is joined, one per group") {
    from<Post> p;
    from<Comment> c;
    Statements seen(db);
    const auto rows =
        session.select(p->title, count(c)).left_join(c, c->post == p).group_by(p->title).order_by(p->title).all();
    CHECK(rows ==
        std::vector<std::tuple<std::string, std::int64_t>>{{"Alone", 0}, {"Hello", 2}, {"Nobody's", 0}, {"World", 1}});
    CHECK(seen.count() == 1);
    const auto busy = session.select(p->title).join(c, p->comments).group_by(p).having(count(c) > 1).all();
    CHECK(busy == Texts{"Hello"});
}

TEST_CASE_FIXTURE(Blog, "rows: aggregates over everything are scalars") {
    from<User> u;
    CHECK(session.select(count(u)).scalar() == 3);
    CHECK(session.select(count()).from(u).scalar() == 3);
    CHECK(session.select(count(u->age)).scalar() == 2);
    CHECK(session.select(sum(u->age)).scalar() == 70);
    CHECK(session.select(avg(u->age)).scalar() == 35.0);
    CHECK(session.select(min_of(u->name)).scalar() == "ann");
    CHECK(session.select(max_of(u->age)).where(u->id > 100).scalar() == std::nullopt);
    CHECK(session.select(count(distinct(u->active))).scalar() == 2);
    CHECK_THROWS_AS(session.select(u->name).where(u->id == 9).scalar(), NoResultError);
}

TEST_CASE_FIXTURE(Blog, "rows: first, one and one_or_none") {
    from<User> u;
    CHECK(session.select(u->name).order_by(desc(u->name)).first() == "cid");
    CHECK(session.select(u->name).where(u->id == 9).first() == std::nullopt);
    CHECK(session.select(u->name, u->age).where(u->name == "ben").one() ==
        std::tuple(std::string("ben"), std::optional(40)));
    CHECK(session.select(u->name).where(u->id == 9).one_or_none() == std::nullopt);
    CHECK_THROWS_AS(session.select(u->name).one(), MultipleResultsError);
    CHECK_THROWS_AS(session.select(u->name).where(u->id == 9).one(), NoResultError);
}

TEST_CASE_FIXTURE(Blog, "rows: distinct values, and how many rows a query has") {
    from<Post> p;
    const auto years = session.select(p->year).distinct().order_by(p->year);
    CHECK(years.all() == std::vector<int>{2020, 2021, 2022});
    CHECK(years.count() == 3);
    CHECK(session.select(p->year, count(p)).group_by(p->year).count() == 3);
    CHECK(session.select(max_of(p->year)).count() == 1);
}

TEST_CASE_FIXTURE(Blog, "rows: objects beside values are those of the identity map") {
    from<Post> p;
    from<User> u;
    auto ann = session.get<User>(1);
    Statements seen(db);
    const auto rows = session.select(u, p->title).join(p, u->posts).order_by(p->id).all();
    static_assert(std::is_same_v<decltype(rows)::value_type, std::tuple<Ref<User>, std::string>>);
    REQUIRE(rows.size() == 3);
    CHECK(std::get<0>(rows[0]) == ann);
    CHECK(std::get<0>(rows[1]) == ann);
    CHECK(std::get<0>(rows[2])->name == "ben");
    CHECK(seen.count() == 1);
}

TEST_CASE_FIXTURE(Blog, "rows: two aliases of a class are all pairs that fulfil the condition") {
    from<Post> a, b;
    const auto pairs = session.select(a, b).where(a->year == b->year && a->id < b->id).all();
    REQUIRE(pairs.size() == 1);
    CHECK(std::get<0>(pairs[0])->title == "World");
    CHECK(std::get<1>(pairs[0])->title == "Alone");
}

TEST_CASE_FIXTURE(Blog, "rows: an object that a left join or a reference does not find is null") {
    from<User> u;
    from<Post> p;
    const auto users =
        session.select(u->name, p).left_join(p, p->author == u && p->year == 2020).order_by(u->name).all();
    REQUIRE(users.size() == 3);
    CHECK(std::get<1>(users[0])->title == "Hello");
    CHECK(std::get<1>(users[1]) == nullptr);
    const auto posts = session.select(p->title, p->author).order_by(p->id).all();
    static_assert(std::is_same_v<decltype(posts)::value_type, std::tuple<std::string, Ref<User>>>);
    CHECK(std::get<1>(posts[0])->name == "ann");
    CHECK(std::get<1>(posts[3]) == nullptr);
}

TEST_CASE_FIXTURE(Blog, "rows: NULL behind a path is an error that names the remedy, or an optional") {
    from<Post> p;
    const auto what = message<DecodeError>([&] { session.select(p->title, p->author->name).all(); });
    CHECK(has(what, {"output 2 of the query, user.name, holds NULL, which does not fit std::string; nullable("}));
    const auto names = session.select(nullable(p->author->name)).order_by(p->id).all();
    CHECK(names == std::vector<std::optional<std::string>>{"ann", "ann", "ben", std::nullopt});
}

TEST_CASE_FIXTURE(Blog, "rows: the key at the end of a path needs no join") {
    from<Post> p;
    CHECK(session.select(p->title).where(p->author->id == 2).all() == Texts{"Alone"});
    CHECK(!has(session.select(p->title).where(p->author->id == 2).sql(), {"JOIN"}));
    CHECK(has(session.select(p->title).where(p->author->name == "ann" && p->author->active).sql(), {"INNER JOIN"}));
}

TEST_CASE_FIXTURE(Blog, "rows: pending objects are written before a query reads") {
    from<User> u;
    session.add(User{.name = "dan"});
    CHECK(session.select(count(u)).scalar() == 4);
}

TEST_CASE_FIXTURE(Blog, "rows: an alias that nothing selects or joins is refused instead of multiplying the rows") {
    from<User> u;
    from<Post> p;
    const auto what = message<UsageError>([&] { session.select(u).where(p->title == "Hello").all(); });
    CHECK(has(what, {"table post, but that alias does not stand in its FROM"}));
    CHECK(session.select(u).from(p).where(p->title == "Hello").count() == 3);
    CHECK_THROWS_AS(session.select(u->name).where(p->author == u).all(), UsageError);
}

TEST_CASE_FIXTURE(Blog, "rows: calculations, joined texts, casts and choices") {
    from<User> u;
    CHECK(session.select(u->name + "!").order_by(u->name).first() == "ann!");
    CHECK(session.select((u->age + 2) * 10).where(u->name == "ann").scalar() == 320);
    CHECK(session.select(cast<std::string>(u->id) + ":" + u->name).order_by(u->id).first() == "1:ann");
    const auto kinds =
        session.select(case_(when(is_null(u->age), "unknown"), when(u->age < 35, "young"), otherwise("old")))
            .order_by(u->id)
            .all();
    static_assert(std::is_same_v<decltype(kinds), const Texts>);
    CHECK(kinds == Texts{"young", "old", "unknown"});
    const auto open = session.select(case_(when(u->age < 35, u->name))).order_by(u->id).all();
    CHECK(open == std::vector<std::optional<std::string>>{"ann", std::nullopt, std::nullopt});
}

TEST_CASE_FIXTURE(Blog, "rows: each step gives a query of its own") {
    from<User> u;
    const auto names = session.select(u->name).order_by(u->name);
    const auto young = names.where(u->age < 35);
    CHECK(names.count() == 3);
    CHECK(young.all() == Texts{"ann"});
    CHECK(names.limit(1).offset(1).all() == Texts{"ben"});
}

TEST_CASE_FIXTURE(Blog, "rows: fresh aliases share one prepared statement") {
    std::string first, again;
    const auto text = [&] {
        from<User> u;
        from<Post> p;
        return session.select(u->name, count(p)).left_join(p, u->posts).group_by(u).sql();
    };
    CHECK(text() == text());
}

TEST_CASE_FIXTURE(Blog, "choices: the type holds the values of all branches") {
    from<Post> p;
    from<User> u;
    const std::int64_t large = std::int64_t(1) << 40;
    const auto wide = session.select(case_(when(p->year == 2020, 1), otherwise(large))).order_by(p->id).limit(2).all();
    CHECK(wide == Numbers{1, large});
    const auto reals = session.select(case_(when(p->year == 2020, 1), otherwise(2.5))).order_by(p->id).limit(2).all();
    CHECK(reals == std::vector<double>{1, 2.5});
    CHECK(session.select(coalesce(u->age, 2.5)).order_by(u->id).all() == std::vector<double>{30, 40, 2.5});
    CHECK(session.select(coalesce(u->age, large)).order_by(u->id).all() == Numbers{30, 40, large});
    static_assert(std::is_same_v<decltype(coalesce(u->age, p->year)), Expr<int>>);
    static_assert(std::is_same_v<decltype(coalesce(u->age, 7u)), Expr<std::int64_t>>);
}

TEST_CASE_FIXTURE(Blog, "rows: a comparison of what may be NULL is an optional") {
    from<User> u;
    using Answers = std::vector<std::optional<bool>>;
    CHECK(session.select(u->age == 30).order_by(u->id).all() == Answers{true, false, std::nullopt});
    CHECK(session.select(!(u->age == 30)).order_by(u->id).all() == Answers{false, true, std::nullopt});
    CHECK(session.select(in(u->age, {30})).order_by(u->id).all() == Answers{true, false, std::nullopt});
    CHECK(session.select(u->age > 35 && u->active).order_by(u->id).all() == Answers{false, false, false});
    static_assert(std::is_same_v<decltype(u->id == 1), Expr<bool>>);
    static_assert(std::is_same_v<decltype(u->age == std::nullopt), Expr<bool>>);
    const Expr<bool> condition = u->age == 30;
    CHECK(session.select(u).where(condition).count() == 1);
}

TEST_CASE_FIXTURE(Blog, "rows: a stream gives them one at a time") {
    from<Post> p;
    std::string text;
    for (const auto& [title, year] : session.select(p->title, p->year).where(p->year > 2020).order_by(p->id).stream())
        text += title + ' ' + std::to_string(year) + ' ';
    CHECK(text == "World 2021 Alone 2021 Nobody's 2022 ");
    std::int64_t sum = 0;
    for (const std::int64_t year : session.stream_sql<std::int64_t>("SELECT year FROM post WHERE year > ?", 2020))
        sum += year;
    CHECK(sum == 6064);
    for (const auto& title : session.select(p->title).where(p->year > 3000).stream()) FAIL(title);
    CHECK_THROWS_AS(session.stream_sql<int>("SELECT id, year FROM post"), UsageError);
}

TEST_CASE_FIXTURE(Blog, "rows: a cell that does not fit names its column") {
    from<User> u;
    session.execute("UPDATE user SET age = 'old' WHERE name = 'ann'");
    CHECK(has(message<DecodeError>([&] { session.select(u->id, u->age).all(); }), {"output 2", "user.age", "old"}));
    CHECK(has(message<DecodeError>([&] { session.select(u->age + 1, u->age).all(); }), {"output 2", "user.age"}));
}

TEST_CASE_FIXTURE(Blog, "rows: a negative limit or offset is refused") {
    from<User> u;
    CHECK(has(message<ValueError>([&] { (void)session.select(u).limit(-1); }), {"limit(-1)"}));
    CHECK(has(message<ValueError>([&] { (void)session.select(u->id).offset(-3); }), {"offset(-3)"}));
    CHECK(session.select(u).limit(0).all().empty());
}

} // namespace query_rows
