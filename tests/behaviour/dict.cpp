// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>
#include <map>

namespace dict_test {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Item;
struct Note {
    Key<int> id;
    Mapped<std::optional<std::string>> keyword;
    Mapped<std::string> text;
    One<Item> item;
    One<Item> long_item;
    std::size_t length() const { return text->size(); }
};
struct Item {
    Key<int> id;
    Dict<&Note::keyword, owned, pairs("item")> notes;
    Dict<&Note::length, pairs("long_item")> by_length;
};

struct Section;
struct Page {
    Key<int> id;
    Mapped<std::string> name;
};
struct Section {
    Key<int> id;
    Dict<&Page::name, owned, creating, by("section_id")> pages;
};

struct Archive {
    Engine db{"sqlite://"};
    Session session{(create_all<Item>(db), create_all<Section>(db), db)};
    Ref<Note> first = make(Note{.keyword = "a", .text = "one"}), second = make(Note{.keyword = "b", .text = "two"});
    Ref<Item> item = session.add(Item{.notes = {first, second}});
    Archive() { session.commit(); }

    std::string content() const {
        std::string all;
        for (const auto& [keyword, note] : item->notes) all += keyword + '=' + *note->text + ' ';
        return all;
    }
};

TEST_CASE_FIXTURE(Archive, "dict: members are found by their keys, in the order in which they came") {
    CHECK(item->notes.size() == 2);
    CHECK(item->notes["a"] == first);
    CHECK(item->notes.at("b") == second);
    CHECK(item->notes.contains("a"));
    CHECK(!item->notes.contains("z"));
    CHECK(item->notes.find("z") == item->notes.end());
    CHECK(item->notes.get("z", first) == first);
    CHECK(content() == "a=one b=two ");
}

TEST_CASE_FIXTURE(Archive, "dict: it is loaded with one SELECT and then answers from memory") {
    session.expire(item);
    (void)*item->id;
    const Statements seen(db);
    CHECK(item->notes.size() == 2);
    CHECK(item->notes.contains("a"));
    CHECK(item->notes["b"]->text == "two");
    CHECK(seen.count("SELECT") == 1); // the notes, which were expired with their owner, come with it
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Archive, "dict: a key that is not there is a KeyError that names it") {
    const std::string text = message<KeyError>([&] { (void)item->notes.at("zebra"); });
    CHECK(has(text, {"zebra", "Item::notes"}));
    CHECK_THROWS_AS((void)item->notes["zebra"].ref(), KeyError);
    CHECK_THROWS_AS(item->notes.pop("zebra"), KeyError);
    CHECK(item->notes.erase("zebra") == 0);
    CHECK(content() == "a=one b=two ");
}

TEST_CASE_FIXTURE(Archive, "dict: an assignment takes the place of the one that has the key, whose row goes") {
    item->notes["a"] = Note{.keyword = "a", .text = "new"};
    CHECK(first->item == nullptr);
    CHECK(item->notes["a"]->item == item);
    CHECK(content() == "a=new b=two ");
    session.commit();
    CHECK(state(first) == State::detached);
    CHECK(session.select<Note>().count() == 2);
}

TEST_CASE_FIXTURE(Archive, "dict: a reference that enters from the other side takes the place, too") {
    const auto rival = session.add(Note{.keyword = "a", .text = "rival"});
    rival->item = item;
    CHECK(first->item == nullptr);
    CHECK(item->notes["a"] == rival);
    CHECK(item->notes.size() == 2);
}

TEST_CASE_FIXTURE(Archive, "dict: what is put under a key must have it, and nothing happens when it has not") {
    const auto stray = make(Note{.keyword = "x", .text = "stray"});
    const std::string text = message<ValueError>([&] { item->notes["y"] = stray; });
    CHECK(has(text, {"x", "y", "Item::notes"}));
    CHECK(stray->item == nullptr);
    const auto blank = make(Note{.text = "no key"});
    CHECK_THROWS_AS(item->notes.add(blank), KeyError);
    CHECK_THROWS_AS(item->notes.update({make(Note{.keyword = "c"}), blank}), KeyError);
    CHECK(content() == "a=one b=two ");
    CHECK(!is_modified(item));
}

TEST_CASE_FIXTURE(Archive, "dict: pop, popitem, erase and remove take members out, and owned rows go") {
    CHECK(item->notes.pop("a") == first);
    CHECK(first->item == nullptr);
    CHECK(item->notes.popitem().second == second);
    CHECK(item->notes.empty());
    CHECK_THROWS_AS(item->notes.popitem(), KeyError);
    session.commit();
    CHECK(session.select<Note>().count() == 0);
}

TEST_CASE_FIXTURE(Archive, "dict: setdefault and try_emplace leave what is there") {
    CHECK(item->notes.setdefault("a", Note{.keyword = "a", .text = "other"}) == first);
    CHECK(item->notes.setdefault("c", Note{.keyword = "c", .text = "three"})->text == "three");
    CHECK(!item->notes.try_emplace("c", Note{.keyword = "c", .text = "four"}).second);
    CHECK(content() == "a=one b=two c=three ");
}

TEST_CASE_FIXTURE(Archive, "dict: a whole assignment keeps who stays and writes the difference") {
    const auto third = make(Note{.keyword = "c", .text = "three"});
    item->notes = std::map<std::string, Ref<Note>>{{"b", second}, {"c", third}};
    const Statements seen(db);
    session.commit();
    CHECK(seen.count("INSERT") == 1);
    CHECK(seen.count("DELETE") == 1);
    CHECK(seen.count("UPDATE") == 0);
    CHECK(content() == "b=two c=three ");
    CHECK_THROWS_AS((item->notes = {make(Note{.keyword = "d"}), make(Note{.keyword = "d"})}), ValueError);
    CHECK(content() == "b=two c=three ");
}

TEST_CASE_FIXTURE(Archive, "dict: a member function can be the key") {
    item->by_length.add(first);
    CHECK(item->by_length.at(3) == first);
    CHECK(first->long_item == item);
}

TEST_CASE_FIXTURE(Archive, "dict: a creating one makes the member of a key that is read, and only then") {
    const auto section = session.add(Section{});
    CHECK(!section->pages.contains("intro"));
    CHECK(section->pages.find("intro") == section->pages.end());
    CHECK_THROWS_AS((void)section->pages.at("intro"), KeyError);
    CHECK(section->pages.empty());
    const Ref<Page> page = section->pages["intro"];
    CHECK(page->name == "intro");
    CHECK(state(page) == State::pending);
    CHECK(section->pages["intro"] == page);
    session.commit();
    CHECK(session.select<Page>().count() == 1);
}

TEST_CASE_FIXTURE(Archive, "dict: changes by references wait for a dictionary that is not loaded") {
    session.expire(item);
    const auto third = session.add(Note{.keyword = "c", .text = "three"});
    third->item = item;
    first->item = nullptr;
    CHECK(!is_loaded<&Item::notes>(item));
    CHECK(item->notes.contains("c"));
    CHECK(!item->notes.contains("a"));
    CHECK(item->notes.size() == 2);
}

TEST_CASE_FIXTURE(Archive, "dict: two rows with one key are refused by the load, which names both") {
    session.execute("INSERT INTO note (keyword, text, item_id) VALUES ('a', 'double', 1)");
    session.expire(item);
    const std::string text = message<Error>([&] { (void)item->notes.size(); });
    CHECK(has(text, {"Note", "#1", "#3", "duplicates"}));
}

} // namespace dict_test
