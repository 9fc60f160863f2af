// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace query_subqueries {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;
struct Tag;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<int> age;
    One<User> boss;
    List<User> staff;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> likes;
    One<User> author;
    Set<Tag> tags;
};
struct Tag {
    Key<int> id;
    Mapped<std::string> name;
    Set<Post> posts;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Blog() {
        create_all<User>(db);
        auto cpp = make(Tag{.name = "c++"});
        auto sql = make(Tag{.name = "sql"});
        auto ann = session.add(User{.name = "ann",
            .age = 50,
            .posts = {make(Post{.title = "Hello", .likes = 3, .tags = {cpp}}),
                make(Post{.title = "World", .likes = 7, .tags = {cpp, sql}})}});
        auto ben = session.add(
            User{.name = "ben", .age = 40, .boss = ann, .posts = {make(Post{.title = "Alone", .likes = 1})}});
        auto cid = session.add(User{.name = "cid", .age = 30, .boss = ben});
        session.add(User{.name = "dan", .age = 20, .boss = cid});
        session.commit();
    }
    template <class Q> static std::string names(Q query) {
        std::string text;
        for (auto user : query) text += (text.empty() ? "" : " ") + user->name;
        return text;
    }
};

using Texts = std::vector<std::string>;

TEST_CASE_FIXTURE(Blog, "subquery: a value of another query, which sees the row outside") {
    from<User> u, v;
    from<Post> p;
    CHECK(names(session.select(u).where(u->age > select(avg(v->age)).value()).order_by(u->id)) == "ann ben");
    const auto counts = session.select(u->name, select(count(p)).where(p->author == u).value()).order_by(u->id).all();
    static_assert(std::is_same_v<std::tuple_element_t<1, decltype(counts)::value_type>, std::optional<std::int64_t>>);
    CHECK(std::get<1>(counts[0]) == 2);
    CHECK(std::get<1>(counts[2]) == 0);
}

TEST_CASE_FIXTURE(Blog, "subquery: in and exists") {
    from<User> u;
    from<Post> p;
    CHECK(names(session.select(u).where(in(u->id, select(p->author->id).where(p->likes > 5)))) == "ann");
    CHECK(names(session.select(u).where(!in(u->name, select(p->title))).order_by(u->id)) == "ann ben cid dan");
    CHECK(names(session.select(u).where(exists(select(p).where(p->author == u && p->likes < 3)))) == "ben");
    CHECK(names(session.select(u).where(!exists(select(p).where(p->author == u))).order_by(u->id)) == "cid dan");
}

TEST_CASE_FIXTURE(Blog, "subquery: a query of a session may be part of another, lambdas included") {
    const auto grown = session.select<User>().where([](auto& u) { return u.age >= 40; });
    CHECK(session.select<User>().where([&](auto&) { return exists(grown); }).count() == 4);
    const auto bosses = session.select<User>().where([](auto& u) {
        return exists(select<User>().where([&](auto& other) { return other.boss->id == u.id && other.age < 40; }));
    });
    CHECK(names(bosses.order_by([](auto& u) { return asc(u.id); })) == "ben cid");
}

TEST_CASE_FIXTURE(Blog, "subquery: correlate says that an output belongs to the query outside") {
    from<User> u;
    from<Post> p;
    const auto sums = session.select(u->name, select(sum(p->likes + u->age)).correlate(u).where(p->author == u).value())
                          .order_by(u->id)
                          .limit(2)
                          .all();
    CHECK(std::get<1>(sums[0]) == 110);
    CHECK(std::get<1>(sums[1]) == 41);
}

TEST_CASE_FIXTURE(Blog, "subquery: a value that multiplies tables without a word is refused") {
    from<User> u;
    from<Post> p;
    const auto sums = select(sum(p->likes + u->age)).where(p->author == u);
    CHECK(has(message<UsageError>([&] { (void)sums.value(); }), {"post and user", "correlate(alias)", "from(alias)"}));
    CHECK(session.select(sums.from(u).value()).scalar() == 3 + 7 + 1 + 50 + 50 + 40);
    CHECK(
        session.select(u->name, select(sum(p->likes)).where(p->author == u && p->likes < u->age).value()).count() == 4);
}

