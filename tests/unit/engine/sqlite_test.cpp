// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "unit/engine/sqlite_support.hpp"
#include <cmath>
#include <doctest/doctest.h>

namespace sqlite_test {
using namespace sqlite_support;

TEST_CASE_FIXTURE(Memory, "every kind of value comes back as it went in, NUL bytes and emptiness included") {
    const std::string nul("a\0b", 3);
    for (const Value& value :
        {Value(), Value(std::int64_t{-9223372036854775807 - 1}), Value(1.5), Value(-0.0), Value(nul), Value(""),
            Value(std::string_view()), Value::blob(nul), Value::blob(""), Value("h\xc3\xa9"), Value("\xff")}) {
        const auto back = row(connection, "SELECT ?", {value});
        REQUIRE(back.size() == 1);
        CHECK(back[0] == value);
    }
}

TEST_CASE_FIXTURE(Memory, "NaN is refused instead of becoming NULL") {
    CHECK_THROWS_AS(row(connection, "SELECT ?", {Value(std::nan(""))}), ValueError);
}

TEST_CASE_FIXTURE(Memory, "changes and generated keys are told") {
    CHECK(connection.execute("INSERT INTO t (x) VALUES (1), (2), (3)").changes() == 3);
    CHECK(connection.last_insert_id() == 3);
    auto returning = connection.execute("INSERT INTO t (x) VALUES (4) RETURNING id");
    CHECK(returning.column_name(0) == "id");
    CHECK(returning.next());
    CHECK_FALSE(returning.next());
    CHECK(returning.changes() == 1);
    CHECK(connection.execute("UPDATE t SET x = 0 WHERE id > 2").changes() == 2);
    CHECK(connection.execute("CREATE TABLE u (id)").changes() == 0);
    CHECK(connection.execute("SELECT 1").changes() == 0);
}

TEST_CASE_FIXTURE(Memory, "errors are of the kind their code means and say what to do") {
    connection.execute("INSERT INTO t (y) VALUES (1)");
    const auto twice = message<IntegrityError>([&] { connection.execute("INSERT INTO t (y) VALUES (1)"); });
    CHECK(has(twice, "sqlite: UNIQUE constraint failed: t.y (SQLITE_CONSTRAINT_UNIQUE, 2067)"));
    CHECK(has(twice, "while executing: INSERT INTO t (y) VALUES (1)"));
    CHECK(has(message<OperationalError>([&] { connection.execute("SELECT * FROM u"); }), "create_all()"));
    CHECK(has(message<OperationalError>([&] { connection.execute("SELECT z FROM t"); }), "migration"));
    connection.execute_script("CREATE TABLE child (t_id NOT NULL REFERENCES t, CHECK (t_id > 0))");
    for (const auto* wrong : {"7", "NULL", "-1"})
        CHECK_THROWS_AS(connection.execute(std::string("INSERT INTO child VALUES (") + wrong + ")"), IntegrityError);
    CHECK_THROWS_AS(connection.execute("INSERT INTO t (id) VALUES ('x')"), IntegrityError);
}

TEST_CASE("a file that cannot be opened is a connection error") {
    Engine db("sqlite:no/such/directory/x.db");
    CHECK(has(message<ConnectionError>([&] { db.connect(); }), "no/such/directory/x.db"));
    CHECK_THROWS_AS(Engine("sqlite:absent.db?mode=rw").connect(), ConnectionError);
    CHECK_THROWS_AS(Engine("sqlite://?journal_mode=wal").connect(), ConnectionError);
}

TEST_CASE_FIXTURE(Memory, "a quoted name that is no column is an error, not a text") {
    CHECK_THROWS_AS(connection.execute("SELECT \"nmae\" FROM t"), OperationalError);
}

TEST_CASE_FIXTURE(Memory, "one text holds one statement, and as many values as it has placeholders") {
    CHECK_THROWS_AS(connection.execute("SELECT 1; SELECT 2"), UsageError);
    CHECK_THROWS_AS(connection.execute("CREATE TABLE v (id); INSERT INTO v VALUES (1)"), UsageError);
    CHECK_THROWS_AS(connection.execute(" -- nothing"), UsageError);
    CHECK_THROWS_AS(connection.execute(std::string_view("SELECT 1\0, 2", 12)), ValueError);
    CHECK_THROWS_AS(connection.execute("SELECT ?"), UsageError);
    CHECK_NOTHROW(connection.execute("SELECT 1; -- that is all"));
}

TEST_CASE_FIXTURE(Memory, "a statement whose tables have changed shape fails once and then has the new shape") {
    connection.execute("INSERT INTO t (x) VALUES (1)");
    CHECK(row(connection, "SELECT * FROM t").size() == 3);
    connection.execute_script("ALTER TABLE t ADD COLUMN z");
    CHECK_THROWS_AS(row(connection, "SELECT * FROM t"), OperationalError);
    CHECK(row(connection, "SELECT * FROM t").size() == 4);
}

} // namespace sqlite_test
