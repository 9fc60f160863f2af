// SPDX-License-Identifier: MIT
// What a program can do with a List, and what the other side and the database see of it.
#include "support/statements.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace list_operations {
using namespace athanor;
using support::Statements;
struct Shelf;

struct Book {
    Key<int> id;
    Mapped<std::string> title;
    One<Shelf> shelf;
};
struct Leaflet {
    Key<int> id;
    Mapped<std::string> title;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
    List<Leaflet, owned> leaflets; // without a reference back
};

struct Library {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Shelf> shelf;
    Ref<Book> a, b, c;
    Library() {
        create_all<Shelf>(db);
        shelf = session.add(Shelf{});
        shelf->books.add_all({{.title = "a"}, {.title = "b"}, {.title = "c"}});
        a = shelf->books[0];
        b = shelf->books[1];
        c = shelf->books[2];
        session.commit();
    }
    std::string titles() const {
        std::string text;
        for (auto book : shelf->books) text += book->title;
        return text;
    }
};

TEST_CASE_FIXTURE(Library, "list: assigning to a place puts another member there, and the old one leaves") {
    shelf->books[1] = Book{.title = "x"};
    CHECK(titles() == "axc");
    CHECK(b->shelf == nullptr);
    CHECK(shelf->books[1]->shelf == shelf);
    Statements seen(db);
    session.commit();
    CHECK(seen.count("INSERT") == 1);
    CHECK(seen.count("DELETE") == 1);
    CHECK(seen.writes() == 2);
}

TEST_CASE_FIXTURE(Library, "list: a named copy of a place is a handle, and assigning to it changes no list") {
    auto first = shelf->books[0];
    first = b;
    CHECK(first == b);
    CHECK(titles() == "abc");
    shelf->books[0] = shelf->books[2];
    CHECK(titles() == "cbc");
}

TEST_CASE_FIXTURE(Library, "list: exchanging two members by assignment loses neither and writes nothing") {
    const auto first = shelf->books.at(0);
    shelf->books[0] = shelf->books[1];
    shelf->books[1] = first;
    CHECK(titles() == "bac");
    CHECK(a->shelf == shelf);
    Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Library, "list: a place that does not exist cannot be assigned") {
    CHECK_THROWS_AS(shelf->books[3] = a, IndexError);
    CHECK_THROWS_AS(shelf->books.set(3, a), IndexError);
    CHECK(titles() == "abc");
}

TEST_CASE_FIXTURE(Library, "list: a refused member leaves the one it would have displaced") {
    Session other(db);
    const auto foreign = other.get<Book>(1);
    CHECK_THROWS_AS(shelf->books.set(0, foreign), UsageError);
    CHECK_THROWS_AS(shelf->books.set_slice(0, 2, {c, foreign}), UsageError);
    CHECK(titles() == "abc");
    CHECK(a->shelf == shelf);
}

TEST_CASE_FIXTURE(Library, "list: a slice is replaced, taken out and read like Python's") {
    const auto x = make(Book{.title = "x"}), y = make(Book{.title = "y"});
    shelf->books.set_slice(1, 2, {x, y});
    CHECK(titles() == "axyc");
    shelf->books.erase_slice(0, 2);
    CHECK(titles() == "yc");
    shelf->books.set_slice(7, 9, {x}); // beyond the end
    CHECK(titles() == "ycx");
    CHECK(shelf->books.slice(1, 99) == std::vector{c, x});
    CHECK(shelf->books.slice(2, 1).empty());
    CHECK(a->shelf == nullptr);
    Statements seen(db);
    session.commit();
    CHECK(seen.count("UPDATE") == 0);
    CHECK(session.select<Book>().count() == 3);
}

TEST_CASE_FIXTURE(Library, "list: what a slice takes out and puts back stays, and a delete mark on it is gone") {
    session.erase(b);
    shelf->books.set_slice(0, 3, {b, a});
    CHECK(titles() == "ba");
    session.commit();
    CHECK(session.select<Book>().count() == 2);
}

TEST_CASE_FIXTURE(Library, "list: what is assigned and was there does not enter again, so a delete mark holds") {
    session.erase(b);
    shelf->books = {b, a, c};
    session.commit();
    CHECK(session.select<Book>().count() == 2);
}

TEST_CASE_FIXTURE(Library, "list: pop takes the last or the one at a place") {
    CHECK(shelf->books.pop() == c);
    CHECK(shelf->books.pop(0) == a);
    CHECK_THROWS_AS(shelf->books.pop(1), IndexError);
    shelf->books.clear();
    CHECK_THROWS_WITH_AS(shelf->books.pop(), doctest::Contains("Shelf::books of Shelf #1 is empty"), IndexError);
}

TEST_CASE_FIXTURE(Library, "list: of a member that stands there twice one occurrence can go, by place too") {
    shelf->books.push_back(a);
    CHECK(shelf->books.count(a) == 2);
    CHECK(shelf->books.pop(3) == a);
    CHECK(a->shelf == shelf);
    Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Library, "list: a list that is no object's yet has the same operations") {
    Shelf shelf_value{.books = {a, b, a}};
    shelf_value.books.pop(2);
    CHECK(shelf_value.books == std::vector{a, b});
    shelf_value.books[0] = c;
    shelf_value.books.reverse();
    CHECK(shelf_value.books == std::vector{b, c});
    CHECK_THROWS_AS(shelf_value.books.add_all({a, Ref<Book>()}), UsageError);
    CHECK(shelf_value.books.size() == 2);
}

