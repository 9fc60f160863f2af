// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace query_bulk {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct Post;

struct User {
    Key<int> id;
    Column<std::string, unique_key> name;
    Mapped<std::optional<int>> age;
    Mapped<bool> active;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> likes;
    One<User> author;
};
struct Archive {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> likes;
};
struct Parent {
    Key<int> id;
    Mapped<std::string> name;
};
struct Child {
    Key<int> id;
    Column<int, references("parent.id", on_delete(cascade))> parent_id;
    Mapped<std::string> name;
};

struct Word {
    Key<int> id;
    Mapped<std::string> text;
};
struct Note {
    Key<int> id;
    List<Word, owned> words;
    Proxy<&Note::words, &Word::text> texts;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<User> ann, ben;
    Blog() {
        create_all<User>(db);
        create_all<Archive>(db);
        ann = session.add(User{.name = "ann",
            .age = 30,
            .active = true,
            .posts = {make(Post{.title = "Hello", .likes = 3}), make(Post{.title = "World", .likes = 7})}});
        ben = session.add(User{.name = "ben", .age = 40, .active = true});
        session.commit();
    }
    std::int64_t value(std::string_view sql) { return session.execute(sql).rows.at(0).at(0).integer(); }
};

TEST_CASE_FIXTURE(Blog, "bulk update: one statement, and the objects read what it set") {
    Statements seen(db);
    CHECK(session.update<User>().set<&User::active>(false).where([](auto& u) { return u.age > 35; }).execute() == 1);
    CHECK(seen.count() == 1);
    CHECK(seen.count("UPDATE", "user") == 1);
    CHECK(!ben->active);
    CHECK(ann->active);
    CHECK(ben->name == "ben");
    CHECK(seen.count("SELECT") == 2);
}

TEST_CASE_FIXTURE(Blog, "bulk update: expressions over the row, with an alias or a lambda") {
    from<User> u;
    from<Post> p;
    CHECK(session.update(u).set(u->age, u->age + 1).set(u->active, false).execute() == 2);
    CHECK(ann->age == 31);
    CHECK(session.update<User>().set<&User::age>([](auto& user) { return user.age * 2; }).execute() == 2);
    CHECK(ben->age == 82);
    CHECK(session.update(u).set(u->age, cast<int>(select(sum(p->likes)).where(p->author == u).value())).execute() == 2);
    CHECK(ann->age == 10);
    CHECK(ben->age == std::nullopt);
    CHECK(session.update(u).set(u->age, std::nullopt).where(u->name == "ann").execute() == 1);
    CHECK(ann->age == std::nullopt);
}

TEST_CASE_FIXTURE(Blog, "bulk update: conditions may follow paths and ask for members") {
    from<Post> p;
    from<User> u;
    CHECK(session.update(p).set(p->likes, 0).where(p->author->name == "ann" && p->likes > 5).execute() == 1);
    CHECK(value("SELECT sum(likes) FROM post") == 3);
    CHECK(session.update(u).set(u->active, false).where(u->posts.any()).execute() == 1);
    CHECK(!ann->active);
}

TEST_CASE_FIXTURE(Blog, "bulk update: what is pending is written first") {
    ann->age = 50;
    CHECK(session.update<User>().set<&User::active>(false).where([](auto& u) { return u.age == 50; }).execute() == 1);
    CHECK(ann->age == 50);
    CHECK(!ann->active);
}

TEST_CASE_FIXTURE(Blog, "bulk update: a change that autoflush(false) keeps back is not lost") {
    session.autoflush(false);
    ann->age = 50;
    session.update<User>().set<&User::age>(1).execute();
    CHECK(ann->age == 50);
    CHECK(ben->age == 1);
    session.commit();
    CHECK(value("SELECT age FROM user WHERE name = 'ann'") == 50);
}

TEST_CASE_FIXTURE(Blog, "bulk update: references are set to objects, and collections see it") {
    CHECK(ann->posts.size() == 2);
    CHECK(ben->posts.empty());
    from<Post> p;
    auto hello = session.get<Post>(1);
    CHECK(session.update(p).set(p->author, ben).where(p->title == "Hello").execute() == 1);
    CHECK(hello->author == ben);
    CHECK(ann->posts.size() == 1);
    CHECK(ben->posts.size() == 1);
    CHECK(session.update(p).set(p->author, nullptr).execute() == 2);
    CHECK(hello->author == nullptr);
}

