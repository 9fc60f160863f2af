// SPDX-License-Identifier: MIT
// What those know who know the containers of the standard library, or Python's.
#include "support/messages.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <list>
#include <map>
#include <ranges>
#include <unordered_set>

namespace collections_like_std {
using namespace athanor;
using support::has;
using support::message;

struct Shelf;
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
};
struct Tag {
    Key<int> id;
    Mapped<std::string> name;
};
struct Note {
    Key<int> id;
    Mapped<std::string> keyword;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
    Set<Tag, owned> tags;
    Dict<&Note::keyword, owned, by("shelf_id")> notes;
};

struct Library {
    Ref<Book> a = make(Book{.title = "a"}), b = make(Book{.title = "b"}), c = make(Book{.title = "c"});
    Ref<Tag> s = make(Tag{.name = "s"}), t = make(Tag{.name = "t"}), u = make(Tag{.name = "u"});
    Ref<Note> m = make(Note{.keyword = "m"}), n = make(Note{.keyword = "n"}), o = make(Note{.keyword = "o"});
    Ref<Shelf> shelf = make(Shelf{.books = {a, b}, .tags = {s, t}, .notes = {m, n}});
    List<Book, owned>& books = shelf->books;
    Set<Tag, owned>& tags = shelf->tags;
    Dict<&Note::keyword, owned, by("shelf_id")>& notes = shelf->notes;
};

TEST_CASE_FIXTURE(Library, "like std: a list takes views, arrays and pairs of iterators") {
    const auto is_b = [](const Ref<Book>& book) { return book->title == "b"; };
    books = books | std::views::filter(is_b);
    CHECK(books == std::vector{b});
    const Ref<Book> array[] = {a, c};
    books.add_all(array);
    CHECK(books == std::vector{b, a, c});
    books.remove_all(books | std::views::filter(is_b));
    const std::list<Ref<Book>> more{b, b};
    CHECK(books.insert(books.begin() + 1, more.begin(), more.end())->get() == b.get());
    CHECK(books == std::vector{a, b, b, c});
    books.assign(more.begin(), more.end());
    CHECK(books == std::vector{b, b});
    const Shelf other{.books = more | std::views::filter(is_b)};
    CHECK(other.books.size() == 2);
}

TEST_CASE_FIXTURE(Library, "like std: a list is filled in all the ways of a vector") {
    books.insert(0, {b, c});
    CHECK(books == std::vector{b, c, a, b});
    CHECK(books.insert(books.begin() + 1, {a, a}) == books.begin() + 1);
    CHECK(books == std::vector{b, a, a, c, a, b});
    books.clear();
    books += {a, b};
    books += std::vector{c};
    CHECK(books == std::vector{a, b, c});
    CHECK(books.push_back({})->title == "");
    CHECK(books.add({})->shelf == shelf);
    CHECK(books.emplace_back()->shelf == shelf);
    const auto place = books.emplace(books.begin(), Key<int>(7), "z");
    CHECK(place->get() == books.front().get());
    CHECK(books.front()->title == "z");
    CHECK(books.size() == 7);
    CHECK(*books.cbegin() == books.front());
    CHECK(books.cend() - books.cbegin() == 7);
}

TEST_CASE_FIXTURE(Library, "like Python: a list says at which index a member stands") {
    CHECK(books.index(b) == 1);
    CHECK(has(message<ValueError>([&] { books.index(c); }), {"Book", "is not in Shelf::books", "find"}));
    CHECK_THROWS_AS(books.index(nullptr), ValueError);
}

TEST_CASE_FIXTURE(Library, "like std: plain pointers have a front, a back and a way back") {
    const auto raw = books.raw();
    CHECK(raw.front() == a.get());
    CHECK(raw.back() == b.get());
    CHECK(*raw.rbegin() == b.get());
    CHECK(raw.rend() - raw.rbegin() == 2);
    const std::vector<Book*> copy(raw.begin(), raw.end());
    CHECK(std::ranges::equal(raw, copy));
}

