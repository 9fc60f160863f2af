// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "unit/engine/sqlite_support.hpp"
#include <doctest/doctest.h>

namespace transaction_test {
using namespace sqlite_support;

TEST_CASE_FIXTURE(Memory, "rollback and savepoints take back what came after them") {
    connection.begin();
    connection.execute("INSERT INTO t (x) VALUES (1)");
    connection.savepoint("inner_1");
    connection.execute("INSERT INTO t (x) VALUES (2)");
    connection.rollback_to("inner_1");
    connection.release("inner_1");
    CHECK(count(connection) == 1);
    connection.commit();
    connection.begin();
    connection.execute("DELETE FROM t");
    connection.rollback();
    CHECK(count(connection) == 1);
    CHECK_FALSE(connection.in_transaction());
}

TEST_CASE_FIXTURE(Memory, "commands of a transaction are refused where they make no sense") {
    CHECK_THROWS_AS(connection.commit(), UsageError);
    CHECK_THROWS_AS(connection.savepoint("a"), UsageError);
    CHECK_NOTHROW(connection.rollback());
    connection.begin();
    CHECK_THROWS_AS(connection.begin(), UsageError);
    CHECK_THROWS_AS(connection.savepoint("a b"), UsageError);
    CHECK_THROWS_AS(connection.release("a"), OperationalError);
}

TEST_CASE_FIXTURE(Memory, "a transaction that the database rolled back takes no statement and no commit") {
    connection.execute("INSERT INTO t (y) VALUES (1)");
    connection.begin();
    connection.execute("INSERT INTO t (y) VALUES (2)");
    CHECK_THROWS_AS(connection.execute("INSERT OR ROLLBACK INTO t (y) VALUES (1)"), IntegrityError);
    CHECK_THROWS_AS(connection.execute("INSERT INTO t (y) VALUES (3)"), OperationalError);
    CHECK(has(message<OperationalError>([&] { connection.commit(); }), "already rolled back"));
    CHECK_THROWS_AS(connection.savepoint("a"), OperationalError);
    connection.rollback();
    CHECK(count(connection) == 1);
}

TEST_CASE_FIXTURE(Memory, "a transaction ended by text is noticed") {
    connection.begin();
    connection.execute_script("ROLLBACK");
    CHECK_THROWS_AS(connection.commit(), OperationalError);
    connection.rollback();
    connection.begin();
    connection.execute("COMMIT");
    CHECK_THROWS_AS(connection.execute("SELECT 1"), OperationalError);
}

TEST_CASE_FIXTURE(Memory, "a failed commit leaves the transaction open to be mended or rolled back") {
    connection.execute_script("CREATE TABLE child (t_id REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
    connection.begin();
    connection.execute("INSERT INTO child VALUES (5)");
    CHECK_THROWS_AS(connection.commit(), IntegrityError);
    CHECK(connection.in_transaction());
    connection.execute("INSERT INTO t (id) VALUES (5)");
    connection.commit();
    CHECK(count(connection) == 1);
}

} // namespace transaction_test