TEST_CASE_FIXTURE(Blog, "bulk update: a rollback takes it back in memory too") {
    session.update<User>().set<&User::age>(1).execute();
    CHECK(ann->age == 1);
    session.rollback();
    CHECK(ann->age == 30);
    session.begin_nested();
    session.update<User>().set<&User::age>(2).execute();
    CHECK(ann->age == 2);
    session.rollback_nested();
    CHECK(ann->age == 30);
}

TEST_CASE_FIXTURE(Blog, "bulk update: what cannot be is refused") {
    from<User> u, other;
    CHECK_THROWS_AS(session.update(u).execute(), UsageError);
    CHECK_THROWS_AS(session.update(u).set(u->id, 3).execute(), UsageError);
    CHECK_THROWS_AS(session.update(u).set(other->age, 3).execute(), UsageError);
    CHECK_THROWS_AS(session.update(u).set(u->age, other->age).execute(), UsageError);
    CHECK_THROWS_AS(session.update<User>().set<&User::age>(std::int64_t(1) << 40).execute(), ValueError);
    CHECK(session.update(u).set(u->age, 3).where(u->name == "x").sql() ==
        R"(UPDATE "user" SET "age" = ? WHERE "user"."name" = ?)");
}

TEST_CASE_FIXTURE(Blog, "bulk erase: objects whose rows went say so, and collections are read again") {
    CHECK(ann->posts.size() == 2);
    auto hello = session.get<Post>(1);
    auto world = session.get<Post>(2);
    Statements seen(db);
    CHECK(session.erase<Post>().where([](auto& p) { return p.likes < 5; }).execute() == 1);
    CHECK(seen.count() == 1);
    CHECK(world->title == "World");
    CHECK_THROWS_AS(hello->title.get(), ObjectDeletedError);
    CHECK(session.get<Post>(1) == nullptr);
    REQUIRE(ann->posts.size() == 1);
    CHECK(ann->posts[0] == world);
    session.rollback();
    CHECK(hello->title == "Hello");
    CHECK(ann->posts.size() == 2);
}

TEST_CASE_FIXTURE(Blog, "bulk erase: with an alias, by a path, and of everything") {
    from<Post> p;
    CHECK(session.erase(p).where(p->author->name == "ben").execute() == 0);
    CHECK(session.erase(p).where(p->author->name == "ann" && p->title == "World").execute() == 1);
    CHECK(session.erase<Post>().execute() == 1);
    CHECK(value("SELECT count(*) FROM post") == 0);
}

TEST_CASE("bulk erase: what ON DELETE takes along is read again, too") {
    Engine db("sqlite://");
    create_all<Parent>(db);
    create_all<Child>(db);
    Session session(db);
    auto parent = session.add(Parent{.name = "p"});
    session.flush();
    auto child = session.add(Child{.parent_id = *parent->id, .name = "c"});
    session.commit();
    CHECK(session.erase<Parent>().execute() == 1);
    CHECK_THROWS_AS(child->name.get(), ObjectDeletedError);
    CHECK(session.get<Child>(1) == nullptr);
}

TEST_CASE_FIXTURE(Blog, "bulk insert: values without objects") {
    CHECK(ben->posts.empty());
    Statements seen(db);
    CHECK(session.insert<Post>().add({.title = "a", .likes = 1, .author = ben}).add({.title = "b"}).execute() == 2);
    CHECK(seen.count("INSERT", "post") == 1);
    CHECK(session.identity_map_size() == 4);
    CHECK(ben->posts.size() == 1);
    std::vector<Archive> many;
    for (int i = 0; i < 40000; ++i) many.push_back(Archive{.title = "t", .likes = i});
    CHECK(session.insert<Archive>().add_all(many).execute() == 40000);
    CHECK(value("SELECT sum(likes) FROM archive") == 799980000);
}

TEST_CASE_FIXTURE(Blog, "bulk insert: when a later statement fails, what the first ones wrote is seen") {
    CHECK(ben->posts.empty());
    CHECK_THROWS_AS(session.insert<Post>().add({.title = "a", .author = ben}).add({.id = 1, .title = "b"}).execute(),
        IntegrityError);
    CHECK(ben->posts.size() == 1);
}

