// SPDX-License-Identifier: MIT
// What one end of a relationship has forgotten, by expiry or because it is outside the session, the other end knows.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace both_sides {
using namespace athanor;
using support::Statements;

struct Book;
struct Map;
struct Shelf {
    Key<int> id;
    Mapped<std::string> label;
    List<Book> books;
    List<Map, passive_deletes(all)> maps;
};
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<std::optional<int>> shelf_id;
    One<Shelf, by("shelf_id")> shelf;
};
struct Map {
    Key<int> id;
    Mapped<std::optional<int>> shelf_id;
    One<Shelf, by("shelf_id")> shelf;
};

struct Page;
struct Notebook {
    Key<int> id;
    List<Page, owned> pages; // without a reference back
};
struct Page {
    Key<int> id;
};

struct Country;
struct City {
    Key<int> id;
    Mapped<std::optional<std::string>> country_code;
    One<Country, by("country_code")> country;
};
struct Country {
    Key<std::string> code;
    List<City> cities;
};

struct Library {
    Engine db{"sqlite://"};
    Session session{db, unattached(skip)};
    Ref<Shelf> poems, plays;
    Ref<Book> odes;
    Library() {
        create_all<Shelf>(db);
        create_all<Notebook>(db);
        create_all<Country>(db);
        poems = session.add(Shelf{.label = "poems", .books = {make(Book{.title = "Odes"})}});
        plays = session.add(Shelf{.label = "plays"});
        odes = poems->books[0];
        session.commit();
    }
};

TEST_CASE_FIXTURE(Library, "both sides: a member that was expired after it entered a collection is written") {
    plays->books.add(odes);
    session.expire(odes);
    session.commit();
    CHECK(odes->shelf == plays);
}

TEST_CASE_FIXTURE(Library, "both sides: a member that was expired after it left a collection is written") {
    poems->books.remove(odes);
    session.expire(odes);
    session.commit();
    CHECK(odes->shelf == nullptr);
}

TEST_CASE_FIXTURE(Library, "both sides: what a new owner holds already is written when the owner is added") {
    auto essays = make(Shelf{.label = "essays"});
    essays->books.add(odes);
    session.commit();
    CHECK(session.select<Book>().where([](auto& b) { return b.shelf == nullptr; }).count() == 0);
    session.expire(odes);
    session.add(essays);
    session.commit();
    CHECK(odes->shelf == essays);
}

TEST_CASE_FIXTURE(Library, "both sides: a member outside the session learns that its owner is deleted") {
    auto essays = session.add(Shelf{.label = "essays"});
    auto waiting = make(Book{});
    waiting->shelf = essays;
    session.flush();
    CHECK(waiting->shelf_id == 3);
    session.erase(essays);
    session.flush();
    CHECK(waiting->shelf_id == std::nullopt);
}

TEST_CASE_FIXTURE(Library, "both sides: passive_deletes(all) leaves the keys of members outside the session alone") {
    auto map = make(Map{});
    map->shelf = plays;
    session.flush();
    CHECK(map->shelf_id == 2);
    map->shelf = nullptr;
    session.flush();
    CHECK(map->shelf_id == 2);
}

TEST_CASE_FIXTURE(Library, "both sides: clear() of a new object's empty collection is no look at it") {
    auto essays = session.add(Shelf{.label = "essays"});
    essays->books.clear();
    essays->maps = {};
    session.flush();
    CHECK(!is_loaded<&Shelf::books>(essays));
    CHECK(is_loaded<&Shelf::maps>(essays));
}

TEST_CASE_FIXTURE(Library, "both sides: an owner outside the session makes no orphans") {
    auto page = session.add(Page{});
    session.commit();
    auto notebook = make(Notebook{});
    notebook->pages.add(page);
    notebook->pages.remove(page);
    session.commit();
    CHECK(session.select<Page>().count() == 1);
    session.add(notebook);
    notebook->pages.add(page);
    session.commit();
    notebook->pages.remove(page);
    session.commit();
    CHECK(session.select<Page>().count() == 0);
}