TEST_CASE_FIXTURE(Blog, "in: references, with objects and queries for them") {
    from<User> u;
    from<Post> p;
    const auto ann = session.select(u).where(u->name == "ann").one(),
               ben = session.select(u).where(u->name == "ben").one();
    const auto found = [&](const auto& users) { return session.select(p).where(in(p->author, users)).count(); };
    CHECK(found(std::vector{ann, ben}) == 3);
    CHECK(found(std::vector{ben}) == 1);
    CHECK(found(std::vector<Ref<User>>()) == 0);
    CHECK(found(select(u).where(u->age > 45)) == 2);
    CHECK(found(session.select(u).where(u->name == "ben").limit(1)) == 1);
    CHECK(session.select(u).where(in(u->boss, std::vector<Ref<User>>{ann, nullptr})).count() == 2);
    CHECK(session.select(u).where(in(u->boss, {ann, ben})).count() == 2);
}

TEST_CASE_FIXTURE(Blog, "conditions: no member at all") {
    from<User> u;
    CHECK(names(session.select(u).where(u->posts.none()).order_by(u->id)) == "cid dan");
}

TEST_CASE_FIXTURE(Blog, "subquery: rows in FROM") {
    from<User> u;
    from<Post> p;
    const auto counts = select(p->author->id, count(p)).group_by(p->author->id).subquery();
    const auto rows =
        session.select(u->name, counts.get<1>()).join(counts, counts.get<0>() == u->id).order_by(u->id).all();
    CHECK(rows == std::vector<std::tuple<std::string, std::int64_t>>{{"ann", 2}, {"ben", 1}});
    auto [author, number] = counts.columns();
    CHECK(session.select(max_of(number)).from(counts).scalar() == 2);
    CHECK_THROWS_AS(session.select(number).all(), UsageError);
}

TEST_CASE_FIXTURE(Blog, "subquery: an alias stands for the rows of a query") {
    from<Post> p;
    from<Post> best;
    const auto top = select(best).order_by(desc(best->likes)).limit(2);
    const auto rows = session.select(p).from(p, top).where(p->likes < 5).all();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0]->title == "Hello");
}

TEST_CASE_FIXTURE(Blog, "subquery: a common table expression is written once") {
    from<Post> p;
    from<User> u;
    const auto counts = select(p->author->id, count(p)).group_by(p->author->id).cte();
    const auto others = counts.again();
    const auto query =
        session.select(u->name).join(counts, counts.get<0>() == u->id).join(others, others.get<1>() < counts.get<1>());
    CHECK(query.all() == Texts{"ann"});
    const std::string sql = query.sql();
    CHECK(sql.find("GROUP BY") == sql.rfind("GROUP BY"));
    CHECK(sql.starts_with("WITH "));
}

TEST_CASE_FIXTURE(Blog, "subquery: a recursive one walks a tree") {
    from<User> top, u;
    const auto below = select(top->id, top->name).where(top->name == "ben").recursive([&](auto& tree) {
        return select(u->id, u->name).join(tree, u->boss->id == tree.template get<0>());
    });
    CHECK(session.select(below.get<1>()).from(below).order_by(below.get<0>()).all() == Texts{"ben", "cid", "dan"});
    from<User> found;
    CHECK(names(session.select(found).where(in(found->id, select(below.get<0>()).from(below))).order_by(found->id)) ==
        "ben cid dan");
}

TEST_CASE_FIXTURE(Blog, "set operations: of values") {
    from<User> u;
    from<Post> p;
    const auto all = union_(session.select(u->name), session.select(p->title));
    CHECK(all.order_by(all.column<0>()).limit(3).all() == Texts{"Alone", "Hello", "World"});
    CHECK(all.count() == 7);
    const auto young = session.select(u->name).where(u->age < 45);
    const auto old = session.select(u->name).where(u->age > 25);
    CHECK(union_(young, old).count() == 4);
    CHECK(union_all(young, old).count() == 6);
    const auto both = intersect(young, old);
    CHECK(both.order_by(both.column<0>()).all() == Texts{"ben", "cid"});
    CHECK(except(young, old).all() == Texts{"dan"});
    CHECK(union_(except(young, old), session.select(u->name).order_by(u->age).limit(1)).all() == Texts{"dan"});
}

TEST_CASE_FIXTURE(Blog, "set operations: of objects, which stay themselves") {
    from<User> u;
    auto ann = session.get<User>(1);
    const auto some = union_(session.select(u).where(u->age > 45), session.select(u).where(u->name == "dan"));
    Statements seen(db);
    const auto users = some.order_by([](auto& user) { return desc(user.id); }).all();
    REQUIRE(users.size() == 2);
    CHECK(users[0]->name == "dan");
    CHECK(users[1] == ann);
    CHECK(seen.count() == 1);
    CHECK(some.where([](auto& user) { return user.boss->name == "cid"; }).count() == 1);
}

