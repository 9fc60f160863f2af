// SPDX-License-Identifier: MIT
// What those know of a dictionary who know std::map, and what it says when it refuses.
#include "support/messages.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <map>
#include <ranges>

namespace dict_like_map {
using namespace athanor;
using support::has;
using support::message;

struct Shelf;
struct Note {
    Key<int> id;
    Mapped<std::string> keyword;
    One<Shelf> shelf;
};
struct Page {
    Key<int> id;
    Mapped<int> number;
    One<Shelf> shelf;
};
struct Book {
    Key<int> id;
    One<Shelf> shelf;
};
struct Shelf {
    Key<int> id;
    Dict<&Note::keyword, owned> notes;
    Dict<&Page::number, owned, ordered> pages;
    List<Book, owned> books;
};
using Map = std::map<std::string, Ref<Note>>;

Ref<Note> note(const char* keyword) { return make(Note{.keyword = keyword}); }

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Shelf>(db), db)};
    Ref<Note> a = note("a"), b = note("b"), c = note("c");
    Ref<Shelf> shelf = session.add(Shelf{.notes = {a, b}, .pages = {Page{.number = 1}, Page{.number = 3}}});
    Dict<&Note::keyword, owned>& notes = shelf->notes;
    Library() { session.commit(); }
};

TEST_CASE_FIXTURE(Library, "like std::map: what is inserted under a key that is taken is passed over") {
    const auto other = note("a"), twin = note("c");
    CHECK(notes.emplace("c", c).second);
    CHECK(!notes.emplace("a", other).second);
    notes.erase("c");
    notes.insert({{"a", other}, {"c", c}});
    CHECK(notes == Map{{"a", a}, {"b", b}, {"c", c}});
    notes.erase("c");
    notes.insert(std::vector{other, c, twin});
    CHECK(notes == Map{{"a", a}, {"b", b}, {"c", c}});
    CHECK(!other->shelf);
    CHECK(!twin->shelf);
    const Map map{{"a", other}, {"d", note("d")}};
    notes.insert(map);
    notes.insert(map.begin(), map.end());
    CHECK(notes.size() == 4);
    const Ref<Note> handles[] = {other, note("e")};
    notes.insert(std::begin(handles), std::end(handles));
    CHECK(notes.size() == 5);
    CHECK(notes["a"] == a);
}

TEST_CASE_FIXTURE(Library, "like std::map: several are inserted together or not at all") {
    CHECK_THROWS_AS(notes.insert({c, note("d"), make(Note{})}), KeyError);
    CHECK_THROWS_AS(notes.insert({{"c", c}, {"x", note("d")}}), ValueError);
    CHECK_THROWS_AS(notes.insert({c, Ref<Note>()}), ValueError);
    CHECK(notes == Map{{"a", a}, {"b", b}});
    CHECK(!c->shelf);
}

TEST_CASE_FIXTURE(Library, "like std::map: a dictionary is assigned") {
    const Map map{{"c", c}};
    notes.assign(map);
    CHECK(notes == map);
    notes.assign({a, b});
    notes.assign(map.begin(), map.end());
    CHECK(notes == map);
    notes.assign(std::vector{a, c});
    CHECK(notes.size() == 2);
}

TEST_CASE_FIXTURE(Library, "like std::map: algorithms insert into a dictionary, and into a set") {
    const Map map{{"c", c}, {"d", note("d")}};
    std::ranges::copy(map, std::inserter(notes, notes.begin()));
    std::copy(map.begin(), map.end(), std::inserter(notes, notes.end()));
    CHECK(notes.size() == 4);
    CHECK(notes.insert(notes.begin(), c)->second == c);
    Set<Note> set{a};
    const std::vector handles{b, a, c};
    std::ranges::copy(handles, std::inserter(set, set.begin()));
    std::copy(handles.begin(), handles.end(), std::inserter(set, set.end()));
    CHECK(set == std::vector{a, b, c});
    CHECK(*set.insert(set.begin(), b) == b);
    CHECK((*set.insert(set.begin(), Note{.keyword = "z"}))->keyword == "z");
    CHECK(set.back()->keyword == "z");
}

TEST_CASE_FIXTURE(Library, "like std::map: an ordered dictionary says where keys that are equal would stand") {
    const auto [first, last] = shelf->pages.equal_range(1);
    CHECK(std::distance(first, last) == 1);
    CHECK(first->first == 1);
    const auto [next, end] = shelf->pages.equal_range(2);
    CHECK(next == end);
    CHECK(next->first == 3);
}

