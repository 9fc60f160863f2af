// SPDX-License-Identifier: MIT
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace inspection {
using namespace athanor;

struct Book;
struct Shelf {
    Key<int> id;
    Mapped<std::optional<std::string>> label;
    List<Book> books;
};
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
};

TEST_CASE("inspection: what is loaded is told without loading it") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db, expire_on_commit);
    const auto shelf = session.add(Shelf{.label = "poems", .books = {make(Book{.title = "Odes"})}});
    CHECK(is_loaded<&Shelf::books>(shelf));
    session.commit();
    const support::Statements seen(db);
    CHECK(!is_loaded<&Shelf::label>(shelf));
    CHECK(!is_loaded<&Shelf::books>(shelf));
    CHECK(seen.count() == 0);
    CHECK(shelf->label == "poems");
    CHECK(is_loaded<&Shelf::label>(shelf));
    CHECK(!is_loaded<&Shelf::books>(shelf));
}

TEST_CASE("inspection: an object is modified while it differs from its row") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db);
    const auto empty = make(Shelf{});
    CHECK(!is_modified(empty));
    const auto shelf = session.add(Shelf{.label = "poems"});
    CHECK(is_modified(shelf));
    session.commit();
    CHECK(!is_modified(shelf));
    shelf->label = "novels";
    CHECK(is_modified(shelf));
    shelf->label = "poems";
    CHECK(!is_modified(shelf));
    const auto book = shelf->books.add(Book{.title = "Odes"});
    CHECK(is_modified(shelf));
    shelf->books.remove(book);
    CHECK(!is_modified(shelf));
}

TEST_CASE("inspection: a session lists what it will write") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db);
    const auto first = session.add(Shelf{.label = "a"}), second = session.add(Shelf{.label = "b"});
    CHECK(new_objects(session) == std::vector<AnyRef>{first, second});
    CHECK(row_key(first).empty());
    session.flush();
    CHECK(new_objects(session).empty());
    CHECK(row_key(first) == std::vector<Value>{1});
    first->label = "c";
    session.erase(second);
    CHECK(changed_objects(session) == std::vector<AnyRef>{first});
    CHECK(deleted_objects(session) == std::vector<AnyRef>{second});
    CHECK(deleted_objects(session)[0].class_name() == "Shelf");
    CHECK(deleted_objects(session)[0].as<Shelf>() == second);
    CHECK(!deleted_objects(session)[0].as<Book>());
}

} // namespace inspection