TEST_CASE_FIXTURE(Blog, "set operations: a chain of hundreds is one flat statement") {
    from<User> u;
    const auto one = [&](int age) { return session.select(u->age).where(u->age == age); };
    const auto object = [&](int age) { return session.select(u).where(u->age == age); };
    auto left = union_all(one(20), one(20)), right = left, distinct = union_(one(20), one(20));
    auto objects = union_(object(20), object(20));
    for (int age = 21; age <= 300; ++age) {
        left = union_all(left, one(age));
        right = union_all(one(age), right);
        distinct = union_(distinct, one(age));
        objects = union_(objects, object(age));
    }
    CHECK(left.count() == 5);
    CHECK(right.count() == 5);
    CHECK(distinct.count() == 4);
    CHECK(names(objects.order_by([](auto& found) { return asc(found.id); })) == "ann ben cid dan");
    CHECK(session.select(u).where(in(u->age, distinct)).count() == 4);
}

TEST_CASE_FIXTURE(Blog, "set operations: what belongs to one side stays there") {
    from<User> u;
    const auto one = [&](int age) { return session.select(u->age).where(u->age == age); };
    const auto both = union_all(one(20), one(30));
    CHECK(union_all(both.limit(1), one(40)).count() == 2);
    CHECK(union_all(one(20), union_(one(20), one(20))).count() == 2);
    CHECK(except(both, except(both, one(20))).all() == std::vector<int>{20});
    CHECK(union_(one(30), intersect(both, one(20))).count() == 2);
    CHECK(intersect(union_(one(20), one(30)), one(20)).count() == 1);
    const auto pair = union_(session.select(u->age, u->id), session.select(u->id, u->age)).subquery();
    CHECK(union_(session.select(pair.get<0>()).from(pair), session.select(pair.get<1>()).from(pair)).count() == 8);
}

TEST_CASE_FIXTURE(Blog, "joins: along relationships, also over a table between") {
    from<Post> p;
    from<Tag> t;
    from<User> boss, u;
    CHECK(session.select(p->title, t->name).join(t, p->tags).where(t->name == "c++").order_by(p->id).count() == 2);
    const auto counts = session.select(p->title, count(t)).left_join(t, p->tags).group_by(p).order_by(p->id).all();
    CHECK(counts == std::vector<std::tuple<std::string, std::int64_t>>{{"Hello", 1}, {"World", 2}, {"Alone", 0}});
    CHECK(session.select(u->name, boss->name).join(boss, u->boss).order_by(u->id).first() ==
        std::tuple<std::string, std::string>("ben", "ann"));
    CHECK(names(session.select(u).join(p, u->posts).where(p->likes > 5)) == "ann");
    CHECK_THROWS_AS(session.select(u).join(t, u->posts).all(), UsageError);
}

TEST_CASE_FIXTURE(Blog, "joins: an alias is joined on any condition") {
    from<User> a, b;
    const auto pairs = session.select(a->name, b->name).join(b, b->age == a->age + 10).order_by(a->id).all();
    CHECK(pairs == std::vector<std::tuple<std::string, std::string>>{{"ben", "ann"}, {"cid", "ben"}, {"dan", "cid"}});
    CHECK(session.select(a->name).left_join(b, b->boss->name == a->name).where(is_null(b->id)).all() == Texts{"dan"});
    const auto what = message<UsageError>([&] { (void)session.select(b->name).join(b, b->age == 3).all(); });
    CHECK(has(what, {"joins table user to nothing"}));
}

TEST_CASE_FIXTURE(Blog, "conditions: put together at run time") {
    from<User> u;
    std::vector<Expr<bool>> wanted;
    CHECK(session.select(u).where(or_(wanted)).count() == 0);
    CHECK(session.select(u).where(and_(wanted)).count() == 4);
    wanted.push_back(u->name == "ann");
    wanted.push_back(u->age < 25);
    CHECK(names(session.select(u).where(or_(wanted)).order_by(u->id)) == "ann dan");
    CHECK(session.select(u).where(and_(wanted)).count() == 0);
    CHECK(names(session.select(u).where(or_(wanted) && u->age > 20)) == "ann");
}

TEST_CASE_FIXTURE(Blog, "conditions: a hundred thousand terms") {
    from<User> u;
    std::vector<Expr<bool>> wanted;
    for (int age = 100000; age > 45; --age) wanted.push_back(u->age == age);
    CHECK(names(session.select(u).where(or_(wanted))) == "ann");
    wanted.resize(2000, u->age == 50); // of several columns: SQLite's time goes with their square
    wanted.back() = u->name == "ben";
    CHECK(names(session.select(u).where(or_(wanted))) == "ben");
    for (auto& term : wanted) term = u->age != 50;
    CHECK(names(session.select(u).where(and_(wanted))) == "ben cid dan");
}

