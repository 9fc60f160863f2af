// SPDX-License-Identifier: MIT
// A change of one side of a relationship changes the other at once.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace back_references {
using namespace athanor;
using support::Statements;
struct Book;
struct Reader;
struct Passport;

struct Shelf {
    Key<int> id;
    Mapped<std::string> name;
    List<Book> books;
};
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
    Set<Reader> readers;
};
struct Reader {
    Key<int> id;
    Set<Book> books;
    One<Passport, owned> passport;
};
struct Passport {
    Key<int> id;
    One<Reader> holder;
};

TEST_CASE("back references: adding to a list sets the reference") {
    auto shelf = make(Shelf{}), other = make(Shelf{});
    auto book = shelf->books.add(Book{.title = "a"});
    CHECK(book->shelf == shelf);
    other->books.add(book);
    CHECK(book->shelf == other);
    CHECK(shelf->books.empty());
    other->books.remove(book);
    CHECK(book->shelf == nullptr);
}

TEST_CASE("back references: setting the reference moves the object between lists") {
    auto shelf = make(Shelf{}), other = make(Shelf{});
    auto book = make(Book{.shelf = shelf});
    REQUIRE(shelf->books.size() == 1);
    CHECK(shelf->books[0] == book);
    book->shelf = other;
    CHECK(shelf->books.empty());
    CHECK(other->books.contains(book));
    book->shelf = nullptr;
    CHECK(other->books.empty());
    book->shelf = Shelf{.name = "new"};
    CHECK(book->shelf->books.front() == book);
}

TEST_CASE("back references: a list that is assigned keeps who stays and tells the others") {
    auto shelf = make(Shelf{}), other = make(Shelf{});
    auto a = shelf->books.add(Book{}), b = shelf->books.add(Book{}), c = other->books.add(Book{});
    shelf->books = {c, b};
    CHECK(a->shelf == nullptr);
    CHECK(b->shelf == shelf);
    CHECK(c->shelf == shelf);
    CHECK(other->books.empty());
    CHECK(shelf->books[0] == c);
    shelf->books.clear();
    CHECK(b->shelf == nullptr);
    CHECK(c->shelf == nullptr);
}

TEST_CASE("back references: an object that stands in a list twice leaves when its last place goes") {
    auto shelf = make(Shelf{});
    auto book = shelf->books.add(Book{});
    shelf->books.add(book);
    CHECK(shelf->books.size() == 2);
    shelf->books.pop(0);
    CHECK(book->shelf == shelf);
    shelf->books.pop(0);
    CHECK(book->shelf == nullptr);
}

TEST_CASE("back references: the edit of a list is told to the other side") {
    auto shelf = make(Shelf{});
    auto a = shelf->books.add(Book{.title = "a"}), b = shelf->books.add(Book{.title = "b"});
    shelf->books.edit([](auto& raw) { raw.erase(raw.begin()); });
    CHECK(shelf->books.size() == 1);
    CHECK(a->shelf == nullptr);
    CHECK(b->shelf == shelf);
    CHECK_THROWS_AS(shelf->books.edit([](auto& raw) {
        raw.clear();
        throw 3;
    }),
        int);
    CHECK(shelf->books.front() == b);
}

TEST_CASE("back references: both sets of a many-to-many relationship change at once") {
    auto book = make(Book{});
    auto ann = make(Reader{}), ben = make(Reader{.books = {book}});
    CHECK(book->readers.contains(ben));
    CHECK(book->readers.insert(ann));
    CHECK(!book->readers.insert(ann));
    CHECK(ann->books.size() == 1);
    CHECK(ann->books.contains(book));
    CHECK(ann->books.remove(book));
    CHECK(!book->readers.contains(ann));
    book->readers = {};
    CHECK(ben->books.empty());
}

TEST_CASE("back references: both losers of a one-to-one relationship are told") {
    auto ann = make(Reader{}), ben = make(Reader{});
    auto first = make(Passport{.holder = ann}), second = make(Passport{.holder = ben});
    CHECK(ann->passport == first);
    ann->passport = second;
    CHECK(second->holder == ann);
    CHECK(ben->passport == nullptr);
    CHECK(first->holder == nullptr);
    first->holder = ann; // the same from the other side
    CHECK(ann->passport == first);
    CHECK(second->holder == nullptr);
}

struct Library {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Shelf> shelf, other;
    Ref<Book> book;
    Library() {
        create_all<Shelf>(db);
        shelf = session.add(Shelf{.name = "one", .books = {make(Book{.title = "a"})}});
        other = session.add(Shelf{.name = "two"});
        book = shelf->books[0];
        session.commit();
    }
};

TEST_CASE_FIXTURE(Library, "back references: a move between rows is one UPDATE, whichever side it is made on") {
    CHECK(other->books.empty()); // in memory now
    const Statements seen(db);
    SUBCASE("reference") { book->shelf = other; }
    SUBCASE("list") { other->books.add(book); }
    SUBCASE("out and in") {
        shelf->books.remove(book);
        other->books.add(book);
    }
    CHECK(shelf->books.empty());
    session.commit();
    INFO(seen.text());
    CHECK(seen.count("UPDATE", "book") == 1);
    CHECK(seen.writes() == 1);
    Session fresh(db);
    CHECK(fresh.get<Book>(1)->shelf->name == "two");
}

TEST_CASE_FIXTURE(Library, "back references: there and back again writes nothing") {
    const Statements seen(db);
    book->shelf = other;
    book->shelf = shelf;
    session.commit();
    INFO(seen.text());
    CHECK(seen.writes() == 0);
    CHECK(shelf->books.size() == 1);
}

TEST_CASE_FIXTURE(Library, "back references: both losers of a one-to-one relationship are told in the database, too") {
    auto ann = session.add(Reader{}), ben = session.add(Reader{});
    auto first = session.add(Passport{.holder = ann}), second = session.add(Passport{.holder = ben});
    session.commit();
    ann->passport = second; // the first one is an orphan
    session.commit();
    CHECK(ben->passport == nullptr);
    Session fresh(db);
    CHECK(fresh.select<Passport>().count() == 1);
    CHECK(fresh.get<Reader>(ann->id)->passport == fresh.get<Passport>(second->id));
    CHECK(fresh.get<Reader>(ben->id)->passport == nullptr);
}

} // namespace back_references
