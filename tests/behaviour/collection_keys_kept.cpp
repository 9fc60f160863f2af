// SPDX-License-Identifier: MIT
// Loops over dictionaries that commit, load again or write keys on the way, and keys that are those of entries.
#include "support/messages.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <athanor/typed/proxy.hpp>
#include <doctest/doctest.h>
#include <map>
#include <ranges>

namespace collection_keys_kept {
using namespace athanor;
using support::has;
using support::message;

struct Item;
struct Note {
    Key<int> id;
    Mapped<std::string> keyword, text;
    One<Item> item;
};
struct Page {
    Key<int> id;
    Mapped<std::string> title;
    One<Item> item;
};
struct Line {
    Key<int> id;
    Mapped<std::string> text;
    One<Item> item;
    const std::string& said() const { return text.get(); }
};
struct Item {
    Key<int> id;
    Dict<&Note::keyword, owned> notes;
    Dict<&Page::title, owned, ordered> pages;
    Dict<&Line::said, owned> by_text;
    Proxy<&Item::notes, &Note::text> texts;
};

struct Card {
    Key<int> id;
};
struct Shelf {
    Key<int> id;
    Set<Card, owned> cards;
};

const std::string one = "a keyword that is too long for its place", two = "two of them, and each as long as that";

struct Archive {
    Engine db{"sqlite://"};
    Session session{(create_all<Item>(db), create_all<Shelf>(db), db), expire_on_commit};
    Ref<Item> item = session.add(
        Item{.notes = {make(Note{.keyword = one}), make(Note{.keyword = two})}, .pages = {Page{.title = one}}});
    Archive() { session.commit(); }
};

TEST_CASE_FIXTURE(Archive, "keys: a loop over a dictionary may commit at each step") {
    std::string keys;
    for (auto [key, note] : item->notes) {
        note->text = "seen";
        session.commit();
        note->text = "seen again";
        keys += key;
    }
    CHECK(keys == one + two);
    for (const auto& [key, text] : item->texts) {
        session.refresh(item);
        keys = key;
    }
    CHECK(keys == two);
    for (const std::string& key : item->notes.keys()) {
        session.refresh(item);
        keys += item->notes.size() == 2 ? key : "";
    }
    CHECK(keys == two + one + two);
}

TEST_CASE_FIXTURE(
    Archive, "keys: a loop over what lost members says so when a reload moves the others, and misses none") {
    item->notes.pop(one);
    std::size_t seen = 0;
    const auto loop = [&](auto& members) {
        for (const auto& member : members) {
            static_cast<void>(member);
            ++seen;
            session.commit();
        }
    };
    CHECK_THROWS_AS(loop(item->notes), UsageError);
    CHECK(seen == 1);
    loop(item->notes); // as it was loaded
    CHECK(seen == 2);
    const auto shelf = session.add(Shelf{.cards = {make(Card{}), make(Card{}), make(Card{}), make(Card{})}});
    session.commit();
    shelf->cards.remove(shelf->cards.front());
    CHECK_THROWS_AS(loop(shelf->cards), UsageError);
    loop(shelf->cards);
    CHECK(seen == 6);
}

TEST_CASE_FIXTURE(Archive, "keys: one that a loop has is that of the step, whatever is written to the member") {
    for (auto [key, note] : item->notes) {
        note->keyword = "another keyword, which is as long as the first";
        CHECK(key == one);
        break;
    }
}

TEST_CASE_FIXTURE(Archive, "keys: what is looked for is the key that was given, whatever the load writes to it") {
    const Ref<Note> note = item->notes.at(one);
    const std::string& key = note->keyword;
    session.execute("UPDATE note SET keyword = 'renamed' WHERE id = 1");
    session.expire_all();
    CHECK(has(message<KeyError>([&] { item->notes.at(key); }), {"Item::notes of Item #1", one}));
    CHECK(key == "renamed");
}

TEST_CASE_FIXTURE(Archive, "keys: one that moves while it is looked for is named") {
    item->by_text.add(Line{.text = one})->text = two;
    const std::string& key = item->by_text.begin()->first;
    CHECK(has(message<KeyError>([&] { item->by_text.at(key); }), {"Item::by_text of Item #1", one}));
    CHECK(item->by_text.contains(two));
}

TEST_CASE_FIXTURE(Archive, "keys: what was taken from a dictionary goes through it as it is loaded again") {
    const auto keys = item->notes.keys();
    session.commit();
    CHECK(std::vector<std::string>(keys.begin(), keys.end()) == std::vector{one, two});
    auto last = item->notes.end();
    session.commit();
    CHECK((--last)->first == two);
}

TEST_CASE_FIXTURE(Archive, "keys: behind the end of a dictionary there is nothing") {
    CHECK_THROWS_AS(++item->notes.end(), UsageError);
    CHECK_THROWS_AS(++item->pages.end(), UsageError);
    CHECK_THROWS_AS(item->notes.erase(item->notes.end(), item->notes.begin()), UsageError);
    CHECK_THROWS_AS(item->pages.erase(item->pages.end(), item->pages.begin()), UsageError);
    auto place = item->pages.begin();
    session.execute("DELETE FROM page");
    session.expire(item);
    CHECK(item->pages.empty());
    CHECK(++place == item->pages.end());
}

TEST_CASE("keys: the iterators of a dictionary are those that the algorithms of ranges take") {
    using Notes = Dict<&Note::keyword, owned>;
    static_assert(std::bidirectional_iterator<Notes::iterator>);
    static_assert(std::ranges::bidirectional_range<Notes>);
    static_assert(std::ranges::sized_range<Notes>);
    static_assert(std::ranges::common_range<Notes>);
    static_assert(std::ranges::bidirectional_range<decltype(std::declval<Notes&>().keys())>);
    static_assert(std::ranges::bidirectional_range<decltype(Item::texts)>);
    Notes notes{Note{.keyword = "b", .text = "x"}, Note{.keyword = "a", .text = "y"}};
    std::vector<std::string> keys;
    std::ranges::copy(notes | std::views::keys, std::back_inserter(keys));
    std::ranges::copy(notes.keys() | std::views::reverse, std::back_inserter(keys));
    CHECK(keys == std::vector<std::string>{"b", "a", "a", "b"});
    CHECK(std::ranges::find(notes.keys(), "a") != notes.keys().end());
    CHECK((*std::ranges::find_if(notes, [](const auto& entry) { return entry.first == "a"; })).second->text == "y");
    CHECK(std::map<std::string, Ref<Note>>(notes.begin(), notes.end()) == notes);
    CHECK(std::ranges::max(notes | std::views::keys) == "b");
}

} // namespace collection_keys_kept
