// SPDX-License-Identifier: MIT
// Keys that the database does not make: texts, several columns, foreign keys.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace keys {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
struct City;
struct Line;
struct Claim;

struct Country {
    Key<std::string> code;
    Mapped<std::string> name;
    List<City, owned> cities;
};
struct City {
    Key<int> id;
    Mapped<std::string> name;
    One<Country> country;
};
struct Order {
    static constexpr auto table = athanor::table("orders");
    Key<std::string> site;
    Key<int> number;
    Mapped<std::string> customer;
    List<Line, owned> lines;
};
struct Line {
    Key<int> id;
    Mapped<std::string> text;
    One<Order> order;
    Set<Claim> claims;
};
struct Claim {
    Key<std::string> name;
    Set<Line> lines;
};

struct World {
    Engine db{"sqlite://"};
    Session session{db};
    World() {
        create_all<Country>(db);
        create_all<Order>(db);
    }
};

TEST_CASE_FIXTURE(World, "keys: a text is a key, and references follow it") {
    session.add(
        Country{.code = "it", .name = "Italy", .cities = {make(City{.name = "Rome"}), make(City{.name = "Bari"})}});
    session.commit();
    session.expunge_all();
    auto italy = session.get<Country>("it");
    REQUIRE(italy);
    const Statements seen(db);
    CHECK(session.get<Country>(std::string("it")) == italy);
    CHECK(seen.count() == 0);
    CHECK(session.get<City>(1)->country == italy);
    CHECK(seen.count() == 1);
    CHECK(italy->cities.size() == 2);
    CHECK(session.select<City>().where([](auto& c) { return c.country->code == "it"; }).count() == 2);
    CHECK(session.get<Country>("IT") == nullptr);
}

TEST_CASE_FIXTURE(World, "keys: two columns are a key, and so are references of two columns") {
    session.add(Order{.site = "north", .number = 1, .customer = "ann", .lines = {make(Line{.text = "a"})}});
    session.add(Order{
        .site = "south", .number = 1, .customer = "ben", .lines = {make(Line{.text = "b"}), make(Line{.text = "c"})}});
    session.commit();
    session.expunge_all();
    auto south = session.get<Order>("south", 1);
    REQUIRE(south);
    CHECK(south->customer == "ben");
    CHECK(south->lines.size() == 2);
    CHECK(session.get<Line>(1)->order->customer == "ann");
    CHECK(session.get<Order>("north", 2) == nullptr);
    const auto lines = session.select<Line>().with<&Line::order>().all();
    const Statements seen(db);
    for (auto line : lines) CHECK(!line->order->customer.get().empty());
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(World, "keys: members move between owners with keys of two columns") {
    auto north = session.add(Order{.site = "north", .number = 1, .lines = {make(Line{.text = "a"})}});
    auto south = session.add(Order{.site = "south", .number = 1});
    session.commit();
    south->lines.add(north->lines[0]);
    const Statements seen(db);
    session.commit();
    INFO(seen.text());
    CHECK(seen.writes() == 1);
    session.expunge_all();
    CHECK(session.get<Order>("south", 1)->lines.size() == 1);
    CHECK(session.get<Order>("north", 1)->lines.empty());
}

TEST_CASE_FIXTURE(World, "keys: links between integer and text keys") {
    auto late = make(Claim{.name = "late"});
    session.add(Order{.site = "n", .number = 1, .lines = {make(Line{.claims = {late}}), make(Line{.claims = {late}})}});
    session.commit();
    session.expunge_all();
    CHECK(session.get<Claim>("late")->lines.size() == 2);
}

TEST_CASE_FIXTURE(World, "keys: an object with a key of two columns is updated and deleted alone") {
    auto north = session.add(Order{.site = "north", .number = 1, .customer = "ann"});
    session.add(Order{.site = "north", .number = 2, .customer = "ann"});
    session.add(Order{.site = "south", .number = 1, .customer = "ann"});
    session.commit();
    north->customer = "eve";
    session.commit();
    CHECK(session.execute("SELECT count(*) FROM orders WHERE customer = 'eve'").rows[0][0].integer() == 1);
    session.erase(north);
    session.commit();
    CHECK(session.select<Order>().count() == 2);
}

TEST_CASE_FIXTURE(World, "keys: a key that nobody set is refused before any SQL, by name") {
    session.add(Country{.name = "nowhere"});
    const Statements seen(db);
    const std::string text = message<UsageError>([&] { session.flush(); });
    CHECK_MESSAGE(has(text, {"Country (new)", "Country::code", "set it"}), text);
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(World, "keys: a number set by the program is used instead of a generated one") {
    session.add(City{.id = 42, .name = "x"});
    auto next = session.add(City{.name = "y"});
    session.commit();
    CHECK(session.get<City>(42)->name == "x");
    CHECK(next->id != 42);
    CHECK(session.select<City>().count() == 2);
}

TEST_CASE_FIXTURE(World, "keys: get with the wrong number of keys is an error that says how many") {
    const std::string text = message<UsageError>([&] { session.get<Order>("north"); });
    CHECK_MESSAGE(has(text, {"Order", "2", "1"}), text);
}

TEST_CASE_FIXTURE(World, "keys: a key that is changed moves its row") {
    auto italy = session.add(Country{.code = "it", .name = "Italy"});
    session.commit();
    italy->code = "ita";
    session.commit();
    CHECK(session.get<Country>("ita") == italy);
    CHECK(session.get<Country>("it") == nullptr);
    CHECK(session.select<Country>().count() == 1);
}

} // namespace keys