TEST_CASE_FIXTURE(Library, "both sides: a new member of two owners stays when one of them lets it go") {
    auto second = session.add(Notebook{});
    session.commit();
    CHECK(second->pages.empty());
    auto first = session.add(Notebook{});
    auto page = first->pages.add(Page{});
    second->pages.add(page);
    first->pages.remove(page); // of two owners that are new the session would know only one
    CHECK(state(page) == State::pending);
    session.commit();
    session.expire_all();
    CHECK(first->pages.empty());
    CHECK(second->pages[0] == page);
    second->pages.remove(page);
    session.commit();
    CHECK(state(page) == State::detached);
}

TEST_CASE_FIXTURE(
    Library, "both sides: a new member that an owner outside the session lets go stays with the one inside") {
    auto notebook = session.add(Notebook{});
    auto page = notebook->pages.add(Page{});
    auto outside = make(Notebook{});
    outside->pages.add(page);
    outside->pages.remove(page);
    session.commit();
    CHECK(state(page) == State::persistent);
}

TEST_CASE_FIXTURE(Library, "both sides: what is deleted with its owner, or had not reached it, keeps its key") {
    auto essays = session.add(Shelf{.label = "essays"});
    session.flush();
    auto waiting = make(Book{});
    waiting->shelf = plays;
    session.flush();
    waiting->shelf = essays;
    session.erase(essays);
    session.flush();
    CHECK(waiting->shelf_id == 2);
}

TEST_CASE_FIXTURE(Library, "both sides: a query for the owner of a member asks for the key that the member shows") {
    const Statements seen(db);
    CHECK(session.select<Shelf>().where([&](auto& s) { return s.books.contains(odes); }).one() == poems);
    CHECK(seen.text().find("EXISTS") == std::string::npos);
    odes->shelf = nullptr;
    CHECK(!session.select<Shelf>().where([&](auto& s) { return s.books.contains(odes); }).first());
}

TEST_CASE_FIXTURE(Library, "both sides: expiring an owner lets go of the new members it owned") {
    auto notebook = session.add(Notebook{});
    session.commit();
    auto page = notebook->pages.add(Page{});
    session.expire(notebook);
    CHECK(state(page) == State::transient);
    session.commit();
    CHECK(session.select<Page>().count() == 0);
}

TEST_CASE_FIXTURE(Library, "both sides: a rollback leaves the key that a member got from one the program had set") {
    auto france = session.add(Country{.code = "fr"});
    auto paris = make(City{});
    paris->country = france;
    session.flush();
    CHECK(paris->country_code == "fr");
    session.rollback();
    CHECK(state(france) == State::transient);
    CHECK(paris->country_code == "fr");
}

TEST_CASE_FIXTURE(
    Library, "flush: an expired object that was used is read again, also when nothing is written for it") {
    session.expire_all();
    plays->label = "dramas";
    session.expire<&Shelf::label>(plays);
    const Statements seen(db);
    session.flush();
    CHECK(seen.count("SELECT", "shelf") == 1);
    CHECK(seen.writes() == 0);
    CHECK(is_loaded<&Shelf::label>(plays));
    CHECK(!is_loaded<&Shelf::label>(poems));
}

TEST_CASE_FIXTURE(Library, "flush: an expired object that was used and whose row is gone is missed") {
    session.expire(plays);
    session.execute("DELETE FROM shelf WHERE id = 2");
    plays->label = "dramas";
    session.expire<&Shelf::label>(plays);
    CHECK_THROWS_AS(session.flush(), ObjectDeletedError);
}

TEST_CASE_FIXTURE(Library, "expunge_all: what was deleted stays deleted until the transaction ends") {
    session.erase(odes);
    session.flush();
    session.expunge_all();
    CHECK(state(odes) == State::deleted);
    SUBCASE("by a commit") {
        session.commit();
        CHECK(state(odes) == State::detached);
    }
    SUBCASE("by a rollback, which brings it back") {
        session.rollback();
        CHECK(state(odes) == State::persistent);
        CHECK(session.get<Book>(1) == odes);
        CHECK(odes->title == "Odes");
    }
}

TEST_CASE_FIXTURE(Library, "both sides: a list that held a book twice and now holds it once keeps it") {
    poems->books.add(odes);
    session.commit();
    poems->books = {odes};
    session.commit();
    session.expire_all();
    CHECK(odes->shelf == poems);
    CHECK(poems->books.size() == 1);
}

} // namespace both_sides
