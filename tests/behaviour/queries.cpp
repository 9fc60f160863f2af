// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace queries {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;
struct Tag;
enum class Rank { guest, member, owner };

struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<std::optional<int>> age;
    Mapped<Rank> rank;
    Mapped<bool> active;
    Mapped<double> score;
    One<User> boss;
    List<User> staff;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
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
    Ref<User> ann, ben, cid;
    Ref<Tag> cpp;
    Blog() {
        create_all<User>(db);
        cpp = make(Tag{.name = "c++"});
        ann = session.add(User{.name = "ann",
            .age = 30,
            .rank = Rank::owner,
            .active = true,
            .score = 2.5,
            .posts = {make(Post{.title = "Hello", .tags = {cpp}}), make(Post{.title = "100% sure"})}});
        ben = session.add(
            User{.name = "ben", .age = 40, .rank = Rank::member, .boss = ann, .posts = {make(Post{.title = "World"})}});
        cid = session.add(User{.name = "cid", .rank = Rank::member, .active = true, .score = -1, .boss = ben});
        session.add(Post{.title = "Nobody's"});
        session.commit();
    }
    template <class C> std::string names(C condition) {
        std::string text;
        for (auto user : session.select<User>().where(condition).order_by([](auto& u) { return asc(u.name); }))
            text += (text.empty() ? "" : " ") + user->name;
        return text;
    }
    template <class C> std::string titles(C condition) {
        std::string text;
        for (auto post : session.select<Post>().where(condition).order_by([](auto& p) { return asc(p.title); }))
            text += (text.empty() ? "" : " ") + post->title;
        return text;
    }
};

TEST_CASE_FIXTURE(Blog, "query: comparisons of all kinds of columns") {
    CHECK(names([](auto& u) { return u.name == "ben"; }) == "ben");
    CHECK(names([](auto& u) { return u.name != "ben"; }) == "ann cid");
    CHECK(names([](auto& u) { return u.age >= 30 && u.age < 40; }) == "ann");
    CHECK(names([](auto& u) { return u.age > 30 || u.name == "cid"; }) == "ben cid");
    CHECK(names([](auto& u) { return !(u.name == "ben"); }) == "ann cid");
    CHECK(names([](auto& u) { return u.rank == Rank::member; }) == "ben cid");
    CHECK(names([](auto& u) -> auto& { return u.active; }) == "ann cid");
    CHECK(names([](auto& u) { return !u.active; }) == "ben");
    CHECK(names([](auto& u) { return u.score < 0.5; }) == "ben cid");
    CHECK(names([](auto& u) { return 30 < u.age; }) == "ben");
    CHECK(names([](auto& u) { return u.age + 10 == 40; }) == "ann");
}

TEST_CASE_FIXTURE(Blog, "query: NULL is found with nullopt, is_null and an empty optional, and by no comparison") {
    CHECK(names([](auto& u) { return u.age == std::nullopt; }) == "cid");
    CHECK(names([](auto& u) { return u.age != std::nullopt; }) == "ann ben");
    CHECK(names([](auto& u) { return is_null(u.age); }) == "cid");
    CHECK(names([age = std::optional<int>()](auto& u) { return u.age == age; }) == "cid");
    CHECK(names([age = std::optional<int>(40)](auto& u) { return u.age == age; }) == "ben");
    CHECK(names([](auto& u) { return u.age < 100; }) == "ann ben");
}

TEST_CASE_FIXTURE(Blog, "query: like, in, between and functions") {
    CHECK(titles([](auto& p) { return like(p.title, "%o%"); }) == "Hello Nobody's World");
    CHECK(titles([](auto& p) { return like(p.title, "%!%%", '!'); }) == "100% sure");
    CHECK(names([](auto& u) { return in(u.name, {"ann", "cid", "x"}); }) == "ann cid");
    CHECK(names([none = std::vector<int>()](auto& u) { return in(u.id, none); }) == "");
    CHECK(names([](auto& u) { return between(u.age, 35, 45); }) == "ben");
    CHECK(names([](auto& u) { return upper(u.name) == "CID"; }) == "cid");
    CHECK(names([](auto& u) { return coalesce(u.age, 0) == 0; }) == "cid");
}

TEST_CASE_FIXTURE(Blog, "query: a text is a parameter, whatever is in it") {
    CHECK(titles([](auto& p) { return p.title == "Nobody's"; }) == "Nobody's");
    CHECK(titles([](auto& p) { return p.title == "' OR 1=1 --"; }) == "");
}

