// SPDX-License-Identifier: MIT
// Iterators that stand nowhere, and changes from inside a callback.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace collection_iterators {
using namespace athanor;
using support::has;
using support::message;

struct Shelf;
struct Tag;
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
};
struct Note {
    Key<int> id;
    Mapped<std::string> keyword;
    One<Shelf> shelf;
};
struct Tag {
    Key<int> id;
    Mapped<std::string> name;
    Set<Shelf> shelves;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
    Set<Tag> tags;
    Dict<&Note::keyword, owned> notes;
};

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Shelf>(db), db)};
    Ref<Book> a = make(Book{.title = "a"}), b = make(Book{.title = "b"}), c = make(Book{.title = "c"});
    Ref<Shelf> shelf = session.add(Shelf{.books = {a, b, c},
        .tags = {make(Tag{.name = "s"}), make(Tag{.name = "t"})},
        .notes = {make(Note{.keyword = "m"}), make(Note{.keyword = "n"})}});
    Ref<Shelf> other = session.add(Shelf{
        .books = {make(Book{.title = "x"})}, .tags = {make(Tag{.name = "u"})}, .notes = {make(Note{.keyword = "m"})}});
    Library() { session.commit(); }
    std::string titles() const {
        std::string text;
        for (auto book : shelf->books) text += book->title;
        return text;
    }
};

TEST_CASE_FIXTURE(Library, "iterators: at the end there is no member") {
    const std::string at_end = "this iterator stands at no member";
    CHECK(has(message<UsageError>([&] { *shelf->books.end(); }), {"Shelf::books", at_end}));
    CHECK(has(message<UsageError>([&] { shelf->books.begin()[7]; }), {at_end}));
    CHECK(has(message<UsageError>([&] { shelf->books.erase(shelf->books.end()); }), {at_end}));
    CHECK(has(message<UsageError>([&] { shelf->tags.erase(shelf->tags.end()); }), {"Shelf::tags", at_end}));
    CHECK(has(message<UsageError>([&] { shelf->notes.find("z")->second.get(); }), {"Shelf::notes", at_end}));
    CHECK(has(message<UsageError>([&] { shelf->notes.erase(shelf->notes.end()); }), {at_end}));
    CHECK(changed_objects(session).empty());
}

TEST_CASE_FIXTURE(Library, "iterators: one from before a change is refused, not taken for another place") {
    auto& books = shelf->books;
    const auto stale = books.begin() + 1;
    const auto end = books.end();
    books.erase(0);
    const std::string changed = "was changed while it was iterated";
    CHECK(has(message<UsageError>([&] { books.erase(stale); }), {"Shelf::books", changed}));
    CHECK(has(message<UsageError>([&] { books.insert(stale, a); }), {changed}));
    CHECK(has(message<UsageError>([&] { books.insert(stale, std::vector{a}); }), {changed}));
    CHECK(has(message<UsageError>([&] { books.erase(stale, books.end()); }), {changed}));
    CHECK(has(message<UsageError>([&] { books.erase(books.begin(), end); }), {changed}));
    CHECK(titles() == "bc");
    CHECK(books.erase(books.begin()) == books.begin());
    CHECK(titles() == "c");
}

TEST_CASE_FIXTURE(Library, "iterators: one of another collection is refused") {
    const std::string another = "belongs to another collection";
    CHECK(has(message<UsageError>([&] { shelf->books.erase(other->books.begin()); }), {"Shelf::books", another}));
    CHECK(has(message<UsageError>([&] { shelf->books.insert(other->books.begin(), a); }), {another}));
    CHECK(has(message<UsageError>([&] { shelf->tags.erase(other->tags.begin()); }), {"Shelf::tags", another}));
    CHECK(has(message<UsageError>([&] { shelf->notes.erase(other->notes.begin()); }), {"Shelf::notes", another}));
    CHECK(has(message<UsageError>([&] { shelf->books.erase(decltype(shelf->books)::iterator()); }), {another}));
    CHECK(has(message<UsageError>([&] { shelf->tags.erase(decltype(shelf->tags)::iterator()); }), {another}));
    CHECK(has(message<UsageError>([&] { shelf->notes.erase(decltype(shelf->notes)::iterator()); }), {another}));
    CHECK(titles() == "abc");
    CHECK(shelf->notes.size() == 2);
}

TEST_CASE_FIXTURE(Library, "iterators: a collection that is empty says so, and which it is") {
    shelf->books.clear();
    shelf->tags.clear();
    shelf->notes.clear();
    const auto said = [](auto act) { return message<UsageError>(act); };
    CHECK(has(said([&] { shelf->books.front(); }), {"Shelf::books of Shelf #1 is empty"}));
    CHECK(has(said([&] { shelf->books.back(); }), {"Shelf::books of Shelf #1 is empty"}));
    CHECK(has(said([&] { shelf->books.pop_back(); }), {"Shelf::books of Shelf #1 is empty"}));
    CHECK(has(said([&] { shelf->tags.front(); }), {"Shelf::tags of Shelf #1 is empty"}));
    CHECK(has(said([&] { shelf->tags.back(); }), {"Shelf::tags of Shelf #1 is empty"}));
    CHECK(has(message<KeyError>([&] { shelf->tags.pop(); }), {"Shelf::tags of Shelf #1 is empty", "to pop"}));
    CHECK(has(message<KeyError>([&] { shelf->notes.popitem(); }), {"Shelf::notes of Shelf #1 is empty", "to pop"}));
    CHECK(has(message<KeyError>([&] { Set<Tag>().pop(); }), {"the collection is empty"}));
}

TEST_CASE_FIXTURE(Library, "iterators: what a callback changes in its own collection is not undone in silence") {
    auto& books = shelf->books;
    CHECK_THROWS_AS(books.remove_if([&](const Book& book) { return books.remove(c), book.title == "a"; }), UsageError);
    CHECK(titles() == "ab");
    CHECK_THROWS_AS(books.sort_by([&](const Book& book) { return books.add(c), *book.title; }), UsageError);
    books = {b, a};
    CHECK_THROWS_AS(books.edit([&](auto& raw) { raw.clear(), books.add(c); }), UsageError);
    CHECK(titles() == "bac");
    CHECK_THROWS_AS(shelf->tags.remove_if([&](const Tag&) { return shelf->tags.pop(), true; }), UsageError);
    CHECK_THROWS_AS(shelf->notes.edit([&](auto&) { shelf->notes.erase("n"); }), UsageError);
    CHECK(shelf->notes.size() == 1);
}

} // namespace collection_iterators
