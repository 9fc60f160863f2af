// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/engine/engine.hpp"
#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <vector>

namespace listening_test {
using namespace athanor;
using kernel::StatementKey;

struct Fixture {
    Engine db{"sqlite://"};
    kernel::Connection connection = db.connect();
    Cell params[2] = {Cell::of(std::int64_t{1}), Cell::of(std::string_view("ed"))};
    Fixture() { connection.execute_script("CREATE TABLE t (id INTEGER PRIMARY KEY, x UNIQUE)"); }
    void insert() { connection.execute("INSERT INTO t\nVALUES (?, ?)", params, 2); }
};

TEST_CASE_FIXTURE(Fixture, "the echo has one line for each statement and hides parameters") {
    std::ostringstream out;
    db.echo(out);
    connection.begin();
    insert();
    connection.savepoint("a");
    connection.release("a");
    connection.commit();
    connection.execute("SELECT ?", params, 1);
    db.echo_off();
    connection.execute("SELECT 2");
    CHECK(out.str() ==
        "BEGIN\nINSERT INTO t VALUES (?, ?) [2 parameters]\nSAVEPOINT a\nRELEASE SAVEPOINT a\nCOMMIT\n"
        "SELECT ? [1 parameter]\n");
}

TEST_CASE_FIXTURE(Fixture, "parameters are shown in echo and errors when asked for") {
    std::vector<std::string> lines;
    db.echo([&](std::string_view line) { lines.emplace_back(line); });
    insert();
    db.show_parameters(true);
    std::string text;
    try {
        insert();
    } catch (const IntegrityError& error) {
        text = error.what();
    }
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] == "INSERT INTO t VALUES (?, ?) [2 parameters]");
    CHECK(lines[1] == "INSERT INTO t VALUES (?, ?) [1, 'ed']");
    CHECK(text.find("[1, 'ed']") != text.npos);
}

TEST_CASE_FIXTURE(Fixture, "errors hide parameters unless told otherwise") {
    insert();
    try {
        insert();
        FAIL("no error");
    } catch (const IntegrityError& error) {
        CHECK(std::string(error.what()).find("'ed'") == std::string::npos);
    }
}

TEST_CASE_FIXTURE(Fixture, "many rows are one line and one event") {
    std::vector<std::string> lines;
    db.echo([&](std::string_view line) { lines.emplace_back(line); });
    std::size_t rows = 0;
    std::int64_t changes = 0;
    const auto handle = db.observe([&](const StatementEvent& event) {
        rows = event.rows;
        changes = event.changes;
    });
    std::vector<Cell> cells;
    for (std::int64_t i = 0; i < 12; ++i) cells.push_back(Cell::of(i));
    const auto text = [] { return std::string("INSERT INTO t VALUES (?, NULL)"); };
    CHECK(connection.execute_rows(StatementKey({1}), text, cells.data(), 1, 12) == 12);
    CHECK(rows == 12);
    CHECK(changes == 12);
    CHECK(lines.at(0) == "INSERT INTO t VALUES (?, NULL) [12 rows of 1 parameter]");
}

TEST_CASE_FIXTURE(Fixture, "observers are told verb, text and outcome until they disconnect") {
    std::vector<std::string> events;
    const auto note = [&](const StatementEvent& event) {
        events.push_back(std::string(event.verb) + " " + std::to_string(event.params) + " " +
            std::to_string(event.changes) + (event.failed ? " failed" : ""));
    };
    {
        const auto handle = db.observe(note);
        connection.begin();
        insert();
        CHECK_THROWS_AS(insert(), IntegrityError);
        connection.execute("-- all\nselect * from t");
        connection.rollback();
    }
    connection.execute("SELECT 1");
    CHECK(events ==
        std::vector<std::string>{"BEGIN 0 0", "INSERT 2 1", "INSERT 2 0 failed", "select 0 -1", "ROLLBACK 0 0"});
}

TEST_CASE("an observation may outlive its engine") {
    Observation handle;
    {
        Engine db("sqlite://");
        handle = db.observe([](const StatementEvent&) {});
    }
    handle.disconnect();
    handle.disconnect();
}

TEST_CASE("a connection may outlive its engine, and an engine may move") {
    auto db = std::make_unique<Engine>("sqlite://");
    Engine moved = std::move(*db);
    db.reset();
    auto connection = moved.connect();
    { const Engine gone = std::move(moved); }
    CHECK(connection.execute("SELECT 1").next());
    CHECK(connection.syntax().dialect() == "sqlite");
}

} // namespace listening_test
