// SPDX-License-Identifier: MIT
// Small things that programs rely on when a session keeps track of their collections, one sentence each.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <athanor/typed/history.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace subtle_sessions {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Book;
struct Reader;
struct Shelf {
    Key<int> id;
    Mapped<std::string> label;
    List<Book, owned> books;
};
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<std::optional<int>> shelf_id;
    One<Shelf, by("shelf_id")> shelf;
    Set<Reader> readers;
};
struct Stamp;
struct Slip {
    Key<int> id;
    Mapped<std::optional<int>> reader_id;
};
struct Reader {
    Key<int> id;
    Set<Book> books;
    Set<Stamp> stamps;
    List<Slip, by("reader_id")> slips;
};
struct Stamp {
    Key<int> id;
    One<Reader> reader;
};

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Shelf>(db), db)};
    Ref<Shelf> poems = session.add(Shelf{.label = "poems"}), plays = session.add(Shelf{.label = "plays"});
    Ref<Book> odes = poems->books.add(Book{.title = "Odes"});
    Ref<Reader> ann = session.add(Reader{});
    Library() { session.commit(); }
    std::int64_t books() { return session.select<Book>().count(); }
};

TEST_CASE_FIXTURE(Library, "an owner is changed by its collection, and its row is not written for it") {
    CHECK(poems->books.size() == 1);
    poems->books.add(Book{.title = "Epodes"});
    CHECK(changed_objects(session) == std::vector<AnyRef>{poems});
    const Statements seen(db);
    session.flush();
    CHECK(seen.count("INSERT", "book") == 1);
    CHECK(seen.writes() == 1);
}

TEST_CASE_FIXTURE(Library, "a changed object that nobody holds is written") {
    const auto change = [&] { session.get<Book>(1)->title = "Carmina"; };
    session.expunge_all();
    odes = nullptr;
    poems = nullptr;
    change();
    const Statements seen(db);
    session.commit();
    CHECK(seen.count("UPDATE", "book") == 1);
    CHECK(Session(db).get<Book>(1)->title == "Carmina");
}

TEST_CASE_FIXTURE(Library, "a queued member whose row is there already when the collection is loaded shows once") {
    session.autoflush(false);
    session.expire(plays);
    odes->shelf = plays;
    session.execute("UPDATE book SET shelf_id = 2");
    CHECK(plays->books.size() == 1);
}

TEST_CASE_FIXTURE(Library, "what was queued there and back again is nothing") {
    session.autoflush(false);
    session.expire_all();
    odes->shelf = plays;
    odes->shelf = poems;
    CHECK(plays->books.empty());
    CHECK(poems->books.size() == 1);
}

TEST_CASE_FIXTURE(Library, "what was queued shows in the order in which it came, also what had left in between") {
    session.autoflush(false);
    const auto other = poems->books.add(Book{.title = "Epodes"});
    session.commit();
    session.expire_all();
    odes->shelf = plays;
    odes->shelf = nullptr;
    other->shelf = plays;
    odes->shelf = plays;
    CHECK(plays->books == std::vector{other, odes});
}

TEST_CASE_FIXTURE(Library, "a set does not take what its reference showed already a second time") {
    const auto stamp = session.add(Stamp{.reader = ann});
    CHECK_FALSE(ann->stamps.insert(stamp));
    CHECK(ann->stamps.size() == 1);
}

TEST_CASE_FIXTURE(Library, "a row between two objects that is not there when it is to go is an error that says so") {
    odes->readers.add(ann);
    session.commit();
    session.execute("DELETE FROM book_reader");
    odes->readers.remove(ann);
    const std::string text = message<StaleDataError>([&] { session.flush(); });
    CHECK_MESSAGE(has(text, {"Book #1", "link", "0"}), text);
}

TEST_CASE_FIXTURE(Library, "what is not there is not removed, and nobody hears of it") {
    const auto other = session.add(Book{.title = "Hamlet", .shelf = plays});
    session.commit();
    CHECK(poems->books.size() == 1);
    CHECK_FALSE(poems->books.remove(other));
    CHECK_FALSE(odes->readers.remove(ann));
    CHECK(other->shelf == plays);
    CHECK(changed_objects(session).empty());
}

TEST_CASE_FIXTURE(Library, "what is assigned tells each member that leaves once") {
    const auto other = poems->books.add(Book{.title = "Epodes"});
    session.commit();
    poems->books = {other};
    CHECK(history<&Shelf::books>(poems).removed == std::vector{odes});
    CHECK(history<&Book::shelf>(odes).removed == std::vector{poems});
    const Statements seen(db);
    session.flush();
    CHECK(seen.count("DELETE", "book") == 1);
    CHECK(seen.writes() == 1);
}

TEST_CASE_FIXTURE(Library, "what leaves by an assignment and is put back did not change") {
    const auto other = poems->books.add(Book{.title = "Epodes"});
    session.commit();
    poems->books = {other};
    poems->books.add(odes);
    CHECK_FALSE(is_modified(poems));
    CHECK_FALSE(is_modified(odes));
    const Statements seen(db);
    session.flush();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Library, "a member that is taken out and deleted is one DELETE, also without a reference back") {
    const auto slip = ann->slips.add(Slip{});
    session.commit();
    ann->slips.remove(slip);
    session.erase(slip);
    const Statements seen(db);
    session.flush();
    CHECK(seen.count("DELETE", "slip") == 1);
    CHECK(seen.writes() == 1);
}

TEST_CASE_FIXTURE(Library, "rescue: a marked member that a live owner takes in stays, also in the second flush") {
    CHECK(plays->books.empty());
    SUBCASE("it was marked itself") { session.erase(odes); }
    SUBCASE("it was marked with its owner") { session.erase(poems); }
    plays->books.add(odes);
    session.flush();
    CHECK(deleted_objects(session).empty());
    session.flush();
    session.commit();
    CHECK(books() == 1);
    CHECK(odes->shelf == plays);
}

TEST_CASE_FIXTURE(Library, "order: rows are written in the order in which the objects entered a set") {
    std::vector<Ref<Reader>> readers;
    for (int i = 0; i < 50; ++i) readers.push_back(make(Reader{}));
    odes->readers |= readers;
    session.flush();
    std::vector<int> keys, links;
    for (const auto& reader : readers) keys.push_back(reader->id);
    for (const auto& row : session.execute("SELECT reader_id FROM book_reader ORDER BY rowid").rows)
        links.push_back(static_cast<int>(row[0].integer()));
    CHECK(std::ranges::is_sorted(keys));
    CHECK(links == keys);
}

} // namespace subtle_sessions