TEST_CASE_FIXTURE(Blog, "conditions: what nests deep is written flat where that is the same") {
    from<User> u;
    Expr<bool> negated = u->age > 30, negated_or = negated, right = negated, left = negated;
    Expr<int> choice = u->age + 0, sum = choice, present = choice;
    Expr<std::string> text = u->name + "";
    for (int i = 0; i < 120; ++i) {
        negated = !(std::move(negated) && u->age > 0);
        negated_or = !(u->age == 0 || std::move(negated_or));
        right = i % 2 ? u->age > 0 && std::move(right) : u->age == 0 || std::move(right);
        left = i % 2 ? std::move(left) && u->age > 0 : std::move(left) || u->age == 0;
        choice = case_(when(u->age == 1000 + i, i), otherwise(std::move(choice)));
        sum = 1 + std::move(sum);
        present = coalesce(std::move(present), i);
        text = "x" + std::move(text);
    }
    const std::string old = "ann ben";
    for (const auto& condition : {negated, negated_or, right, left, choice > 30, sum > 150, present > 30})
        CHECK(names(session.select(u).where(condition)) == old);
    CHECK(session.select(text).where(u->name == "ann").scalar() == std::string(120, 'x') + "ann");
    for (int i = 0; i < 10001; ++i) negated = !std::move(negated);
    CHECK(names(session.select(u).where(negated)) == "cid dan");
}

TEST_CASE_FIXTURE(Blog, "conditions: NOT goes inward only where two of them cancel, and NULL stays unknown") {
    from<User> u;
    CHECK(has(session.select(u).where(!(u->age > 30 && u->name == "ann")).sql(),
        {R"(WHERE NOT ("t0"."age" > ? AND "t0"."name" = ?))"}));
    CHECK(has(session.select(u).where(!(!(u->age > 30) && u->name == "ann")).sql(),
        {R"(WHERE "t0"."age" > ? OR NOT ("t0"."name" = ?))"}));
    CHECK(has(session.select(u).where(u->id > 0 && !(!(u->age > 30) && u->name == "ann")).sql(),
        {R"(WHERE "t0"."id" > ? AND ("t0"."age" > ? OR NOT ("t0"."name" = ?)))"}));
    CHECK(names(session.select(u).where(!(!(u->boss->name == "ann") && u->age > 0))) == "ben"); // ann has no boss
}

TEST_CASE_FIXTURE(Blog, "conditions: what is too deep for the database says so in a few words") {
    from<User> u;
    Expr<bool> deep = u->age == 1;
    for (int i = 0; i < 100000; ++i) deep = !(std::move(deep) && u->age > 0);
    const std::string text = message<StatementTooComplex>([&] { session.select(u).where(deep).all(); });
    CHECK(has(text, {"nest less, or use several statements", "while executing: SELECT"}));
    CHECK(text.size() < 1000);
}

TEST_CASE_FIXTURE(Blog, "in: lists of any length") {
    from<User> u;
    const auto found = [&](const auto& list) { return session.select(u).where(in(u->age, list)).count(); };
    CHECK(found(std::vector<int>{}) == 0);
    CHECK(session.select(u).where(!in(u->age, std::vector<int>())).count() == 4);
    CHECK(found(std::vector<int>{20, 30, 99}) == 2);
    std::vector<int> many;
    for (int i = 0; i < 40000; ++i) many.push_back(i);
    CHECK(found(many) == 4);
    many.resize(31);
    CHECK(found(many) == 2);
    std::vector<double> reals;
    for (int i = 0; i < 40000; ++i) reals.push_back(i * 0.1);
    CHECK(found(reals) == 4);
    Texts texts(40000, "x\"\\\n\x01 '");
    texts.push_back("ann");
    CHECK(session.select(u).where(in(u->name, texts)).count() == 1);
    session.add(User{.name = "x\"\\\n\x01 '"});
    CHECK(session.select(u).where(in(u->name, texts)).count() == 2);
}

TEST_CASE_FIXTURE(Blog, "in: long lists of different lengths are one statement") {
    from<User> u;
    const auto text = [&](int length) {
        return session.select(u).where(in(u->age, std::vector<int>(static_cast<std::size_t>(length), 20))).sql();
    };
    CHECK(text(101) == text(40000));
    CHECK(text(3) != text(4));
}

TEST_CASE("a query of no session says so when it runs") {
    from<User> u;
    const auto what = message<UsageError>([&] { (void)select(u->name).all(); });
    CHECK(has(what, {"belongs to no session", "session.select"}));
    CHECK(has(select(u->name).sql(), {"SELECT \"t0\".\"name\""}));
}

} // namespace query_subqueries
