// SPDX-License-Identifier: MIT
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace expired_objects {
using namespace athanor;

struct Book;
struct Shelf {
    Key<int> id;
    Mapped<std::string> label;
    List<Book> books;
};
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<std::optional<int>> shelf_id;
    One<Shelf> shelf;
};
struct Page;
struct Notebook {
    Key<int> id;
    List<Page, owned, noload> pages;
};
struct Page {
    Key<int> id;
    One<Notebook> notebook;
};
struct Chapter;
struct Part {
    Key<int> id;
    One<Chapter, by("first_id"), alone, post_update> first;
    Mapped<std::optional<int>> first_id;
    List<Chapter, owned, pairs("part")> chapters;
};
struct Chapter {
    Key<int> id;
    One<Part> part;
};

TEST_CASE("expired: a reference does not hand out an expired object unread, and finds nothing when its row is gone") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db, expire_on_commit);
    const auto shelf = session.add(Shelf{.label = "poems"});
    const auto book = session.add(Book{.title = "Odes", .shelf = shelf});
    session.commit();
    CHECK(book->shelf == shelf);
    CHECK(is_loaded<&Shelf::label>(shelf));
    session.expire(shelf);
    session.expire(book);
    session.execute("PRAGMA defer_foreign_keys = ON");
    session.execute("DELETE FROM shelf");
    CHECK(book->shelf == nullptr);
    CHECK(state(shelf) == State::deleted);
    session.rollback();
    CHECK(state(shelf) == State::persistent);
    CHECK(book->shelf == shelf);
}

TEST_CASE("expired: references that come in a batch bring their expired objects with them") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db, expire_on_commit);
    const auto poems = session.add(Shelf{.label = "poems", .books = {make(Book{.title = "Odes"})}});
    const auto plays = session.add(Shelf{.label = "plays", .books = {make(Book{.title = "Hamlet"})}});
    session.commit();
    const support::Statements seen(db);
    const auto books = session.select<Book>().with<&Book::shelf>().all();
    CHECK(seen.count("SELECT") == 2);
    CHECK(books[0]->shelf->label == "poems");
    CHECK(books[1]->shelf == plays);
    CHECK(seen.count("SELECT") == 2);
}

TEST_CASE("populate_existing: relationships are read again, too") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db);
    const auto shelf = session.add(Shelf{.label = "poems", .books = {make(Book{.title = "Odes"})}});
    const auto book = shelf->books[0];
    session.commit();
    session.execute("UPDATE book SET shelf_id = NULL");
    session.select<Book>().populate_existing().all();
    CHECK(book->shelf == nullptr);
    CHECK(shelf->books.size() == 1);
    const NoAutoflush quiet(session);
    shelf->books.add(make(Book{.title = "Epodes"}));
    session.select<Shelf>().populate_existing().all();
    CHECK(shelf->books.empty());
}

TEST_CASE("expired: a collection reads its expired owner first, and says when the owner's row is gone") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db, expire_on_commit);
    const auto shelf = session.add(Shelf{.label = "poems"});
    session.commit();
    session.execute("DELETE FROM shelf");
    CHECK_THROWS_AS(shelf->books.size(), ObjectDeletedError);
}

TEST_CASE("expired: writing to an expired object whose row is gone fails in the flush, before the UPDATE") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db, expire_on_commit);
    const auto shelf = session.add(Shelf{.label = "poems"});
    session.commit();
    session.execute("DELETE FROM shelf");
    shelf->label = "novels";
    const support::Statements seen(db);
    CHECK_THROWS_AS(session.flush(), ObjectDeletedError);
    CHECK(seen.count("UPDATE") == 0);
}

TEST_CASE("expired: get() of an object whose row is gone gives null and lets the object go") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db, expire_on_commit);
    const auto shelf = session.add(Shelf{.label = "poems"});
    session.commit();
    session.execute("DELETE FROM shelf");
    CHECK(!session.get<Shelf>(1));
    CHECK(state(shelf) == State::deleted);
    CHECK(session.identity_map_size() == 0);
    session.rollback();
    CHECK(state(shelf) == State::persistent);
}

TEST_CASE("unattached: a member that a flush passes over learns its owner's key, and a rollback takes it back") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db, unattached(skip));
    const auto shelf = session.add(Shelf{.label = "poems"});
    const auto book = make(Book{.title = "Odes"});
    book->shelf = shelf;
    session.flush();
    CHECK(state(book) == State::transient);
    CHECK(book->shelf_id == 1);
    session.rollback();
    CHECK(book->shelf_id == std::nullopt);
}

TEST_CASE("noload: a query has the last word, but what was put in stays") {
    Engine db("sqlite://");
    create_all<Notebook>(db);
    Session session(db);
    session.add(Notebook{.pages = {make(Page{}), make(Page{})}});
    session.commit();
    session.expunge_all();
    const auto notebook = session.select<Notebook>().one();
    CHECK(notebook->pages.empty());
    session.autoflush(false);
    notebook->pages.add(Page{});
    session.select<Notebook>().with<&Notebook::pages>().all();
    CHECK(notebook->pages.size() == 1);
    session.expunge_all();
    CHECK(session.select<Notebook>().with<&Notebook::pages>().one()->pages.size() == 2);
    session.expunge_all();
    CHECK(session.select<Notebook>().with<&Notebook::pages>(joined).all()[0]->pages.size() == 2);
}

TEST_CASE("noload: reading does not make it loaded, and needs no session") {
    Engine db("sqlite://");
    create_all<Notebook>(db);
    Session session(db);
    const auto notebook = session.add(Notebook{});
    session.commit();
    const support::Statements seen(db);
    CHECK(notebook->pages.empty());
    CHECK(!is_loaded<&Notebook::pages>(notebook));
    session.expunge(notebook);
    CHECK(notebook->pages.empty());
    CHECK(seen.count() == 0);
}

TEST_CASE("post_update: the column of a reference between two new rows is written when it has a member of its own") {
    Engine db("sqlite://");
    create_all<Part>(db);
    Session session(db);
    const auto part = session.add(Part{});
    part->first = part->chapters.add(Chapter{});
    session.commit();
    CHECK(session.execute("SELECT first_id FROM part").rows[0][0].integer() == 1);
}

TEST_CASE("refresh: a relationship that is named is loaded at once") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db);
    const auto shelf = session.add(Shelf{.label = "poems", .books = {make(Book{.title = "Odes"})}});
    session.commit();
    session.execute("INSERT INTO book (title, shelf_id) VALUES ('Epodes', 1)");
    session.refresh<&Shelf::books>(shelf);
    CHECK(is_loaded<&Shelf::books>(shelf));
    CHECK(shelf->books.size() == 2);
    session.expire(shelf);
    session.refresh<&Shelf::books>(shelf);
    CHECK(!is_loaded<&Shelf::label>(shelf));
    session.execute("UPDATE shelf SET label = 'verses'");
    session.refresh<&Shelf::label>(shelf);
    CHECK(is_loaded<&Shelf::label>(shelf));
    CHECK(shelf->label == "verses");
    session.execute("PRAGMA defer_foreign_keys = ON");
    session.execute("DELETE FROM shelf");
    CHECK_THROWS_AS(session.refresh<&Shelf::books>(shelf), UsageError);
}

} // namespace expired_objects