TEST_CASE_FIXTURE(Blog, "query: paths along references join") {
    CHECK(titles([](auto& p) { return p.author->name == "ann"; }) == "100% sure Hello");
    CHECK(names([](auto& u) { return u.boss->boss->name == "ann"; }) == "cid");
    CHECK(names([](auto& u) { return u.boss->name == "ann" || u.name == "ann"; }) == "ann ben");
    CHECK(names([](auto& u) { return u.boss->age == std::nullopt; }) == "ann");
    CHECK(titles([](auto& p) { return p.author == nullptr; }) == "Nobody's");
    CHECK(titles([this](auto& p) { return p.author == ben; }) == "World");
    std::string order;
    for (auto post : session.select<Post>().order_by(
             [](auto& p) { return desc(p.author->name); }, [](auto& p) { return asc(p.id); }))
        order += post->title.get().substr(0, 1);
    CHECK(order == "WH1N");
}

TEST_CASE_FIXTURE(Blog, "query: any, none and contains ask about the members of a collection") {
    CHECK(names([](auto& u) { return u.posts.any([](auto& p) { return p.title == "World"; }); }) == "ben");
    CHECK(names([](auto& u) { return u.posts.any(); }) == "ann ben");
    CHECK(names([](auto& u) { return u.posts.none([](auto& p) { return like(p.title, "%o%"); }); }) == "cid");
    CHECK(names([this](auto& u) { return u.posts.any([&](auto& p) { return p.tags.contains(cpp); }); }) == "ann");
    CHECK(titles([this](auto& p) { return p.tags.contains(cpp); }) == "Hello");
    CHECK(names([](auto& u) {
        return u.posts.any([&](auto& p) { return p.author->name == "ben" && u.active == false; });
    }) == "ben");
    CHECK(names([](auto& u) { return u.staff.any([](auto& s) { return s.name == "cid"; }); }) == "ben");
}

TEST_CASE_FIXTURE(Blog, "query: attributes of real objects are values") {
    CHECK(names([this](auto& u) { return u.name == ann->name; }) == "ann");
    CHECK(names([this](auto& u) { return u.age > ann->age; }) == "ben");
    CHECK(names([this](auto& u) { return u.age == cid->age; }) == "cid");
    CHECK(names([this](auto& u) { return u.rank == ben->rank && u.id != ben->id; }) == "cid");
}

TEST_CASE_FIXTURE(Blog, "query: several where are all needed; order, limit and offset") {
    from<User> u;
    const auto query = session.select(u).where(u->rank == Rank::member).where(u->active);
    CHECK(query.one() == cid);
    CHECK(session.select(u).order_by(desc(u->age)).first() == ben);
    CHECK(session.select(u).order_by(u->active, desc(u->name)).all() == std::vector<Ref<User>>{ben, cid, ann});
    CHECK(session.select(u).order_by(u->name).offset(1).all() == std::vector<Ref<User>>{ben, cid});
    CHECK(session.select(u).order_by(u->name).limit(0).all().empty());
    CHECK(session.select(u).order_by(u->name).offset(9).first() == nullptr);
}

TEST_CASE_FIXTURE(Blog, "query: first, one, one_or_none and count") {
    const auto by_name = [&](const char* name) {
        return session.select<User>().where([=](auto& u) { return u.name == name; });
    };
    CHECK(by_name("x").first() == nullptr);
    CHECK(by_name("x").one_or_none() == nullptr);
    CHECK(by_name("ann").one() == ann);
    CHECK(by_name("x").count() == 0);
    CHECK(session.select<User>().count() == 3);
    CHECK(has(message<NoResultError>([&] { by_name("x").one(); }), {"User", "no row", "first()"}));
    CHECK(has(message<MultipleResultsError>([&] { session.select<User>().one(); }), {"User", "several rows"}));
    CHECK_THROWS_AS(session.select<User>().one_or_none(), MultipleResultsError);
    CHECK(session.select<Post>().where([](auto& p) { return p.author->name == "ann"; }).count() == 2);
}

TEST_CASE_FIXTURE(Blog, "query: it flushes what is pending first, unless autoflush is off") {
    ann->name = "anna";
    CHECK(names([](auto& u) { return u.name == "anna"; }) == "anna");
    session.autoflush(false);
    ann->name = "anne";
    const Statements seen(db);
    CHECK(names([](auto& u) { return u.name == "anne"; }) == "");
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Blog, "query: two aliases of one class are two uses of its table") {
    from<User> a;
    auto older = session.select(a).where(exists<User>([&](auto& other) { return other.age < a->age; })).all();
    CHECK(older == std::vector<Ref<User>>{ben});
}

} // namespace queries
