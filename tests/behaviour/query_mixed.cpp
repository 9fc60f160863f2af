// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

// What the parts of a query do together.
namespace query_mixed {
using namespace athanor;
using support::Statements;
struct Post;
enum class Rank { guest, member };

struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<Rank> rank;
    Mapped<bool> active;
    Mapped<std::optional<int>> age;
    Dynamic<Post> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> likes;
    One<User> author;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<User> ann, ben;
    Blog() {
        create_all<User>(db);
        ann = session.add(User{.name = "ann", .rank = Rank::member, .active = true, .age = 30});
        ben = session.add(User{.name = "ben"});
        session.add_all(
            {make(Post{.title = "a", .likes = 1, .author = ann}), make(Post{.title = "b", .likes = 2, .author = ann}),
                make(Post{.title = "c", .likes = 3, .author = ben}), make(Post{.title = "d", .likes = 4})});
        session.commit();
    }
};

using Texts = std::vector<std::string>;

TEST_CASE_FIXTURE(Blog, "rows: values of every kind of column") {
    from<User> u;
    CHECK(session.select(u->rank, u->active, u->age).order_by(u->id).all() ==
        std::vector<std::tuple<Rank, bool, std::optional<int>>>{
            {Rank::member, true, 30}, {Rank::guest, false, std::nullopt}});
    CHECK(session.select(u->active).order_by(u->id).all() == std::vector<bool>{true, false});
    CHECK(session.select(u->age > 20).where(u->name == "ann").scalar());
    session.execute("UPDATE user SET active = 'often' WHERE id = 1");
    CHECK_THROWS_AS(session.select(u->active).all(), DecodeError);
}

TEST_CASE_FIXTURE(Blog, "rows: a reference is an output, a group and an order") {
    from<Post> p;
    CHECK(session.select(p->author).order_by(p->id).all() == std::vector<Ref<User>>{ann, ann, ben});
    const auto counts = session.select(p->author, count(p)).group_by(p->author).order_by(count(p), p->author->id).all();
    REQUIRE(counts.size() == 3);
    CHECK(std::get<0>(counts[0]) == nullptr);
    CHECK(std::get<0>(counts[2]) == ann);
    CHECK(std::get<1>(counts[2]) == 2);
}

TEST_CASE_FIXTURE(Blog, "joins: a collection that is never loaded is joined like any other") {
    from<User> u;
    from<Post> p;
    CHECK(session.select(u->name, p->title).join(p, u->posts).order_by(p->id).count() == 3);
    CHECK(session.select(u).join(p, u->posts).count() == 3);
    CHECK(session.select(u).join(p, u->posts).distinct().count() == 2);
    CHECK(session.select(u).join(p, u->posts).distinct().order_by(u->id).all() == std::vector<Ref<User>>{ann, ben});
}

TEST_CASE_FIXTURE(Blog, "joins: objects of a joined query are streamed and found by first") {
    from<User> u;
    from<Post> p;
    const auto query = session.select(p).join(u, p->author == u).where(u->name == "ann").order_by(desc(p->likes));
    CHECK(query.first()->title == "b");
    Texts titles;
    for (const auto& post : query.stream()) titles.push_back(*post.title);
    CHECK(titles == Texts{"b", "a"});
}

TEST_CASE_FIXTURE(Blog, "conditions: a reference that is not, or is another alias's") {
    from<Post> p, other;
    CHECK(session.select(p->title).where(p->author != ann).order_by(p->id).all() == Texts{"c"});
    CHECK(session.select(p->title).where(p->author != nullptr).count() == 3);
    CHECK(session.select(p->title, other->title).where(p->author == other->author && p->id < other->id).one() ==
        std::tuple<std::string, std::string>("a", "b"));
}

TEST_CASE_FIXTURE(Blog, "bulk: conditions may hold subqueries, also common table expressions") {
    from<User> u;
    from<Post> p;
    const auto liked = select(p->author->id).where(p->likes > 2).cte();
    CHECK(session.update(u).set(u->active, false).where(in(u->id, select(liked.get<0>()).from(liked))).execute() == 1);
    CHECK(session.erase(u).where(!exists(select(p).where(p->author == u))).execute() == 0);
    CHECK(session.erase(p).where(in(p->likes, std::vector<int>(200, 4))).execute() == 1);
    CHECK(session.select<Post>().count() == 3);
}

TEST_CASE_FIXTURE(Blog, "set operations: of objects that were limited and sorted") {
    from<Post> p;
    const auto best = session.select(p).order_by(desc(p->likes)).limit(1);
    const auto worst = session.select(p).order_by(p->likes).limit(1);
    const auto ends = union_all(best, worst).order_by([](auto& post) { return asc(post.likes); }).all();
    REQUIRE(ends.size() == 2);
    CHECK(ends[0]->title == "a");
    CHECK(ends[1]->title == "d");
    CHECK(except(session.select(p), best).count() == 3);
}

TEST_CASE_FIXTURE(Blog, "subquery: inside any, has and each other") {
    from<User> u, v;
    from<Post> p, q;
    const auto users = session.select(u->name)
                           .where(u->posts.any([&](auto& post) { return post.likes > select(avg(p->likes)).value(); }))
                           .all();
    CHECK(users == Texts{"ben"});
    const auto most =
        select(q->id).where(q->author == v && q->likes == select(max_of(p->likes)).where(p->author == v).value());
    CHECK(session.select(v->name).where(exists(most)).order_by(v->id).all() == Texts{"ann", "ben"});
}

TEST_CASE_FIXTURE(Blog, "in: values that may be missing") {
    from<User> u;
    CHECK(session.select(u).where(in(u->age, std::vector<std::optional<int>>{std::nullopt, 30})).count() == 1);
    std::vector<std::optional<int>> many(300, std::nullopt);
    many.push_back(30);
    CHECK(session.select(u).where(in(u->age, many)).count() == 1);
    CHECK(session.select(u).where(in(u->rank, {Rank::member})).count() == 1);
    CHECK(session.select(u).where(in(u->rank, std::vector<Rank>(200, Rank::guest))).count() == 1);
}

} // namespace query_mixed
