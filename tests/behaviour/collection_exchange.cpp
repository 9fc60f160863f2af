// SPDX-License-Identifier: MIT
// What becomes of the members when whole collections are exchanged or moved.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <concepts>
#include <doctest/doctest.h>
#include <utility>

namespace collection_exchange {
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
struct Leaflet {
    Key<int> id;
    Mapped<std::string> title;
};
struct Tag {
    Key<int> id;
    Mapped<std::string> name;
    Set<Shelf> shelves;
};
struct Note {
    Key<int> id;
    Mapped<std::string> keyword;
    One<Shelf> shelf;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
    List<Leaflet, owned> leaflets; // without a reference back
    Set<Tag> tags;
    Dict<&Note::keyword, owned> notes;
};

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Shelf>(db), db)};
    Ref<Shelf> first = session.add(Shelf{.books = {make(Book{.title = "a"}), make(Book{.title = "b"})},
        .leaflets = {make(Leaflet{.title = "l"})},
        .tags = {make(Tag{.name = "t"})},
        .notes = {make(Note{.keyword = "m"}), make(Note{.keyword = "n"})}});
    Ref<Shelf> second = session.add(Shelf{.books = {make(Book{.title = "x"})}, .notes = {make(Note{.keyword = "n"})}});
    Library() { session.commit(); }
    static std::string titles(const Ref<Shelf>& shelf) {
        std::string text;
        for (auto book : shelf->books) text += book->title;
        return text;
    }
};

TEST_CASE_FIXTURE(Library, "exchange: swap exchanges the members of two lists, and both sides hear of it") {
    const Ref<Book> a = first->books[0];
    SUBCASE("found by its argument") {
        using std::swap;
        swap(first->books, second->books);
    }
    SUBCASE("of ranges") { std::ranges::swap(first->books, second->books); }
    SUBCASE("as a member") { first->books.swap(second->books); }
    CHECK(titles(first) == "x");
    CHECK(titles(second) == "ab");
    CHECK(a->shelf == second);
    session.commit();
    session.expire_all();
    CHECK(titles(first) == "x");
    CHECK(titles(second) == "ab");
    CHECK(session.select<Book>().count() == 3);
}

TEST_CASE_FIXTURE(Library, "exchange: swap exchanges lists without a reference back, sets and dictionaries") {
    using std::swap;
    const auto kept = first->notes["n"].ref();
    swap(first->leaflets, second->leaflets);
    swap(first->tags, second->tags);
    swap(first->notes, second->notes);
    swap(first->books, first->books);
    session.commit();
    session.expire_all();
    CHECK(first->leaflets.empty());
    CHECK(second->leaflets.size() == 1);
    CHECK(first->tags.empty());
    CHECK(second->tags.size() == 1);
    CHECK(first->notes.size() == 1);
    CHECK(second->notes.size() == 2);
    CHECK(second->notes["n"] == kept);
    CHECK(session.select<Note>().count() == 3);
    CHECK(titles(first) == "ab");
}

TEST_CASE_FIXTURE(Library, "exchange: a swap that is refused has changed nothing") {
    List<Book, owned> loose{make(Book{.title = "z"})};
    Session other(db);
    const auto foreign = other.get<Book>(1);
    loose.add(foreign);
    using std::swap;
    CHECK_THROWS_AS(swap(first->books, loose), UsageError);
    CHECK(titles(first) == "ab");
    CHECK(loose.size() == 2);
    loose.remove(foreign);
    swap(first->books, loose);
    CHECK(titles(first) == "z");
    CHECK(loose.size() == 2);
}

TEST_CASE_FIXTURE(Library, "exchange: collections of two sessions are not exchanged") {
    Session other(db);
    const auto theirs = other.get<Shelf>(2);
    const std::string text = message<UsageError>([&] { first->tags.swap(theirs->tags); });
    CHECK(has(text, {"Shelf::tags", "two sessions", "get both objects from one session"}));
}

TEST_CASE_FIXTURE(Library, "exchange: what a loose object had comes into the session of the one that gets it") {
    const auto loose = make(Shelf{.books = {make(Book{.title = "new"})}});
    const Ref<Book> a = first->books[0];
    SUBCASE("from the one") { first->books.swap(loose->books); }
    SUBCASE("from the other") { loose->books.swap(first->books); }
    CHECK(titles(first) == "new");
    CHECK(state(first->books[0]) == State::pending);
    CHECK(state(loose) == State::transient);
    CHECK(titles(loose) == "ab");
    CHECK(a->shelf == loose);
}

