// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "unit/engine/sqlite_support.hpp"
#include <cstdio>
#include <doctest/doctest.h>
#include <thread>

namespace sessions_test {
using namespace sqlite_support;

TEST_CASE_FIXTURE(Memory, "two sessions in memory see the same data, but not what is not committed") {
    auto other = db.connect();
    connection.begin();
    connection.execute("INSERT INTO t (x) VALUES (1)");
    CHECK(has(message<TimeoutError>([&] { count(other); }), "busy_timeout"));
    connection.commit();
    CHECK(count(other) == 1);
    connection.begin();
    connection.execute("DELETE FROM t");
    connection.rollback();
    CHECK(count(other) == 1);
    CHECK(row(other, "PRAGMA foreign_keys")[0].integer() == 1);
}

TEST_CASE_FIXTURE(Memory, "the data of a database in memory lives as long as its engine, and is its own") {
    connection.execute("INSERT INTO t (x) VALUES (1)");
    connection = Engine("sqlite://").connect();
    CHECK_THROWS_AS(count(connection), OperationalError);
    auto again = db.connect();
    CHECK(count(again) == 1);
}

TEST_CASE("a private database in memory has one connection and says so") {
    Engine db("sqlite://?private=1");
    {
        auto connection = db.connect();
        connection.execute_script("CREATE TABLE t (id)");
        const auto text = message<OperationalError>([&] { db.connect(); });
        CHECK(has(text, "the only connection to sqlite://?private=1 in use"));
        CHECK(has(text, "leave the option private out"));
    }
    auto again = db.connect();
    CHECK(count(again) == 0);
}

TEST_CASE_FIXTURE(Memory, "a connection given back in a transaction is rolled back") {
    {
        auto other = db.connect();
        other.begin();
        other.execute("INSERT INTO t (x) VALUES (1)");
    }
    auto next = db.connect();
    CHECK_FALSE(next.in_transaction());
    CHECK(count(next) == 0);
}

TEST_CASE("a waiting writer goes on when the other one commits within the busy timeout") {
    Engine patient("sqlite:busy_test.db?busy_timeout=60000&synchronous=off&transaction=immediate");
    auto first = patient.connect();
    first.execute_script("DROP TABLE IF EXISTS t; CREATE TABLE t (id INTEGER PRIMARY KEY)");
    first.begin();
    std::thread second([&] {
        auto own = patient.connect();
        own.begin();
        own.execute("INSERT INTO t VALUES (2)");
        own.commit();
    });
    first.execute("INSERT INTO t VALUES (1)");
    first.commit();
    second.join();
    CHECK(count(first) == 2);
    first.execute_script("DROP TABLE t");
    CHECK(std::remove("busy_test.db") == 0);
}

TEST_CASE("threads share an engine") {
    Engine patient("sqlite://?transaction=immediate&busy_timeout=60000");
    patient.connect().execute_script("CREATE TABLE t (id INTEGER PRIMARY KEY, x)");
    const auto work = [&] {
        for (int i = 0; i < 50; ++i) {
            auto own = patient.connect();
            own.begin();
            own.execute("INSERT INTO t (x) VALUES (1)");
            own.commit();
        }
    };
    std::thread a(work), b(work);
    a.join();
    b.join();
    auto own = patient.connect();
    CHECK(count(own) == 100);
}

TEST_CASE_FIXTURE(Memory, "interrupt is harmless when nothing runs") {
    connection.interrupt();
    CHECK(count(connection) == 0);
}

} // namespace sessions_test
