// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/engine/pool.hpp"
#include <doctest/doctest.h>
#include <string>

namespace cache_test {
using namespace athanor;
using namespace athanor::kernel;

struct Counts {
    int prepared = 0, finalized = 0, resets = 0;
};

// A statement with two rows, or none where its text begins with "x".
struct FakeStatement : PreparedStatement {
    FakeStatement(Counts& total, bool rows) : counts(total), columns(rows ? 1 : 0) { ++counts.prepared; }
    ~FakeStatement() override { ++counts.finalized; }
    void bind(const Cell*, std::size_t count) override {
        if (count == 9) throw OperationalError("no", "fake", 1);
    }
    bool step(Cell* row) override {
        if (columns == 0 || at == 2) return false;
        row[0] = Cell::of(static_cast<std::int64_t>(++at));
        return true;
    }
    std::size_t column_count() const override { return columns; }
    std::string_view column_name(std::size_t) const override { return "n"; }
    std::int64_t changes() const override { return 1; }
    void reset() noexcept override {
        ++counts.resets;
        at = 0;
    }
    Counts& counts;
    std::size_t columns;
    int at = 0;
};

struct FakeConnection : DriverConnection {
    explicit FakeConnection(Counts& total) : counts(total) {}
    std::unique_ptr<PreparedStatement> prepare(std::string_view sql) override {
        return std::make_unique<FakeStatement>(counts, !sql.starts_with("x"));
    }
    void execute(std::string_view) override {}
    bool in_transaction() const noexcept override { return false; }
    Counts& counts;
};

struct FakeSyntax : Syntax {
    std::string_view dialect() const override { return "fake"; }
    Capabilities capabilities() const override { return {}; }
    void type(std::string&, const TableColumn&) const override {}
    void generated(std::string&, const TableColumn&) const override {}
};

struct FakeDriver : Driver {
    explicit FakeDriver(Counts& total) : counts(total) {}
    const Syntax& syntax() const noexcept override { return fake_syntax; }
    std::unique_ptr<DriverConnection> connect() override { return std::make_unique<FakeConnection>(counts); }
    std::size_t max_connections() const noexcept override { return 2; }
    FakeSyntax fake_syntax;
    Counts& counts;
};

struct Fixture {
    Counts counts;
    std::shared_ptr<Pool> pool = std::make_shared<Pool>(Url::parse("fake:x"), std::make_unique<FakeDriver>(counts));
};

StatementKey key(std::uint64_t n) { return StatementKey({1, n}); }

TEST_CASE_FIXTURE(Fixture, "a key is compiled and prepared once") {
    auto connection = pool->connect();
    int texts = 0;
    for (int i = 0; i < 5; ++i) {
        auto cursor = connection.execute(key(7), [&] {
            ++texts;
            return std::string("select");
        });
        int rows = 0;
        while (cursor.next()) ++rows;
        CHECK(rows == 2);
        CHECK_FALSE(cursor.next());
    }
    CHECK(texts == 1);
    CHECK(counts.prepared == 1);
    CHECK(counts.resets == 5);
}

TEST_CASE_FIXTURE(Fixture, "a statement in use is prepared a second time for this run") {
    auto connection = pool->connect();
    const auto text = [] { return std::string("select"); };
    {
        auto outer = connection.execute(key(1), text);
        REQUIRE(outer.next());
        auto inner = connection.execute(key(1), text);
        REQUIRE(inner.next());
        CHECK(inner.next());
        CHECK(outer.row()[0].integer == 1);
        CHECK(counts.prepared == 2);
    }
    CHECK(counts.finalized == 1);
    auto again = connection.execute(key(1), text);
    CHECK(counts.prepared == 2);
}

TEST_CASE_FIXTURE(Fixture, "the least recently used statement goes first, one in use never") {
    auto connection = pool->connect();
    connection.cache_limit(2);
    const auto text = [] { return std::string("select"); };
    auto used = connection.execute(key(1), text);
    connection.execute(key(2), text);
    connection.execute(key(3), text); // 2 goes, because 1 is in use
    CHECK(counts.finalized == 1);
    REQUIRE(used.next());
    connection.execute(key(3), text);
    CHECK(counts.prepared == 3);
    connection.execute(key(2), text);
    CHECK(counts.prepared == 4);
}

TEST_CASE_FIXTURE(Fixture, "raw text is found by its text and never taken for a key") {
    auto connection = pool->connect();
    connection.execute("select 1");
    connection.execute("select 1");
    CHECK(counts.prepared == 1);
    connection.execute(key(1), [] { return std::string("select 1"); });
    CHECK(counts.prepared == 2);
}

TEST_CASE_FIXTURE(Fixture, "a statement that failed is prepared anew") {
    auto connection = pool->connect();
    const Cell cells[9] = {};
    CHECK_THROWS_AS(connection.execute("x", cells, 9), OperationalError);
    CHECK(counts.finalized == 1);
    connection.execute("x");
    CHECK(counts.prepared == 2);
}

TEST_CASE_FIXTURE(Fixture, "rows of parameters are looped over where a driver has no array binding") {
    auto connection = pool->connect();
    const Cell cells[6] = {};
    CHECK(connection.execute_rows(
              key(1), [] { return std::string("x"); }, cells, 2, 3) == 3);
    CHECK(counts.prepared == 1);
}

TEST_CASE_FIXTURE(Fixture, "connections come back to the pool with their statements") {
    pool->connect().execute("select 1");
    CHECK(pool->idle() == 1);
    pool->connect().execute("select 1");
    CHECK(counts.prepared == 1);
}

TEST_CASE_FIXTURE(Fixture, "a cursor may outlive its connection") {
    auto cursor = pool->connect().execute("select 1");
    CHECK(pool->idle() == 0);
    CHECK(cursor.next());
    { const auto gone = std::move(cursor); }
    CHECK(pool->idle() == 1);
}

TEST_CASE_FIXTURE(Fixture, "more connections than there may be is an error that says so") {
    auto a = pool->connect();
    auto b = pool->connect();
    CHECK_THROWS_WITH_AS(
        pool->connect(), "fake: all 2 connections to fake:x in use; end another session first", OperationalError);
}

TEST_CASE_FIXTURE(Fixture, "moved connections and cursors give back once") {
    auto a = pool->connect();
    auto b = std::move(a);
    auto one = b.execute("select 1");
    auto two = b.execute("select 2");
    one = std::move(two);
    CHECK(one.sql() == "select 2");
    b = pool->connect();
}

} // namespace cache_test