TEST_CASE_FIXTURE(Library, "exchange: new members of an owner that deletes what it loses stay new") {
    first->books.push_back(Book{.title = "c"});
    const auto c = first->books[2];
    first->books.swap(second->books);
    CHECK(state(c) == State::pending);
    session.commit();
    CHECK(titles(second) == "abc");
}

struct Draft;
struct Page {
    Key<int> id;
    Mapped<std::string> text;
    One<Draft, by("draft_id")> draft_of;
    One<Draft, by("final_id")> final_of;
};
struct Draft {
    Key<int> id;
    List<Page, owned, pairs("draft_of")> drafts;
    List<Page, owned, pairs("final_of")> finals;
    Proxy<&Draft::drafts, &Page::text> texts;
    One<Page, by("cover_id")> cover;
    Proxy<&Draft::cover, &Page::text> title;
};

TEST_CASE("exchange: two relationships of one object are exchanged, and new members stay") {
    Engine db("sqlite://");
    create_all<Draft>(db);
    Session session(db);
    const auto a = make(Page{.text = "a"}), b = make(Page{.text = "b"});
    const auto book = session.add(Draft{});
    const auto fill = [&] {
        book->drafts = {a};
        book->finals = {b};
    };
    SUBCASE("of a stored object, from the one") {
        session.commit();
        fill();
        swap(book->drafts, book->finals);
    }
    SUBCASE("of a stored object, from the other") {
        session.commit();
        fill();
        std::ranges::swap(book->finals, book->drafts);
    }
    SUBCASE("of a new one") {
        fill();
        swap(book->drafts, book->finals);
    }
    session.commit();
    CHECK(book->drafts == std::vector{b});
    CHECK(book->finals == std::vector{a});
    CHECK(a->draft_of == nullptr);
    CHECK(session.select<Page>().count() == 2);
}

TEST_CASE("exchange: proxies exchange what they show, and do not move out of their object") {
    Engine db("sqlite://");
    create_all<Draft>(db);
    Session session(db);
    const auto one = session.add(Draft{.texts = {"a", "b"}, .title = "t"}), other = session.add(Draft{.title = "u"});
    session.commit();
    CHECK_THROWS_AS(auto taken = std::move(one->texts), UsageError);
    CHECK_THROWS_AS(std::swap(one->texts, other->texts), UsageError);
    CHECK_THROWS_AS(auto taken = std::move(one->title), UsageError);
    using std::swap;
    swap(one->texts, other->texts);
    swap(one->title, other->title);
    session.commit();
    CHECK(one->texts.empty());
    CHECK(other->texts == std::vector<std::string>{"a", "b"});
    CHECK(*one->title == "u");
    CHECK(*other->title == "t");
    CHECK(session.select<Page>().count() == 4);
}

TEST_CASE_FIXTURE(Library, "exchange: what both have sees nothing of it") {
    const Ref<Tag> both = session.add(Tag{.name = "both", .shelves = {first, second}}), t = first->tags.front();
    session.commit();
    both->shelves.size();
    first->tags.swap(second->tags);
    CHECK(!is_modified(both));
    CHECK(first->tags == std::vector{both});
    CHECK(second->tags == std::vector{t, both});
    session.commit();
    session.expire_all();
    CHECK(second->tags.contains(t));
    CHECK(first->tags.size() == 1);
}

TEST_CASE_FIXTURE(Library, "exchange: a collection does not move out of its object") {
    const std::string text = message<UsageError>([&] { auto taken = std::move(first->books); });
    CHECK(has(text, {"Shelf::books", "snapshot()", "swap"}));
    CHECK_THROWS_AS(std::swap(first->books, second->books), UsageError);
    CHECK_THROWS_AS(static_cast<void>(std::exchange(first->tags, {})), UsageError);
    CHECK_THROWS_AS(auto taken = std::move(first->notes), UsageError);
    CHECK_THROWS_AS(make(Shelf{.books = std::move(first->books)}), UsageError);
    CHECK(titles(first) == "ab");
    CHECK(titles(second) == "x");
    CHECK(!is_modified(first));
}

TEST_CASE("exchange: a free-standing collection moves, and swaps with another") {
    List<Book, owned> one{make(Book{.title = "a"})}, other;
    std::swap(one, other);
    CHECK(one.empty());
    CHECK(other[0]->title == "a");
    const auto shelf = make(Shelf{.books = std::move(other)});
    CHECK(shelf->books[0]->shelf == shelf);
}

} // namespace collection_exchange