TEST_CASE_FIXTURE(Blog, "bulk insert: members of a collection are refused, as no row would be written for them") {
    const std::string why = message<UsageError>(
        [&] { (void)session.insert<User>().add({.name = "eva", .posts = {make(Post{.title = "a"})}}); });
    CHECK(has(why, {"a row of User in table user is given members in User::posts", "session.add() the object"}));
    CHECK(has(message<UsageError>([&] { (void)session.insert<Note>().add({.texts = {"a"}}); }), {"Note::words"}));
}

TEST_CASE_FIXTURE(Blog, "bulk insert: what a query gives") {
    from<Post> p;
    const auto old = session.select(p->title, p->likes + 10).where(p->author->name == "ann");
    CHECK(session.insert<Archive>().from<&Archive::title, &Archive::likes>(old).execute() == 2);
    from<Archive> a;
    CHECK(session.select(a->likes).order_by(a->likes).all() == std::vector<int>{13, 17});
}

TEST_CASE_FIXTURE(Blog, "upsert: nothing, the new values, or an expression") {
    const auto ann_again = [&](auto step) { return step(session.insert<User>().add({.name = "ann", .age = 99})); };
    CHECK_THROWS_AS(ann_again([](auto insert) { return std::move(insert).execute(); }), IntegrityError);
    session.rollback();
    CHECK(ann_again([](auto insert) { return std::move(insert).template on_conflict<>().ignore().execute(); }) == 0);
    CHECK(ann_again([](auto insert) {
        return std::move(insert).template on_conflict<&User::name>().template update<&User::age>().execute();
    }) == 1);
    CHECK(ann->age == 99);
    CHECK(ann->active);
    CHECK(ann_again([](auto insert) {
        return std::move(insert)
            .template on_conflict<&User::name>()
            .template set<&User::age>([](auto& u) { return u.age + 1; })
            .execute();
    }) == 1);
    CHECK(ann->age == 100);
    CHECK_THROWS_AS(
        ann_again([](auto insert) { return std::move(insert).template on_conflict<&User::name>().execute(); }),
        UsageError);
}

TEST_CASE_FIXTURE(Blog, "upsert: what a query gives") {
    from<Post> p;
    const auto titles = session.select(p->title).where(p->likes > 0);
    CHECK(session.insert<User>().from<&User::name>(titles).on_conflict<&User::name>().ignore().sql().starts_with(
        R"(INSERT INTO "user" ("name") SELECT * FROM (SELECT)"));
}

TEST_CASE_FIXTURE(Blog, "raw SQL: into tuples, values and objects") {
    const auto rows = session.from_sql<std::string, std::optional<int>>("SELECT name, age FROM user WHERE age > ?", 35);
    CHECK(rows == std::vector<std::tuple<std::string, std::optional<int>>>{{"ben", 40}});
    CHECK(session.from_sql<int>("SELECT count(*) FROM post") == std::vector<int>{2});
    const auto users = session.from_sql<User>("SELECT age AS extra, * FROM user ORDER BY id DESC");
    REQUIRE(users.size() == 2);
    CHECK(users[0] == ben);
    CHECK(users[1] == ann);
    CHECK(has(
        message<UsageError>([&] { session.from_sql<User>("SELECT id, name FROM user"); }), {"no column age", "User"}));
    CHECK_THROWS_AS(session.from_sql<int>("SELECT id, name FROM user"), UsageError);
    CHECK_THROWS_AS(session.from_sql<int>("SELECT name FROM user"), DecodeError);
    ann->age = 77;
    CHECK(session.from_sql<int>("SELECT age FROM user WHERE name = ?", ann->name) == std::vector<int>{77});
}

TEST_CASE_FIXTURE(Blog, "bulk update: a member that is a reference stands for its columns") {
    const auto of = [&](auto owner) {
        return session.select<Post>().where([&](auto& p) { return p.author == owner; });
    };
    CHECK(session.update<Post>().set<&Post::author>(ben).execute() == 2);
    CHECK(of(ben).count() == 2);
    CHECK(session.update<Post>().set<&Post::author>(nullptr).execute() == 2);
    CHECK(of(ben).count() == 0);
    from<Post> p;
    from<User> u;
    CHECK_THROWS_AS(session.update(p).set(p->author, make(User{.name = "new"})).execute(), UsageError);
    CHECK(has(message<UsageError>([&] { session.update<User>().set<&User::id>(3).execute(); }), {"User::id", "key"}));
}

