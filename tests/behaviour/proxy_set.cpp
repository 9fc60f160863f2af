// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <map>
#include <set>

namespace proxy_set_test {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Score {
    Key<int> id;
    Mapped<int> value;
};
struct Sheet {
    Key<int> id;
    Mapped<std::string> key;
    Set<Score, owned, by("sheet_id")> scores;
    Proxy<&Sheet::scores, &Score::value> values;
};
struct Book {
    Key<int> id;
    Dict<&Sheet::key, owned, creating, by("book_id")> sheets;
    Proxy<&Book::sheets, &Sheet::values> collections;
};

struct Twice {
    Key<int> id;
    Set<Score, by("twice_id")> scores;
    Proxy<&Twice::scores, &Score::value> first;
    Proxy<&Twice::scores, &Score::value> second;
};
struct Scored {
    Key<int> id;
    Set<Score, by("scored_id")> scores;
};
struct Derived : Scored {
    Proxy<&Scored::scores, &Score::value> values;
};
class Guarded {
    friend struct athanor::describe<Guarded>;
    Key<int> id_;
    Set<Score, by("guarded_id")> scores_;
    Proxy<&Guarded::scores_, &Score::value> values_;

public:
    Guarded() = default;
    auto& values() { return values_; }
};

} // namespace proxy_set_test

template <>
struct athanor::describe<proxy_set_test::Derived>
    : athanor::members<athanor::base<proxy_set_test::Scored>, &proxy_set_test::Derived::values> {};
template <>
struct athanor::describe<proxy_set_test::Guarded>
    : athanor::members<&proxy_set_test::Guarded::id_, &proxy_set_test::Guarded::scores_,
          &proxy_set_test::Guarded::values_> {};

namespace proxy_set_test {

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Book>(db), db)};
    Ref<Book> book = session.add(Book{.collections = {{"one", {1, 2, 3}}}});
    Ref<Sheet> sheet = book->sheets.at("one");
    Library() { session.commit(); }
    template <class T> std::int64_t rows() { return session.select<T>().count(); }
};

TEST_CASE_FIXTURE(Library, "proxy through a set: it reads like a set of the values, in the order of their insertion") {
    CHECK(sheet->values == std::set{3, 2, 1});
    CHECK(sheet->values != std::set{1, 2});
    CHECK(sheet->values != std::set{1, 2, 3, 4});
    CHECK(std::set{1, 2, 3} == sheet->values);
    CHECK(std::vector<int>(sheet->values.begin(), sheet->values.end()) == std::vector{1, 2, 3});
    CHECK(sheet->values.size() == 3);
    CHECK(!sheet->values.empty());
    CHECK(sheet->values.contains(2));
    CHECK(sheet->values.count(9) == 0);
    CHECK(*sheet->values.find(3) == 3);
    CHECK(sheet->values.find(9) == sheet->values.end());
    CHECK(sheet->values.is_subset_of(std::vector{1, 2, 3, 4}));
    CHECK(!sheet->values.is_subset_of(std::vector{1, 2}));
    CHECK(sheet->values.is_superset_of(std::vector{1, 1, 2}));
    CHECK(!sheet->values.is_superset_of(std::vector{1, 4}));
    CHECK(sheet->values.is_disjoint_from(std::vector{4, 5}));
    CHECK(!sheet->values.is_disjoint_from(std::vector{4, 1}));
    CHECK(std::ranges::max(sheet->values) == 3);
}

TEST_CASE_FIXTURE(Library, "proxy through a set: a value that is new makes a member, one that is there makes none") {
    CHECK(sheet->values.insert(4));
    CHECK(!sheet->values.insert(4));
    sheet->values.insert({4, 5, 5});
    CHECK(sheet->values == std::set{1, 2, 3, 4, 5});
    CHECK(sheet->scores.size() == 5);
    session.commit();
    CHECK(rows<Score>() == 5);
}

TEST_CASE_FIXTURE(Library, "proxy through a set: what is taken out leaves the relationship, and an owned row goes") {
    CHECK(sheet->values.erase(2) == 1);
    CHECK(sheet->values.erase(2) == 0);
    CHECK(sheet->values.remove(1));
    CHECK(!sheet->values.remove(1));
    CHECK(sheet->values == std::set{3});
    session.commit();
    CHECK(rows<Score>() == 1);
    CHECK(sheet->values.pop() == 3);
    CHECK_THROWS_AS(sheet->values.pop(), const KeyError&);
}

TEST_CASE_FIXTURE(Library, "proxy through a set: assigning keeps the members whose values stay") {
    const auto before = sheet->scores.snapshot();
    Statements seen(db);
    sheet->values = {3, 4, 1};
    CHECK(sheet->values == std::set{1, 3, 4});
    CHECK(sheet->scores.contains(before[0]));
    CHECK(sheet->scores.contains(before[2]));
    session.commit();
    CHECK(seen.count("INSERT", "score") == 1);
    CHECK(seen.count("DELETE", "score") == 1);
    CHECK(seen.count("UPDATE") == 0);
}

