// SPDX-License-Identifier: MIT
// A collection that is never loaded as a whole: what goes in and out is queued, what comes out is asked for.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace dynamic {
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
    Mapped<std::string> title;
    Mapped<int> score;
    One<Author> author;
};

struct Shop;
struct Tag {
    Key<int> id;
    Mapped<std::string> name;
    Dynamic<Shop> shops;
};
struct Shop {
    Key<int> id;
    Dynamic<Tag> tags;
};

struct Item {
    Key<int> id;
};
struct Box {
    Key<int> id;
    Dynamic<Item, by("box_id")> items;
    Dynamic<Item, by("spare_id"), order_by_descending<&Item::id>> spares;
};

template <class Posts> std::string titles(Posts&& posts) {
    std::string text;
    for (const auto& post : posts) text += post->title.get();
    return text;
}

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Author> ed, jack;
    Blog() {
        create_all<Author>(db);
        {
            Session first(db);
            first.add(Author{.name = "ed",
                .posts = {make(Post{.title = "a", .score = 1}), make(Post{.title = "b", .score = 2}),
                    make(Post{.title = "c", .score = 3})}});
            first.add(Author{.name = "jack"});
            first.commit();
        }
        ed = session.get<Author>(1);
        jack = session.get<Author>(2);
    }
    Ref<Post> post(int id) { return session.get<Post>(id); }
};

TEST_CASE_FIXTURE(Blog, "dynamic: each read asks the database once and keeps nothing") {
    Statements seen(db);
    CHECK(titles(ed->posts) == "abc");
    CHECK(titles(ed->posts) == "abc");
    CHECK(ed->posts.count() == 3);
    CHECK(seen.count("SELECT") == 3);
    CHECK(jack->posts.count() == 0);
    CHECK(ed->posts.first()->title == "a");
    CHECK(jack->posts.first() == nullptr);
    CHECK(ed->posts[1]->title == "b");
    CHECK(titles(ed->posts.slice(1, 20)) == "bc");
    CHECK(titles(ed->posts.slice(2, 2)).empty());
    CHECK(titles(ed->posts.all()) == "abc");
    CHECK(ed->posts[0] == ed->posts.first());
}

TEST_CASE_FIXTURE(Blog, "dynamic: it is narrowed down like any query, in its own order unless it is given another") {
    CHECK(titles(ed->posts.where([](auto& p) { return p.score > 1; })) == "bc");
    CHECK(titles(ed->posts.order_by([](auto& p) { return desc(p.title); })) == "cba");
    CHECK(titles(ed->posts.limit(1).offset(1)) == "b");
    CHECK(ed->posts.where([](auto& p) { return p.title == "b"; }).one() == post(2));
    CHECK(ed->posts.select().count() == 3);
    CHECK(ed->posts.contains(post(1)));
    CHECK_FALSE(jack->posts.contains(post(1)));
    CHECK_THROWS_AS(ed->posts.one(), MultipleResultsError);
    CHECK_THROWS_AS(jack->posts.one(), NoResultError);
    CHECK(jack->posts.one_or_none() == nullptr);
    CHECK(session.select<Author>()
              .where([](auto& a) { return a.posts.any([](auto& p) { return p.score == 3; }); })
              .one() == ed);
}

TEST_CASE_FIXTURE(Blog, "dynamic: an index that has no member throws") {
    CHECK_THROWS_AS(ed->posts[3], IndexError);
    CHECK_THROWS_AS(ed->posts[-1], IndexError);
    CHECK(support::has(support::message<IndexError>([&] { (void)ed->posts.at(9); }), {"Author::posts", "9"}));
}

TEST_CASE_FIXTURE(Blog, "dynamic: adding and removing emits nothing, and both sides see it at once") {
    const auto a = post(1);
    (void)a->author.ref();
    Statements seen(db);
    auto fresh = ed->posts.add(Post{.title = "d"});
    ed->posts.remove(a);
    CHECK(seen.count() == 0);
    CHECK(fresh->author == ed);
    CHECK(state(fresh) == State::pending);
    CHECK(a->author == nullptr);
    CHECK(seen.count() == 0);
    CHECK(titles(ed->posts) == "bcd"); // the read flushed
    CHECK(seen.count("INSERT") == 1);
    CHECK(seen.count("DELETE") == 1);
}

