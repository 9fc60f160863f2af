// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace unique_keys {
using namespace athanor;
using namespace support;
struct Post;

struct Tag {
    Key<int> id;
    Column<std::string, unique_key> name;
    Set<Post> posts;
};
struct Post {
    Key<int> id;
    Set<Tag> tags;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Tag> a, b;
    Ref<Post> post;
    Blog() {
        create_all<Post>(db);
        a = session.add(Tag{.name = "a"});
        b = session.add(Tag{.name = "b"});
        post = session.add(Post{.tags = {a, b}});
        session.commit();
    }
};

TEST_CASE_FIXTURE(Blog, "unique: an erased row makes room for a new one with its value") {
    session.erase(a);
    auto again = session.add(Tag{.name = "a"});
    session.commit();
    CHECK(session.select<Tag>().count() == 2);
    CHECK(post->tags.size() == 1);
    CHECK(state(again) == State::persistent);
}

TEST_CASE_FIXTURE(Blog, "unique: a value that is passed on is given up first, whatever the order of the changes") {
    b->name = "a"; // taken until the next line
    a->name = "c";
    session.commit();
    CHECK(session.select<Tag>().where([](auto& t) { return t.name == "a"; }).one() == b);
}

// A key that is unique in its owner.
struct Item;
struct Note {
    static constexpr auto table = athanor::table("keyed_note", unique_together("item_id", "keyword"));
    Key<int> id;
    Mapped<std::string> keyword, text;
    One<Item> item;
};
struct Item {
    static constexpr auto table = athanor::table("keyed_item");
    Key<int> id;
    Dict<&Note::keyword, owned> notes;
};

TEST_CASE("unique: who takes the key of a member in its dictionary takes it after that is deleted") {
    Engine db("sqlite://");
    create_all<Item>(db);
    Session session(db);
    const auto first = session.add(Item{.notes = {make(Note{.keyword = "a", .text = "1"})}});
    const auto second = session.add(Item{.notes = {make(Note{.keyword = "a", .text = "2"})}});
    const auto third = session.add(Item{.notes = {make(Note{.keyword = "a", .text = "3"})}});
    session.commit();
    second->notes.put(first->notes.at("a"));
    session.commit();
    CHECK(second->notes.at("a")->text == "1");
    second->notes = third->notes;
    session.commit();
    session.expire_all();
    CHECK(second->notes.at("a")->text == "3");
    CHECK(session.select<Note>().count() == 1);
}

TEST_CASE_FIXTURE(Blog, "unique: a swap is refused before any SQL") {
    a->name = "b";
    b->name = "a";
    const std::string text = message<FlushError>([&] { session.commit(); });
    CHECK_MESSAGE(has(text, {"Tag #1", "Tag #2", "circle"}), text);
    session.rollback(); // as after every flush that failed
    CHECK(a->name == "a");
    b->name = "c";
    a->name = "b";
    session.commit();
    CHECK(session.select<Tag>().where([](auto& t) { return t.name == "b"; }).one() == a);
}

} // namespace unique_keys