TEST_CASE_FIXTURE(Library, "proxy through a set: the algebra of sets") {
    sheet->values |= std::set{3, 4};
    CHECK(sheet->values == std::set{1, 2, 3, 4});
    sheet->values &= std::set{2, 3, 4, 9};
    CHECK(sheet->values == std::set{2, 3, 4});
    sheet->values -= {3, 9};
    CHECK(sheet->values == std::set{2, 4});
    sheet->values ^= {4, 5};
    CHECK(sheet->values == std::set{2, 5});
    CHECK(sheet->values.remove_if([](int value) { return value > 4; }) == 1);
    sheet->values.clear();
    CHECK(sheet->values.empty());
    session.commit();
    CHECK(rows<Score>() == 0);
}

TEST_CASE_FIXTURE(Library, "proxy through a set: where members share a value, it takes one of them out") {
    sheet->scores.add(Score{.value = 3});
    CHECK(sheet->values.size() == 4);
    CHECK(sheet->values.erase(3) == 1);
    CHECK(sheet->values.contains(3));
    sheet->scores.add(Score{.value = 3});
    sheet->values = {1, 2};
    CHECK(sheet->values.size() == 3);
}

TEST_CASE_FIXTURE(Library, "proxy through a set: a number that its column cannot hold is refused and changes nothing") {
    CHECK(has(message<ValueError>([&] { sheet->values.insert(5'000'000'000); }), {"5000000000"}));
    CHECK_THROWS_AS((sheet->values |= std::vector<std::int64_t>{6, 5'000'000'000}), const ValueError&);
    CHECK(sheet->values == std::set{1, 2, 3});
}

TEST_CASE_FIXTURE(Library, "proxy: it loads what its relationship loads, and nothing for an empty range") {
    session.expire_all();
    Statements seen(db);
    sheet->values.insert(std::vector<int>());
    CHECK(seen.count() == 0);
    CHECK(sheet->values.size() == 3);
    CHECK(seen.count("SELECT", "score") == 1);
    for (const int value : sheet->values) CHECK(value > 0);
    CHECK(seen.count("SELECT", "score") == 1);
}

TEST_CASE_FIXTURE(Library, "proxy: on a detached object that never loaded it, it says so") {
    session.expire_all();
    session.expunge(sheet);
    CHECK(has(message<DetachedError>([&] { sheet->values.contains(1); }), {"Sheet", "scores"}));
}

TEST_CASE_FIXTURE(Library, "proxy through a dictionary of sets: reading, and what a missing key does") {
    CHECK(book->collections.size() == 1);
    CHECK(book->collections.contains("one"));
    CHECK(book->collections.at("one") == std::set{1, 2, 3});
    CHECK(book->collections["one"] == std::set{1, 2, 3});
    CHECK_THROWS_AS(book->collections.at("two"), const KeyError&);
    CHECK(book->collections.get("two").empty());
    CHECK(book->collections.find("two") == book->collections.end());
    CHECK(book->collections.size() == 1); // asking made nothing
    CHECK(book->collections["two"].empty());
    CHECK(book->collections.size() == 2); // the dictionary is creating
    book->collections["three"].insert(std::vector<int>());
    session.commit();
    CHECK(rows<Sheet>() == 3);
}

TEST_CASE_FIXTURE(Library, "proxy through a dictionary of sets: an entry is used like its set") {
    book->collections["one"].insert(4);
    book->collections["two"].insert({7, 8, 9});
    book->collections["three"] = {5};
    book->collections["one"].erase(1);
    book->collections["four"] |= std::set{6};
    session.commit();

    Session other(db);
    const auto again = other.select<Book>().one();
    CHECK(again->collections ==
        std::map<std::string, std::set<int>>{{"one", {2, 3, 4}}, {"two", {7, 8, 9}}, {"three", {5}}, {"four", {6}}});
    std::string content;
    for (const auto& [key, values] : again->collections) {
        content += key + ':';
        for (const int value : values) content += ' ' + std::to_string(value);
        content += ';';
    }
    CHECK(content == "one: 2 3 4;two: 7 8 9;three: 5;four: 6;");
}

TEST_CASE_FIXTURE(Library, "proxy through a dictionary of sets: what a key keeps, keeps its rows") {
    book->collections["two"] = {8};
    session.commit();
    const auto kept = sheet->scores.snapshot()[1];
    Statements seen(db);
    book->collections = {{"three", {9}}, {"one", {2, 5}}};
    CHECK(book->sheets.at("one") == sheet);
    CHECK(sheet->scores.contains(kept));
    session.commit();
    CHECK(seen.count("UPDATE") == 0);
    CHECK(rows<Sheet>() == 2);
    CHECK(rows<Score>() == 3);
    CHECK(book->collections.pop("three") == std::vector{9});
    CHECK_THROWS_AS(book->collections.pop("three"), const KeyError&);
    CHECK(book->collections.pop("three", {1}) == std::vector{1});
    CHECK(book->collections.erase("one") == 1);
    CHECK(book->collections.erase("one") == 0);
    session.commit();
    CHECK(rows<Score>() == 0);
}

TEST_CASE("proxy: initial values, also on an object that is not made yet") {
    Book on_stack{.collections = {{"a", {1, 2}}, {"b", {}}}};
    CHECK(on_stack.collections.size() == 2);
    on_stack.collections["c"].insert(3);
    CHECK(on_stack.sheets.at("a")->values == std::set{1, 2});
    const auto made = make(std::move(on_stack));
    CHECK(made->collections == std::map<std::string, std::vector<int>>{{"c", {3}}, {"a", {2, 1}}, {"b", {}}});
    CHECK(make(Sheet{.key = "s", .values = std::vector{4, 4, 5}})->values == std::set{4, 5});
}

TEST_CASE_FIXTURE(Library, "proxy: assigning an object assigns what it was made with") {
    *book = Book{.collections = {{"x", {6}}}};
    CHECK(book->collections == std::map<std::string, std::set<int>>{{"x", {6}}});
    const auto other = make(Book{});
    other->collections = book->collections;
    CHECK(other->collections.at("x") == std::set{6});
    CHECK(other->sheets.at("x") != book->sheets.at("x"));
    book->collections["y"] = book->collections["x"];
    CHECK(book->collections["y"] == std::set{6});
}

TEST_CASE_FIXTURE(Library, "proxy through a dictionary: a bulk assignment that fails changes nothing") {
    book->collections["two"] = {8};
    session.commit();
    session.expire_all();
    CHECK(book->collections.at("one").size() == 3);
    CHECK(book->sheets.size() == 2);
    session.expunge(book);
    // the values of "two" are not in memory: that is found when "new" and "one" have been changed
    const std::map<std::string, std::set<int>> wanted{{"new", {1}}, {"one", {5}}, {"two", {6}}};
    CHECK_THROWS_AS(book->collections = wanted, const DetachedError&);
    CHECK(book->sheets.size() == 2);
    CHECK(book->collections.at("one") == std::set{1, 2, 3});
}

TEST_CASE_FIXTURE(Library, "proxy in a query: EXISTS over the members, nested ones too") {
    session.add(Book{.collections = {{"two", {8, 9}}}});
    session.flush();
    Statements seen(db);
    CHECK(session.select<Sheet>().where([](auto& s) { return s.values.contains(8); }).one()->key == "two");
    CHECK(session.select<Book>().where([](auto& b) { return b.collections.contains("two"); }).count() == 1);
    CHECK(session.select<Book>()
              .where([](auto& b) { return b.collections.any([](auto& values) { return values.contains(2); }); })
              .one() == book);
    CHECK(session.select<Sheet>()
              .where([](auto& s) { return s.values.none([](auto& value) { return value < 3; }); })
              .one()
              ->key == "two");
    CHECK(session.select<Sheet>().where([](auto& s) { return s.values.any(); }).count() == 2);
    CHECK(seen.text().find("EXISTS") != std::string::npos);
}

TEST_CASE("proxy: describe_all names it") {
    CHECK(has(describe_all<Book>(),
        {"  collections: proxy through sheets of Sheet::values\n",
            "  values: proxy through scores of Score::value\n"}));
}

TEST_CASE("proxy: it is one of its kind in the class that has the relationship") {
    CHECK(has(message<MappingError>([] { describe_all<Twice>(); }),
        {"Twice::first and Twice::second are the same proxy twice"}));
    CHECK(has(message<MappingError>([] { describe_all<Derived>(); }),
        {"Derived::values shows a relationship of a base class", "declare the proxy in the class that has"}));
}

TEST_CASE("proxy: as a private member of a described class") {
    const auto guarded = make(Guarded());
    guarded->values().insert({1, 2});
    CHECK(guarded->values() == std::set{1, 2});
}

TEST_CASE_FIXTURE(Library, "a pending member that loses its owner leaves the session with all that hangs on it") {
    book->collections["new"] = {1, 2};
    const auto gone = book->sheets.at("new");
    CHECK(session.contains(gone->scores.snapshot()[0]));
    book->sheets.erase("new");
    CHECK(!session.contains(gone));
    CHECK(!session.contains(gone->scores.snapshot()[0]));
    Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Library, "rolling back to a savepoint leaves what was only let go since then in memory") {
    CHECK(sheet->values.size() == 3);
    session.begin_nested();
    book->sheets.clear();
    session.rollback_nested();
    Statements seen(db);
    CHECK(sheet->values.size() == 3);
    CHECK(seen.count() == 0);
    CHECK(book->sheets.at("one") == sheet);
    session.commit();
    CHECK(rows<Score>() == 3);
}

TEST_CASE_FIXTURE(Library, "assigning a collection does not ask who stays whether it could enter") {
    const auto deleted = sheet->scores.snapshot()[0];
    session.erase(deleted);
    session.flush();
    CHECK(sheet->scores.contains(deleted));
    sheet->scores = {deleted, make(Score{.value = 7})};
    CHECK(sheet->scores.size() == 2);
}

} // namespace proxy_set_test