TEST_CASE_FIXTURE(Library, "like std: a set says where it put a member, and whether it is new there") {
    const auto [place, fresh] = tags.insert(u);
    CHECK(fresh);
    CHECK(*place == u);
    CHECK(!tags.insert(s));
    CHECK(tags.insert(s).first == tags.begin());
    CHECK(tags.emplace(Key<int>(), "v"));
    CHECK(tags.front() == s);
    CHECK(tags.back()->name == "v");
    tags.erase(std::next(tags.begin()), std::prev(tags.end()));
    CHECK(tags.size() == 2);
    CHECK(tags.erase(tags.begin(), tags.end()) == tags.end());
    CHECK_THROWS_AS(tags.back(), UsageError);
    const std::vector<Ref<Tag>> both{s, t};
    tags.assign(both.begin(), both.end());
    tags.assign({t, u});
    tags.insert(both.begin(), both.end());
    CHECK(tags == std::vector{t, u, s});
    CHECK(tags >= both);
    CHECK(!(tags <= both));
    tags &= both | std::views::filter([&](const Ref<Tag>& tag) { return tag == s; });
    CHECK(tags == std::vector{s});
}

TEST_CASE_FIXTURE(Library, "like std: a dictionary takes pairs, and is compared with a map") {
    CHECK(notes.insert(std::pair("o", o)).second);
    CHECK(notes == std::map<std::string, Ref<Note>>{{"m", m}, {"n", n}, {"o", o}});
    CHECK(notes != std::map<std::string, Ref<Note>>{{"m", m}, {"n", n}});
    CHECK(notes.erase(notes.begin(), std::prev(notes.end()))->first == "o");
    CHECK(notes.size() == 1);
    notes |= {m};
    notes |= std::map<std::string, Ref<Note>>{{"n", n}};
    notes |= std::vector{n};
    CHECK(notes.cbegin()->first == "o");
    std::string keys;
    for (const auto& [key, note] : notes.items()) keys += key;
    CHECK(keys == "omn");
    CHECK(notes.keys().begin()->size() == 1);
    notes = notes.values() | std::views::filter([&](const Ref<Note>& note) { return note == n; });
    CHECK(notes.size() == 1);
    static_assert(std::ranges::borrowed_range<decltype(notes.keys())>);
    static_assert(std::ranges::borrowed_range<decltype(books.raw())>);
    static_assert(std::ranges::borrowed_range<decltype(tags.raw())>);
}

TEST_CASE_FIXTURE(Library, "like std: handles are hashed by identity") {
    const std::unordered_set<Ref<Book>> seen{a, b, a};
    CHECK(seen.size() == 2);
    CHECK(seen.contains(a));
    CHECK(!seen.contains(c));
}

TEST_CASE_FIXTURE(Library, "free-standing: a change that is refused leaves a collection as it was") {
    const auto m2 = make(Note{.keyword = "m"});
    Dict<&Note::keyword> loose{m, n};
    CHECK_THROWS_AS((loose = {o, m, m2}), ValueError);
    CHECK(loose == std::map<std::string, Ref<Note>>{{"m", m}, {"n", n}});
    CHECK_THROWS_AS(loose.add_all({o, make(Note{})}), KeyError);
    CHECK(loose.size() == 2);
    List<Book> list{a};
    CHECK_THROWS_AS((list = {b, Ref<Book>()}), UsageError);
    CHECK_THROWS_AS(list.add_all({b, Ref<Book>()}), UsageError);
    CHECK(list == std::vector{a});
}

TEST_CASE_FIXTURE(Library, "free-standing: who has the key of one that enters leaves, as it does in an object") {
    const auto m2 = make(Note{.keyword = "m"});
    Dict<&Note::keyword> loose{m, n};
    loose.update({o, m2});
    CHECK(loose == std::map<std::string, Ref<Note>>{{"n", n}, {"o", o}, {"m", m2}});
    loose.put(m);
    CHECK(loose["m"] == m);
    CHECK(loose.size() == 3);
}

} // namespace collections_like_std