TEST_CASE_FIXTURE(Blog, "dynamic: without autoflush a read shows the rows as they are") {
    session.autoflush(false);
    ed->posts.add(Post{.title = "d"});
    ed->posts.remove(post(1));
    CHECK(titles(ed->posts) == "abc");
    session.flush();
    CHECK(titles(ed->posts) == "bcd");
}

TEST_CASE_FIXTURE(Blog, "dynamic: what is added and removed again, or the other way round, is not written") {
    const auto a = post(1);
    Statements seen(db);
    ed->posts.remove(a);
    ed->posts.add(a);
    auto fresh = make(Post{.title = "d"});
    ed->posts.add(fresh);
    ed->posts.add(fresh);
    ed->posts.remove(fresh);
    session.flush();
    CHECK(seen.writes() == 0);
    CHECK(state(fresh) == State::transient);
    CHECK(a->author == ed);
}

TEST_CASE_FIXTURE(Blog, "dynamic: removing what belongs to somebody else does nothing") {
    const auto a = post(1);
    jack->posts.remove(a);
    session.flush();
    CHECK(state(a) == State::persistent);
    CHECK(ed->posts.count() == 3);
}

TEST_CASE_FIXTURE(Blog, "dynamic: a member moves by either side") {
    jack->posts.add(post(1));
    post(2)->author = jack;
    Statements seen(db);
    CHECK(titles(jack->posts) == "ab");
    CHECK(seen.count("DELETE") == 0);
    CHECK(titles(ed->posts) == "c");
}

TEST_CASE_FIXTURE(Blog, "dynamic: a pending member that moves stays pending") {
    auto fresh = ed->posts.add(Post{.title = "d"});
    jack->posts.add(fresh);
    CHECK(state(fresh) == State::pending);
    CHECK(titles(jack->posts) == "d");
}

TEST_CASE_FIXTURE(Blog, "dynamic: an assignment loads what is there and writes the difference") {
    Statements seen(db);
    ed->posts = {post(2), make(Post{.title = "n"})};
    CHECK(seen.writes() == 0);
    session.flush();
    CHECK(seen.count("DELETE", "post") == 2);
    CHECK(seen.count("INSERT", "post") == 1);
    CHECK(seen.count("UPDATE") == 0);
    CHECK(titles(ed->posts) == "bn");
    ed->posts.clear();
    CHECK(ed->posts.count() == 0);
}

TEST_CASE_FIXTURE(Blog, "dynamic: deleting the owner deletes its members") {
    session.erase(ed);
    session.commit();
    CHECK(session.select<Post>().count() == 0);
}

TEST_CASE_FIXTURE(Blog, "dynamic: a rescued member survives the deletion of the owner") {
    const auto b = post(2);
    session.erase(ed);
    jack->posts.add(b);
    session.commit();
    CHECK(titles(session.select<Post>().all()) == "b");
    CHECK(b->author == jack);
}

TEST_CASE_FIXTURE(Blog, "dynamic: removing what belongs to nobody, or was only just made, does nothing") {
    auto alone = session.add(Post{.title = "d"});
    session.commit();
    session.expire_all();
    (void)alone->title.get();
    ed->posts.remove(alone);
    ed->posts.remove(make(Post{.title = "e"}));
    session.commit();
    CHECK(state(alone) == State::persistent);
    CHECK(session.select<Post>().count() == 4);
}

TEST_CASE_FIXTURE(Blog, "dynamic: a member whose reference was cleared blindly is still a member until the flush") {
    auto a = post(1);
    session.expire_all();
    a->author = nullptr;
    ed->posts.remove(a);
    session.flush();
    CHECK(state(a) == State::deleted);
}

TEST_CASE_FIXTURE(Blog, "dynamic: what a new owner was given and no flush has written is there after a rollback") {
    auto ann = session.add(Author{.name = "ann", .posts = {make(Post{.title = "x"})}});
    session.flush();
    auto y = ann->posts.add(Post{.title = "y"});
    session.rollback();
    CHECK(state(ann) == State::transient);
    CHECK(titles(ann->posts) == "y");
    CHECK(y->author == ann);
}

TEST_CASE_FIXTURE(Blog, "dynamic: a pending child that leaves and comes back comes last") {
    auto d = ed->posts.add(Post{.title = "d"});
    auto e = ed->posts.add(Post{.title = "e"});
    ed->posts.remove(d);
    d->author = ed;
    session.add(ed);
    session.flush();
    CHECK(*e->id < *d->id);
}

