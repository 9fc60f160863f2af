// SPDX-License-Identifier: MIT
// What `dict[key]` is, and by what else than a key of its own type a member is found.
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>
#include <string_view>

namespace dict_entries {
using namespace athanor;

struct Item;
struct Note {
    Key<int> id;
    Mapped<std::optional<std::string>> keyword;
    Mapped<std::string> text;
    One<Item> item;
};
struct Page {
    Key<int> id;
    Mapped<std::int64_t> number;
};
struct Sheet {
    Key<int> id;
    Mapped<std::string> name;
};
struct Item {
    Key<int> id;
    Dict<&Note::keyword, owned> notes;
    Dict<&Page::number, owned, by("item_id")> pages;
    Dict<&Sheet::name, owned, creating, by("item_id")> sheets;
};

struct Archive {
    Engine db{"sqlite://"};
    Session session{(create_all<Item>(db), db)};
    Ref<Note> a = make(Note{.keyword = "a", .text = "one"}), b = make(Note{.keyword = "b", .text = "two"});
    Ref<Item> item = session.add(Item{.notes = {a, b}});
    Archive() { session.commit(); }
};

TEST_CASE_FIXTURE(Archive, "dict entries: a named copy is a handle on the member that was there") {
    const auto old = item->notes["a"];
    const auto fresh = make(Note{.keyword = "a", .text = "new"});
    item->notes["a"] = fresh;
    CHECK(old->text == "one");
    CHECK(old == a);
    CHECK(item->notes["a"] == fresh);
    item->notes.erase("a");
    CHECK(old->text == "one");
    const auto before = item->notes["a"];
    CHECK_THROWS_AS(before->text.get(), KeyError);
    CHECK_THROWS_AS(static_cast<void>(Ref<Note>(item->notes["a"])), KeyError);
}

TEST_CASE_FIXTURE(Archive, "dict entries: an entry says whether it is there, and makes nothing by that") {
    CHECK(item->notes["a"]);
    CHECK(!item->notes["z"]);
    CHECK(!item->sheets["x"]);
    CHECK(item->sheets.empty());
    auto sheet = item->sheets["x"];
    CHECK(item->sheets.empty());
    CHECK(sheet->name == "x");
    CHECK(item->sheets["x"] == sheet);
    CHECK((item->notes["n"] = Note{.keyword = "n", .text = "three"})->text == "three");
    item->notes["n"]->text = "four";
    const Ref<Note> note = item->notes["n"];
    CHECK(note->text == "four");
}

TEST_CASE_FIXTURE(Archive, "dict entries: a session takes them, and references, like handles") {
    CHECK(state(item->notes["a"]) == State::persistent);
    CHECK(state(a->item) == State::persistent);
    CHECK(session.contains(item->notes["a"]));
    session.expire(item->notes["a"]);
    session.refresh(item->notes["a"]);
    session.erase(item->notes["a"]);
    session.commit();
    CHECK(state(a) == State::detached);
    session.expunge(b->item);
    CHECK(!session.contains(item));
}

TEST_CASE_FIXTURE(Archive, "dict entries: texts of any type find members") {
    const std::string_view text = "a";
    auto& notes = item->notes;
    CHECK(notes.at(text) == a);
    CHECK(notes[text] == a);
    CHECK(std::as_const(notes)[text] == a);
    CHECK(notes.get(text) == a);
    CHECK(notes.find(text)->second == a);
    CHECK(notes.contains(text));
    CHECK(notes.count(text) == 1);
    CHECK(notes.pop(text) == a);
    CHECK(notes.pop(text, b) == b);
    CHECK(notes.erase(std::string_view("b")) == 1);
    CHECK_THROWS_AS(notes.pop(text), KeyError);
    CHECK_THROWS_AS(static_cast<void>(notes.at(text)), KeyError);
}

TEST_CASE_FIXTURE(Archive, "dict entries: a zero is a number where keys are numbers") {
    item->pages.add(Page{.number = 0});
    CHECK(item->pages.contains(0));
    CHECK(item->pages.count(0) == 1);
    CHECK(item->pages.contains(std::size_t(0)));
    CHECK(!item->pages.contains(1));
    CHECK(!item->pages.contains(0.5));
}

TEST_CASE_FIXTURE(Archive, "dict entries: the key may be that of the entry that is replaced") {
    const std::string lengthy(40, 'k');
    item->notes.add(Note{.keyword = lengthy, .text = "old"});
    session.commit();
    const auto found = item->notes.find(lengthy);
    const auto& key = found->first;
    const auto [place, fresh] = item->notes.insert_or_assign(key, Note{.keyword = lengthy, .text = "new"});
    CHECK(!fresh);
    CHECK(place->second->text == "new");
}

} // namespace dict_entries
