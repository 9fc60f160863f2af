// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace raw_sql {
using namespace athanor;
using support::Statements;

struct Item {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<std::optional<double>> price;
};

struct Stock {
    Engine db{"sqlite://"};
    Session session{db};
    Stock() {
        create_all<Item>(db);
        session.add(Item{.name = "a", .price = 1.5});
        session.add(Item{.name = "b"});
        session.commit();
    }
};

TEST_CASE_FIXTURE(Stock, "raw SQL: rows come with the names of their columns") {
    const auto found = session.execute("SELECT name, price AS cost FROM item WHERE id > ? ORDER BY id", 0);
    CHECK(found.columns == std::vector<std::string>{"name", "cost"});
    REQUIRE(found.rows.size() == 2);
    CHECK(found.rows[0][0].text() == "a");
    CHECK(found.rows[0][1].real() == 1.5);
    CHECK(found.rows[1][1].is_null());
}

TEST_CASE_FIXTURE(Stock, "raw SQL: parameters of every kind, and attributes of objects") {
    auto a = session.get<Item>(1);
    const auto row = session.execute("SELECT ?, ?, ?, ?, ?", 7, 2.5, "text", std::string("more"), a->name).rows.at(0);
    CHECK(row[0].integer() == 7);
    CHECK(row[1].real() == 2.5);
    CHECK(row[2].text() == "text");
    CHECK(row[3].text() == "more");
    CHECK(row[4].text() == "a");
}

TEST_CASE_FIXTURE(Stock, "raw SQL: it runs in the transaction of the session") {
    CHECK(session.execute("UPDATE item SET price = 2").changes == 2);
    session.rollback();
    CHECK(session.get<Item>(1)->price == 1.5);
    session.execute("DELETE FROM item WHERE id = ?", 2);
    session.commit();
    Session other(db);
    CHECK(other.select<Item>().count() == 1);
}

TEST_CASE_FIXTURE(Stock, "raw SQL: emits exactly that and tells no object") {
    auto a = session.get<Item>(1);
    a->name = "changed";
    const Statements seen(db);
    session.execute("UPDATE item SET price = 9");
    CHECK(seen.count() == 1);
    CHECK(a->price == 1.5);
    session.expire(a);
    CHECK(a->price == 9);
}

TEST_CASE_FIXTURE(Stock, "raw SQL: too few parameters are an error") {
    CHECK_THROWS_AS(session.execute("SELECT ?, ?", 1), Error);
    CHECK(session.execute("SELECT 1").rows.size() == 1);
}

TEST_CASE_FIXTURE(Stock, "raw SQL: objects are not made of columns whose name comes twice") {
    const std::string why = support::message<UsageError>(
        [&] { (void)session.from_sql<Item>("SELECT a.*, b.* FROM item a JOIN item b ON a.id < b.id"); });
    CHECK(support::has(why, {"several columns id", "an object of Item", "another name with AS"}));
    CHECK(session.from_sql<Item>("SELECT id, name, price, 1 AS x, 2 AS x FROM item").size() == 2);
}

} // namespace raw_sql
