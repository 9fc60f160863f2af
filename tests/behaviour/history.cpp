// SPDX-License-Identifier: MIT
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/history.hpp>
#include <doctest/doctest.h>

namespace history_test {
using namespace athanor;

struct Book;
struct Shelf {
    Key<int> id;
    Mapped<std::optional<std::string>> label;
    Mapped<bool> locked;
    List<Book> books;
};
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
};
using Books = std::vector<Ref<Book>>;
using Label = std::optional<std::string>;

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Shelf>(db), db)};
    Ref<Book> odes = make(Book{.title = "Odes"}), satires = make(Book{.title = "Satires"});
    Ref<Shelf> shelf = session.add(Shelf{.label = "poems", .locked = false, .books = {odes}});
};

TEST_CASE("history: of a new object everything it has is added") {
    Library library;
    CHECK(history<&Shelf::label>(library.shelf).added == std::vector<Label>{"poems"});
    CHECK(history<&Shelf::books>(library.shelf).added == Books{library.odes});
    CHECK(history<&Book::shelf>(library.odes).added == std::vector{library.shelf});
    CHECK(!history<&Shelf::id>(library.shelf).changed());
}

TEST_CASE("history: a flush makes it unchanged, without a statement to look at it") {
    Library library;
    library.session.flush();
    const support::Statements seen(library.db);
    CHECK(!history<&Shelf::label>(library.shelf).changed());
    CHECK(history<&Shelf::label>(library.shelf).unchanged == std::vector<Label>{"poems"});
    CHECK(history<&Shelf::books>(library.shelf).unchanged == Books{library.odes});
    CHECK(history<&Book::shelf>(library.odes).unchanged == std::vector{library.shelf});
    CHECK(seen.count() == 0);
}

TEST_CASE("history: a value that was written shows the one it replaced") {
    Library library;
    library.session.flush();
    library.shelf->label = "prose";
    library.shelf->locked = true;
    CHECK(history<&Shelf::label>(library.shelf).added == std::vector<Label>{"prose"});
    CHECK(history<&Shelf::label>(library.shelf).removed == std::vector<Label>{"poems"});
    CHECK(history<&Shelf::locked>(library.shelf).removed == std::vector<bool>{false});
    library.shelf->label = "poems";
    CHECK(!history<&Shelf::label>(library.shelf).changed());
}

TEST_CASE("history: both sides of a relationship show the move of a member") {
    Library library;
    library.session.flush();
    library.shelf->books = {library.satires};
    const auto books = history<&Shelf::books>(library.shelf);
    CHECK(books.added == Books{library.satires});
    CHECK(books.removed == Books{library.odes});
    CHECK(books.unchanged.empty());
    CHECK(history<&Book::shelf>(library.odes).removed == std::vector{library.shelf});
    CHECK(history<&Book::shelf>(library.satires).added == std::vector{library.shelf});
}

TEST_CASE("history: a member that left and came back, or stands in the list twice, did not change") {
    Library library;
    library.session.flush();
    library.shelf->books.remove(library.odes);
    library.shelf->books.add(library.odes);
    CHECK(!history<&Shelf::books>(library.shelf).changed());
    library.shelf->books.add(library.odes);
    CHECK(history<&Shelf::books>(library.shelf).unchanged == Books{library.odes});
    CHECK(!history<&Shelf::books>(library.shelf).changed());
}

TEST_CASE("history: of a collection that is not loaded it shows what waits for the load") {
    Library library;
    library.session.commit();
    library.session.expire(library.shelf);
    const support::Statements seen(library.db);
    library.satires->shelf = library.shelf;
    CHECK(history<&Shelf::books>(library.shelf).added == Books{library.satires});
    CHECK(history<&Shelf::books>(library.shelf).unchanged.empty());
    CHECK(history<&Shelf::label>(library.shelf).unchanged.empty());
    CHECK(seen.count() == 0);
}

} // namespace history_test
