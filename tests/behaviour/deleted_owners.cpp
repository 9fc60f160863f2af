// SPDX-License-Identifier: MIT
// Owners whose rows the open transaction deleted, and owners that leave the session with changes not written.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>
#include <memory>

namespace deleted_owners {
using namespace athanor;
using support::Statements;

struct Book;
struct Shelf {
    Key<int> id;
    Mapped<std::string> label;
    List<Book> books;
};
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
};
struct Card {
    Key<int> id;
    Mapped<std::string> text;
};
struct Box {
    Key<int> id;
    Dict<&Card::text, owned, by("box_id")> cards; // no reference back
};

struct Library {
    Engine db{"sqlite://"};
    std::unique_ptr<Session> session = std::make_unique<Session>(db);
    Ref<Shelf> shelf;
    Library() {
        create_all<Shelf>(db);
        create_all<Box>(db);
        shelf = session->add(Shelf{.label = "a", .books = {make(Book{.title = "old"})}});
        session->commit();
    }
};

TEST_CASE_FIXTURE(
    Library, "deleted owner: what is put into its collection afterwards enters the session, and is written") {
    session->erase(shelf);
    session->flush();
    auto late = make(Book{.title = "late"});
    shelf->books.add(late);
    CHECK(state(late) == State::pending);
    session->commit();
    CHECK(state(late) == State::persistent);
    CHECK(late->shelf == nullptr);
}

TEST_CASE_FIXTURE(Library, "deleted owner: the same when the flush before the collection's load deletes it") {
    session->expire_all();
    session->erase(shelf);
    auto late = make(Book{.title = "late"});
    shelf->books.add(late);
    CHECK(state(shelf) == State::deleted);
    CHECK(state(late) == State::pending);
    session->commit();
    CHECK(session->select<Book>().where([](auto& b) { return b.title == "late"; }).count() == 1);
}

TEST_CASE_FIXTURE(Library, "deleted owner: a rollback takes back what entered through it") {
    session->erase(shelf);
    session->flush();
    auto late = make(Book{.title = "late"});
    shelf->books.add(late);
    session->rollback();
    CHECK(state(shelf) == State::persistent);
    CHECK(state(late) == State::transient);
    CHECK(shelf->books.size() == 1);
}

TEST_CASE_FIXTURE(Library, "deleted owner: after its session nobody is asked to take a member in") {
    session->erase(shelf);
    session->flush();
    session.reset();
    auto late = make(Book{.title = "late"});
    shelf->books.add(late);
    CHECK(state(late) == State::transient);
}

TEST_CASE_FIXTURE(Library, "deleted owner: after the commit its collection is one of a detached object") {
    session->erase(shelf);
    session->commit();
    auto late = make(Book{.title = "late"});
    shelf->books.add(late);
    CHECK(state(late) == State::transient);
}

TEST_CASE_FIXTURE(
    Library, "deleted owner: a collection that is read for the first time shows what the rows say after the flush") {
    session->expire_all();
    session->erase(shelf);
    CHECK(shelf->books.empty()); // the flush let go of the book
    CHECK(state(shelf) == State::deleted);
}

struct Cards : Library {
    Ref<Box> box;
    Cards() {
        box = session->add(Box{.cards = {make(Card{.text = "one"}), make(Card{.text = "two"})}});
        session->commit();
    }
    long rows() { return static_cast<long>(session->select<Card>().count()); }
};

TEST_CASE_FIXTURE(Cards, "expunged owner: what it let go of is no orphan, as the change left with it") {
    box->cards.clear();
    session->expunge(box);
    session->commit();
    CHECK(rows() == 2);
}

TEST_CASE_FIXTURE(Cards, "expunged owner: when it comes back its change is written") {
    auto one = box->cards.at("one");
    box->cards.erase("one");
    session->expunge(box);
    session->add(one);
    session->commit();
    CHECK(rows() == 2);
    session->add(box);
    session->commit();
    CHECK(rows() == 1);
    CHECK(state(one) == State::detached);
}

TEST_CASE_FIXTURE(Cards, "expired owner: what it let go of is no orphan, as the change was given up") {
    box->cards.clear();
    session->expire(box);
    session->commit();
    CHECK(rows() == 2);
    CHECK(box->cards.size() == 2);
}

TEST_CASE_FIXTURE(Cards, "dict: to pop what is not there counts as a change of the owner") {
    CHECK_FALSE(is_modified(box));
    CHECK(box->cards.pop("three", {}) == nullptr);
    CHECK_THROWS_AS(box->cards.pop("three"), KeyError);
    CHECK(changed_objects(*session).size() == 1);
    Statements seen(db);
    session->flush();
    CHECK(seen.writes() == 0);
}

} // namespace deleted_owners
