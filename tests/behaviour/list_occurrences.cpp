// SPDX-License-Identifier: MIT
// Who stands in a list how often, and what several lists lose to one.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/history.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace list_occurrences {
using namespace athanor;
using support::Statements;
struct Shelf;
struct Review;

struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
    List<Review> reviews;
};
struct Review {
    Key<int> id;
    One<Book> book;
};
struct Leaflet {
    Key<int> id;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
    List<Leaflet, owned> leaflets; // without a reference back
};

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Shelf>(db), db)};
    Ref<Shelf> first = session.add(Shelf{}), second = session.add(Shelf{}), third = session.add(Shelf{});
    Ref<Leaflet> leaflet = first->leaflets.add(Leaflet{});
    Library() {
        for (const char* title : {"a", "b", "c", "d"}) first->books.push_back(Book{.title = title});
        for (const char* title : {"x", "y", "z"}) second->books.push_back(Book{.title = title});
        first->leaflets.add(Leaflet{});
        session.commit();
    }
    static std::string titles(const Ref<Shelf>& shelf) {
        std::string text;
        for (auto book : shelf->books) text += book->title;
        return text;
    }
};

TEST_CASE_FIXTURE(Library, "list: who stands at two places stays until both are left, whatever the list did before") {
    const Ref<Book> a = first->books[0];
    SUBCASE("put in again") {
        first->books.pop_back();
        first->leaflets.pop_back();
        first->leaflets.push_back(leaflet);
        first->leaflets.pop_back();
        CHECK(first->leaflets[0] == leaflet);
        first->books.push_back(a);
        first->books.push_back(Book{.title = "n"});
        CHECK(first->books.pop()->title == "n");
        CHECK(first->books.pop() == a);
        CHECK(a->shelf == first);
        session.commit();
        CHECK(session.select<Leaflet>().count() == 1);
    }
    SUBCASE("what took it out was refused") {
        first->books.insert(2, a);
        const auto guest = make(Book{.title = "guest"});
        Session other(db);
        other.add(make(Review{.book = guest}));
        other.expunge(guest);
        CHECK_THROWS_AS(first->books.set_slice(0, 5, {guest}), UsageError);
        CHECK(titles(first) == "abacd");
        first->books.erase_slice(2, 5);
    }
    CHECK(a->shelf == first);
    first->books.remove(a);
    CHECK(a->shelf == nullptr);
    session.commit();
    CHECK(session.select<Book>().where([](auto& book) { return book.title == "a"; }).count() == 0);
}

TEST_CASE_FIXTURE(Library, "list: several members of other lists go over together") {
    const Ref<Book> a = first->books[0], c = first->books[2], x = second->books[0], z = second->books[2];
    third->books.push_back(Book{.title = "o"});
    SUBCASE("by assignment") { third->books = {z, a, third->books[0], x, c}; }
    SUBCASE("by adding") {
        third->books.add_all({z, a});
        third->books.add_all({x, c, c});
        third->books.pop_back();
    }
    CHECK(titles(first) == "bd");
    CHECK(titles(second) == "y");
    CHECK(third->books.size() == 5);
    for (const auto& book : {a, c, x, z}) CHECK(book->shelf == third);
    CHECK(history<&Shelf::books>(first).removed == std::vector{a, c});
    CHECK(history<&Shelf::books>(second).removed.size() == 2);
    Statements seen(db);
    session.commit();
    CHECK(seen.count("DELETE") == 0);
    session.expire_all();
    CHECK(titles(first) == "bd");
    CHECK(third->books.size() == 5);
}

} // namespace list_occurrences