TEST_CASE_FIXTURE(Library, "dict: a view of its own pairs, which is no range while it is const, is a source") {
    const auto is_b = [](const auto& entry) { return entry.first == "b"; };
    Dict<&Note::keyword> loose;
    loose.update(notes | std::views::filter(is_b));
    CHECK(loose.size() == 1);
    loose |= notes | std::views::filter([&](const auto& entry) { return !is_b(entry); });
    CHECK(loose.size() == 2);
    notes.rekey(notes | std::views::keys | std::views::filter([](const auto& key) { return key == "a"; }) |
        std::views::transform([](const auto& key) { return std::pair(key, key + key); }));
    CHECK(a->keyword == "aa");
    notes = notes | std::views::filter(is_b);
    CHECK(notes == Map{{"b", b}});
    notes.insert(loose | std::views::transform([](const auto& entry) { return entry; }) |
        std::views::filter([](const auto& entry) { return entry.second->keyword == entry.first; }));
    CHECK(notes.size() == 1);
}

TEST_CASE_FIXTURE(Library, "collections: null is refused by the name of the member, however it comes") {
    const Ref<Note> null;
    const auto refusal = [&](auto&& put) { return message<ValueError>([&] { put(notes); }); };
    const std::string said = "Shelf::notes cannot hold null";
    CHECK(refusal([&](auto& dict) { dict.put(null); }) == said);
    CHECK(refusal([&](auto& dict) { dict.add(null); }) == said);
    CHECK(refusal([&](auto& dict) { dict.insert(null); }) == said);
    CHECK(refusal([&](auto& dict) { dict.insert({"c", null}); }) == said);
    CHECK(refusal([&](auto& dict) { dict["c"] = null; }) == said);
    CHECK(refusal([&](auto& dict) { dict.setdefault("c", null); }) == said);
    CHECK(refusal([&](auto& dict) { dict.insert_or_assign("c", null); }) == said);
    CHECK(refusal([&](auto& dict) { dict.try_emplace("c", null); }) == said);
    CHECK(refusal([&](auto& dict) { dict.add_all({c, null}); }) == said);
    CHECK(refusal([&](auto& dict) { dict.update({{"c", null}}); }) == said);
    CHECK(refusal([&](auto& dict) { dict = Map{{"c", null}}; }) == said);
    CHECK(refusal([&](auto& dict) { dict = {null}; }) == said);
    CHECK(refusal([&](auto& dict) { dict.edit([](auto& raw) { raw.push_back(nullptr); }); }) == said);
    CHECK(message<ValueError>([&] { shelf->books.edit([](auto& raw) { raw = {nullptr}; }); }) ==
        "Shelf::books cannot hold null");
    List<Note> loose;
    CHECK(message<ValueError>([&] { loose.add(null); }) == "the collection cannot hold null");
    CHECK(notes.size() == 2);
}

TEST_CASE_FIXTURE(
    Library, "dict: another key than the object's own is refused by the names of both, however it comes") {
    const auto refusal = [&](auto&& put) {
        const std::string text = message<ValueError>([&] { put(notes); });
        return has(text, {"Note (new) cannot stand under the key 'x' of Shelf::notes of Shelf #1", "own key is 'c'"});
    };
    CHECK(refusal([&](auto& dict) { dict = Map{{"x", c}}; }));
    CHECK(refusal([&](auto& dict) { dict = {{"x", c}, {"a", a}}; }));
    CHECK(refusal([&](auto& dict) { dict.update({{"x", c}}); }));
    CHECK(refusal([&](auto& dict) { dict |= Map{{"x", c}}; }));
    CHECK(refusal([&](auto& dict) { dict.insert({"x", c}); }));
    CHECK(refusal([&](auto& dict) { dict["x"] = c; }));
    CHECK(notes.size() == 2);
}

TEST_CASE_FIXTURE(Library, "dict: one member is not given two keys at once") {
    const std::string text = message<ValueError>([&] { notes.rekey({{"b", "c"}, {"a", "x"}, {"a", "y"}}); });
    CHECK(has(text, {"rekey of Shelf::notes of Shelf #1", "the key 'a' of Note #1"}));
    CHECK(notes == Map{{"a", a}, {"b", b}});
    CHECK(b->keyword == "b");
}

} // namespace dict_like_map
