// SPDX-License-Identifier: MIT
// populate_existing holds for every object that the query brings, also for those that with<> loads.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace populate_existing {
using namespace athanor;
using support::Statements;
struct Book;
struct Page;

struct Shelf {
    Key<int> id;
    Mapped<std::string> label;
    List<Book> books;
};
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
    List<Page> pages;
};
struct Page {
    Key<int> id;
    Mapped<std::string> text;
    One<Book> book;
};

struct Library {
    Engine db{"sqlite://?foreign_keys=off"};
    Session session{db};
    Ref<Shelf> shelf;
    Ref<Book> book;
    Library() {
        create_all<Shelf>(db);
        shelf = session.add(
            Shelf{.label = "poems", .books = {make(Book{.title = "Odes", .pages = {make(Page{.text = "one"})}})}});
        session.add(Shelf{.label = "plays"});
        session.commit();
        book = shelf->books[0];
        session.autoflush(false);
    }
};

TEST_CASE_FIXTURE(Library, "populate_existing: the members that with<> loads in a batch show their rows") {
    book->title = "Epodes";
    session.execute("INSERT INTO book (title, shelf_id) VALUES ('Satires', 1)");
    session.select<Shelf>().with<&Shelf::books>().populate_existing().all();
    CHECK(book->title == "Odes");
    REQUIRE(shelf->books.size() == 2);
    CHECK(shelf->books[1]->title == "Satires");
}

TEST_CASE_FIXTURE(
    Library, "populate_existing: a reference that with<> loads shows its row, and its lists are read again") {
    shelf->label = "novels";
    shelf->books.add(make(Book{.title = "Satires"}));
    session.select<Book>().with<&Book::shelf>().populate_existing().all();
    CHECK(shelf->label == "poems");
    CHECK(shelf->books.size() == 1);
}

TEST_CASE_FIXTURE(Library, "populate_existing: so do those that with<>(joined) loads") {
    book->title = "Epodes";
    shelf->books.add(make(Book{.title = "Satires"}));
    session.select<Shelf>().with<&Shelf::books>(joined).populate_existing().all();
    CHECK(book->title == "Odes");
    CHECK(shelf->books.size() == 1);
}

TEST_CASE_FIXTURE(Library, "populate_existing: it reaches to the end of a path") {
    const auto page = book->pages[0];
    page->text = "two";
    book->pages.add(make(Page{}));
    session.select<Shelf>().with<&Shelf::books, &Book::pages>().populate_existing().all();
    CHECK(page->text == "one");
    CHECK(book->pages.size() == 1);
    page->text = "two";
    session.select<Shelf>().with<&Shelf::books>(joined).with<&Shelf::books, &Book::pages>().populate_existing().all();
    CHECK(page->text == "one");
}

TEST_CASE_FIXTURE(Library, "populate_existing: what one step has loaded the next one leaves alone") {
    const auto found =
        session.select<Book>().with<&Book::pages>().with<&Book::shelf, &Shelf::books>().populate_existing().all();
    const Statements seen(db);
    CHECK(book->pages.size() == 1);
    CHECK(book->shelf == shelf);
    CHECK(shelf->books.size() == 1);
    INFO(seen.text());
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(Library, "populate_existing: a reference whose row is gone is null") {
    session.execute("DELETE FROM shelf WHERE id = 1");
    session.select<Book>().with<&Book::shelf>().populate_existing().all();
    CHECK(book->shelf == nullptr);
}

TEST_CASE_FIXTURE(Library, "without populate_existing, what is in memory stays as it is") {
    book->title = "Epodes";
    session.expire<&Shelf::books>(shelf);
    session.select<Shelf>().with<&Shelf::books>().all();
    CHECK(book->title == "Epodes");
}

} // namespace populate_existing