TEST_CASE_FIXTURE(Blog, "bulk insert: an object or its key becomes a reference") {
    from<Post> p;
    from<User> u;
    const auto copies = session.select(p->author, p->title + "!", p->likes).where(p->likes > 5);
    CHECK(session.insert<Post>().from<&Post::author, &Post::title, &Post::likes>(copies).execute() == 1);
    CHECK(session.select(p).where(p->author == ann).count() == 3);
    const auto greetings = session.select(u->id, u->name, u->id);
    CHECK(session.insert<Post>().from<&Post::author, &Post::title, &Post::likes>(greetings).execute() == 2);
    CHECK(ann->posts.size() == 4);
    CHECK(ben->posts.size() == 1);
    const auto names = session.select(u->name, u->name);
    CHECK(has(message<UsageError>([&] { (void)session.insert<Post>().from<&Post::author, &Post::title>(names); }),
        {"Post::author", "object of User, or its key id"}));
}

TEST_CASE_FIXTURE(Blog, "bulk insert: a row may refer to what is pending") {
    auto cid = session.add(User{.name = "cid"});
    auto insert = session.insert<Post>().add({.title = "a", .author = cid}).add({.title = "b", .author = ben});
    CHECK(has(insert.sql(), {"INSERT INTO"}));
    CHECK(insert.execute() == 2);
    CHECK(cid->posts.size() == 1);
    CHECK(has(message<UsageError>([&] {
        session.insert<Post>().add({.title = "a", .author = make(User{.name = "nobody"})}).execute();
    }),
        {"User", "no row"}));
}

struct Item;
struct Shop {
    Key<int> id;
    Mapped<std::string> name;
};
struct Stock {
    static constexpr auto table = athanor::table("stock", unique_together("shop", "item"));
    Key<int> id;
    One<Shop, alone> shop;
    Mapped<std::string> item;
    Mapped<int> count;
    One<Shop, alone> supplier;
};

struct Shops {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Shop> first, second;
    Shops() {
        create_all<Stock>(db);
        first = session.add(Shop{.name = "first"});
        second = session.add(Shop{.name = "second"});
        session.add(Stock{.shop = first, .item = "pen", .count = 5});
        session.commit();
    }
    auto more(int count) {
        return session.insert<Stock>()
            .add({.shop = first, .item = "pen", .count = count, .supplier = second})
            .on_conflict<&Stock::shop, &Stock::item>();
    }
    int count() { return session.from_sql<int>("SELECT count FROM stock").at(0); }
    std::optional<int> supplier() {
        return session.from_sql<std::optional<int>>("SELECT supplier_id FROM stock").at(0);
    }
};

TEST_CASE_FIXTURE(Shops, "upsert: references in the conflict and among what is set") {
    CHECK(more(7).update<&Stock::count, &Stock::supplier>().execute() == 1);
    CHECK(count() == 7);
    CHECK(supplier() == 2);
    CHECK(more(8).set<&Stock::supplier>(first).execute() == 1);
    CHECK(supplier() == 1);
    CHECK(more(8).set<&Stock::supplier>(nullptr).execute() == 1);
    CHECK(!supplier());
    CHECK(session.select<Stock>().one()->count == 7);
}

TEST_CASE_FIXTURE(Shops, "upsert: a lambda of two parameters sees the row that was to be inserted") {
    CHECK(more(7).set<&Stock::count>([](auto& old, auto& fresh) { return old.count + fresh.count; }).execute() == 1);
    CHECK(count() == 12);
    const auto larger = [](auto& old, auto& fresh) { return fresh.count > old.count; };
    CHECK(more(3).update<&Stock::count>().where(larger).execute() == 0);
    CHECK(count() == 12);
    CHECK(more(30).update<&Stock::count>().where(larger).execute() == 1);
    CHECK(more(1).update<&Stock::count>().where([](auto& old) { return old.count > 10; }).execute() == 1);
    CHECK(count() == 1);
    CHECK(has(message<UsageError>([&] { more(1).ignore().where(larger).execute(); }), {"where(…)"}));
    CHECK_THROWS_AS(
        more(1).update<&Stock::count>().where([](auto& o) { return o.shop->name == "x"; }).execute(), UsageError);
}

TEST_CASE_FIXTURE(Shops, "upsert: the key of the other row stays") {
    CHECK(has(message<UsageError>([&] { (void)more(1).update<&Stock::id>(); }), {"Stock::id", "key"}));
    CHECK(has(message<UsageError>([&] { (void)more(1).set<&Stock::id>(9); }), {"Stock::id", "key"}));
}

} // namespace query_bulk
