// SPDX-License-Identifier: MIT
// What back references do to a collection that is not in memory waits until it is.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace unloaded_collections {
using namespace athanor;
using support::Statements;
struct Book;
struct Reader;

struct Shelf {
    Key<int> id;
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
};

struct Library {
    Engine db{"sqlite://"};
    Session session{db, autoflush(false)};
    Ref<Shelf> shelf, other;
    Ref<Book> book;
    Ref<Reader> reader;
    Library() {
        create_all<Shelf>(db);
        {
            Session first(db);
            auto ann = first.add(Reader{});
            first.add(Shelf{.books = {make(Book{.title = "a", .readers = {ann}}), make(Book{.title = "b"})}});
            first.add(Shelf{});
            first.commit();
        }
        shelf = session.get<Shelf>(1);
        other = session.get<Shelf>(2);
        book = session.get<Book>(1);
        reader = session.get<Reader>(1);
    }
    static std::string titles(const List<Book>& books) {
        std::string text;
        for (auto one : books) text += one->title;
        return text;
    }
};

TEST_CASE_FIXTURE(Library, "unloaded: a reference to an owner queues without a SELECT, and the load merges") {
    Statements seen(db);
    auto fresh = session.add(Book{.title = "c", .shelf = shelf});
    CHECK(seen.count() == 0);
    CHECK(titles(shelf->books) == "abc");
    CHECK(seen.count("SELECT") == 1);
    CHECK(shelf->books[2] == fresh);
}

TEST_CASE_FIXTURE(Library, "unloaded: what was queued and flushed comes with the load, once") {
    Statements seen(db);
    session.add(Book{.title = "c", .shelf = shelf});
    session.flush();
    CHECK(seen.count("SELECT") == 0);
    CHECK(titles(shelf->books) == "abc");
}

TEST_CASE_FIXTURE(Library, "unloaded: what left is not in the load") {
    Statements seen(db);
    book->shelf = other;
    CHECK(seen.count() == 0);
    CHECK(titles(shelf->books) == "b");
    CHECK(titles(other->books) == "a");
    CHECK(seen.count("SELECT") == 2);
    session.commit();
    CHECK(seen.writes() == 1);
}

TEST_CASE_FIXTURE(Library, "unloaded: what left but is no member in the database is an error of the load, once") {
    CHECK(book->shelf == shelf);
    session.execute("UPDATE book SET shelf_id = NULL");
    book->shelf = other;
    CHECK_THROWS_AS((void)shelf->books.size(), ValueError);
    CHECK(shelf->books.empty());
    CHECK(titles(other->books) == "a");
    session.commit();
}

TEST_CASE_FIXTURE(Library, "unloaded: a row between that is queued to go must be there") {
    auto fresh = session.add(Reader{});
    fresh->books.add(book);
    session.expire(book);
    fresh->books.remove(book);
    CHECK_THROWS_AS(session.flush(), StaleDataError);
}

TEST_CASE_FIXTURE(Library, "unloaded: coming and going net out") {
    Statements seen(db);
    SUBCASE("a new one came and left") {
        auto fresh = make(Book{.title = "c"});
        fresh->shelf = shelf;
        fresh->shelf = nullptr;
        CHECK(titles(shelf->books) == "ab");
    }
    SUBCASE("a member left and came back") {
        book->shelf = nullptr;
        book->shelf = shelf;
        CHECK(shelf->books.size() == 2);
        CHECK(shelf->books.contains(book));
    }
    session.commit();
    INFO(seen.text());
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Library, "unloaded: a set of a many-to-many relationship queues, too") {
    Statements seen(db);
    auto fresh = session.add(Book{.title = "c", .readers = {reader}});
    CHECK(seen.count() == 0);
    CHECK(reader->books.size() == 2);
    CHECK(reader->books.contains(fresh));
    CHECK(reader->books.contains(book));
    CHECK(seen.count("SELECT") == 1);
    session.commit();
    INFO(seen.text());
    CHECK(seen.count("INSERT", "book_reader") == 1);
    session.expunge_all();
    CHECK(session.get<Reader>(1)->books.size() == 2);
}

TEST_CASE_FIXTURE(Library, "unloaded: taking a link out of a loaded side reaches the unloaded one") {
    CHECK(book->readers.size() == 1);
    Statements seen(db);
    book->readers.remove(reader);
    CHECK(seen.count() == 0);
    CHECK(reader->books.empty());
    session.commit();
    CHECK(seen.count("DELETE", "book_reader") == 1);
}

TEST_CASE_FIXTURE(Library, "unloaded: a query with autoflush does not change what the program sees") {
    session.autoflush(true);
    book->shelf = other;
    CHECK(session.select<Book>().count() == 2); // flushes
    CHECK(titles(shelf->books) == "b");
    CHECK(titles(other->books) == "a");
}

} // namespace unloaded_collections