TEST_CASE_FIXTURE(Blog, "dynamic: a rollback forgets what was queued") {
    ed->posts.add(Post{.title = "d"});
    ed->posts.remove(post(1));
    session.rollback();
    CHECK(titles(ed->posts) == "abc");
    session.begin_nested();
    ed->posts.remove(post(1));
    session.rollback_nested();
    CHECK(titles(ed->posts) == "abc");
}

TEST_CASE_FIXTURE(Blog, "dynamic: a new owner is read from memory until it has a row") {
    auto ann = make(Author{.name = "ann", .posts = {make(Post{.title = "x"})}});
    Statements seen(db);
    auto y = ann->posts.add(Post{.title = "y"});
    ann->posts.add(y);
    CHECK(titles(ann->posts) == "xy");
    CHECK(ann->posts.count() == 2);
    CHECK(ann->posts[1] == y);
    CHECK(titles(ann->posts.slice(1, 9)) == "y");
    CHECK(ann->posts.contains(y));
    CHECK_THROWS_AS((void)ann->posts[2], IndexError);
    CHECK_THROWS_AS((void)ann->posts.where([](auto& p) { return p.score > 0; }), DetachedError);
    ann->posts.remove(y);
    CHECK(titles(ann->posts) == "x");
    CHECK(seen.count() == 0);
    session.add(ann);
    CHECK(titles(ann->posts) == "x");
    CHECK(seen.count("INSERT") == 2);
    CHECK(seen.count("SELECT") == 1);
}

TEST_CASE_FIXTURE(Blog, "dynamic: an owner without a session says so") {
    session.expunge(ed);
    CHECK_THROWS_AS((void)ed->posts.count(), DetachedError);
    CHECK_THROWS_AS((void)ed->posts.all(), DetachedError);
    CHECK_THROWS_AS(ed->posts = {}, DetachedError);
    auto fresh = ed->posts.add(Post{.title = "d"}); // queued until the owner comes back
    session.add(ed);
    CHECK(titles(ed->posts) == "abcd");
    CHECK(fresh->author == ed);
}

TEST_CASE_FIXTURE(Blog, "dynamic: a query cannot load it with its owners") {
    CHECK_THROWS_AS((void)session.select<Author>().with<&Author::posts>(), UsageError);
}

TEST_CASE_FIXTURE(Blog, "dynamic: a merge replaces the content with that of the source") {
    auto copy = make(Author{.name = "new"});
    copy->id = 1;
    auto b = make(Post{.title = "B"});
    b->id = 2;
    copy->posts = {b};
    auto merged = session.merge(copy);
    CHECK(merged == ed);
    CHECK(titles(ed->posts) == "B");
}

TEST_CASE("dynamic: many to many, either side writes the row between once") {
    Engine db("sqlite://");
    create_all<Shop>(db);
    Session session(db);
    auto shop = session.add(Shop{});
    auto red = shop->tags.add(Tag{.name = "red"});
    auto blue = shop->tags.add(Tag{.name = "blue"});
    CHECK(shop->tags.count() == 2);
    CHECK(red->shops.one() == shop);
    Statements seen(db);
    red->shops.remove(shop);
    session.flush();
    CHECK(seen.count("DELETE") == 1);
    CHECK(shop->tags.all() == std::vector{blue});
    session.erase(shop);
    session.commit();
    CHECK(blue->shops.count() == 0);
    CHECK(session.select<Tag>().count() == 2);
}

TEST_CASE("dynamic: without a back reference the key of the members follows") {
    Engine db("sqlite://");
    create_all<Box>(db);
    Session session(db);
    auto box = session.add(Box{});
    auto one = box->items.add(Item{});
    auto two = box->spares.add(Item{});
    auto three = box->spares.add(Item{});
    CHECK(box->items.all() == std::vector{one});
    CHECK(box->spares.all() == std::vector{three, two});
    box->spares.remove(two);
    box->items.add(two);
    CHECK(box->items.all() == std::vector{one, two});
    CHECK(box->spares.count() == 1);
    session.erase(box);
    session.commit();
    CHECK(session.select<Item>().count() == 3);
}

TEST_CASE_FIXTURE(Blog, "dynamic: what is queued counts as a change") {
    CHECK_FALSE(is_modified(ed));
    ed->posts.add(Post{.title = "d"});
    CHECK(is_modified(ed));
    session.expire<&Author::posts>(ed);
    CHECK_FALSE(is_modified(ed));
}

} // namespace dynamic