TEST_CASE_FIXTURE(Library, "list: iterators insert, erase and find") {
    auto& books = shelf->books;
    auto at = books.erase(books.find(b));
    CHECK(*at == c);
    at = books.insert(at, b);
    CHECK(*at == b);
    CHECK(titles() == "abc");
    CHECK(books.find(make(Book{})) == books.end());
    CHECK(books.erase(books.begin(), books.end() - 1) == books.begin());
    CHECK(titles() == "c");
    CHECK(*books.rbegin() == c);
}

TEST_CASE_FIXTURE(Library, "list: sorting, reversing, swapping and moving tell nobody and write nothing") {
    auto& books = shelf->books;
    books.reverse();
    CHECK(titles() == "cba");
    books.sort_by(&Book::title);
    CHECK(titles() == "abc");
    books.sort([](const Book& left, const Book& right) { return left.title > right.title; });
    CHECK(titles() == "cba");
    books.swap(0, 2);
    CHECK(titles() == "abc");
    books.move(0, 2);
    CHECK(titles() == "bca");
    books.move(2, 0);
    CHECK(titles() == "abc");
    CHECK_THROWS_AS(books.swap(0, 3), IndexError);
    CHECK_FALSE(is_modified(shelf));
    Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Library, "list: a comparison that throws leaves the order") {
    int calls = 0;
    const auto fails = [&](const Book& left, const Book& right) {
        if (++calls == 2) throw std::runtime_error("enough");
        return right.title < left.title;
    };
    CHECK_THROWS_AS(shelf->books.sort(fails), std::runtime_error);
    CHECK(titles() == "abc");
}

TEST_CASE_FIXTURE(Library, "list: edit applies the difference by occurrence") {
    shelf->books.edit([&](auto& raw) {
        std::ranges::reverse(raw);
        raw.push_back(a.get());
    });
    CHECK(titles() == "cbaa");
    shelf->books.edit([](auto& raw) { raw.erase(raw.begin() + 2); });
    CHECK(titles() == "cba");
    CHECK(a->shelf == shelf);
    Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
    CHECK_THROWS_AS(shelf->books.edit([](auto& raw) {
        raw.clear();
        throw std::runtime_error("no");
    }),
        std::runtime_error);
    CHECK(titles() == "cba");
}

TEST_CASE_FIXTURE(Library, "list: a member without a reference back is an orphan when its last occurrence leaves") {
    const auto leaflet = shelf->leaflets.add(Leaflet{.title = "once"});
    session.commit();
    shelf->leaflets.add(leaflet);
    shelf->leaflets = {leaflet, leaflet, leaflet};
    shelf->leaflets.pop();
    shelf->leaflets.pop();
    session.flush();
    CHECK(session.select<Leaflet>().count() == 1);
    shelf->leaflets.pop();
    session.flush();
    CHECK(session.select<Leaflet>().count() == 0);
}

TEST_CASE_FIXTURE(Library, "list: several leave by a condition or by name as one change") {
    CHECK(shelf->books.remove_if([](const Book& book) { return book.title != "b"; }) == 2);
    CHECK(titles() == "b");
    shelf->books.add_all(std::vector{a, c});
    shelf->books.remove_all({c, b, make(Book{})});
    CHECK(titles() == "a");
    CHECK(c->shelf == nullptr);
}

TEST_CASE_FIXTURE(Library, "list: it takes any range of handles, itself too") {
    const auto query = session.select<Book>().all();
    shelf->books.assign(query);
    shelf->books.add_all(shelf->books);
    CHECK(titles() == "abcabc");
    shelf->books.insert(1, std::vector{c});
    CHECK(titles() == "acbcabc");
    shelf->books = shelf->books.slice(0, 2);
    CHECK(titles() == "ac");
}

TEST_CASE_FIXTURE(Library, "list: algorithms read it through raw()") {
    CHECK((*std::ranges::max_element(shelf->books.raw(), {}, [](Book* book) { return *book->id; }))->title == "c");
    CHECK(std::ranges::distance(shelf->books) == 3);
}

TEST_CASE_FIXTURE(Library, "list: lists are equal when they hold the same objects in the same order") {
    const auto other = session.add(Shelf{});
    CHECK_FALSE(shelf->books == other->books);
    CHECK(shelf->books == std::vector{a, b, c});
    CHECK_FALSE(shelf->books == std::vector{a, c, b});
    CHECK_FALSE(shelf->books == std::vector{a, b});
}

TEST_CASE_FIXTURE(Library, "list: changing it while it is iterated is an error that says what to do") {
    const auto remove_in_loop = [&] {
        for (auto book : shelf->books) shelf->books.remove(book);
    };
    CHECK_THROWS_WITH_AS(remove_in_loop(),
        "Shelf::books was changed while it was iterated: iterate over its snapshot(), or change it with remove_if() or "
        "edit()",
        UsageError);
    CHECK(titles() == "bc");
    for (auto book : shelf->books.snapshot()) shelf->books.remove(book);
    CHECK(shelf->books.empty());
}

TEST_CASE_FIXTURE(Library, "list: a change of the other side while it is iterated is noticed too") {
    const auto move_in_loop = [&] {
        for (auto book : shelf->books) book->shelf = nullptr;
    };
    CHECK_THROWS_AS(move_in_loop(), UsageError);
}

TEST_CASE("list: a flush and a reload while it is iterated are no change") {
    Library library;
    std::string seen;
    for (auto book : library.shelf->books) {
        seen += book->title;
        book->title = *book->title + "!";
        library.session.commit();
        library.session.expire(library.shelf);
    }
    CHECK(seen == "abc");
}

} // namespace list_operations
