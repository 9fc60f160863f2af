// SPDX-License-Identifier: MIT
// Objects that are deleted more than once, or come back after it, and what deleting brings into memory.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace deleted_again {
using namespace athanor;
using support::Statements;

struct Line;
struct Order {
    Key<int> id;
    Mapped<std::string> code;
    List<Line, owned> lines;
};
struct Line {
    Key<int> id;
    Mapped<std::optional<std::string>> sku;
    Mapped<std::optional<int>> order_id;
    One<Order, by("order_id")> order;
};
struct Node {
    Key<int> id;
    Mapped<std::optional<int>> parent_id;
    List<Node, cascade(all)> children;
    One<Node, by("parent_id")> parent;
};

struct Shop {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Order> order;
    Ref<Line> line;
    Shop() {
        create_all<Order>(db);
        create_all<Node>(db);
        order = session.add(Order{.code = "a", .lines = {make(Line{.sku = "x"})}});
        line = order->lines[0];
        session.commit();
    }
};

TEST_CASE_FIXTURE(
    Shop, "state: inserted, deleted and rolled back in one transaction, an object is called deleted ever after") {
    auto twice = session.add(Line{.sku = "y"});
    session.flush();
    session.erase(twice);
    session.flush();
    session.rollback();
    CHECK(state(twice) == State::transient);
    session.add(twice);
    CHECK(state(twice) == State::pending);
    session.commit();
    CHECK(state(twice) == State::deleted);
    CHECK(session.get<Line>(twice->id) == twice);
    CHECK_THROWS_AS(session.add(twice), UsageError);
    twice->sku = "z";
    session.commit();
    CHECK(session.select<Line>().where([](auto& l) { return l.sku == "z"; }).count() == 1);
    SUBCASE("a rollback that takes a deletion back clears it") {
        session.erase(twice);
        session.flush();
    }
    SUBCASE("… or a mark") { session.erase(twice); }
    session.rollback();
    CHECK(state(twice) == State::persistent);
}

TEST_CASE_FIXTURE(Shop, "delete: the cascade marks again what an earlier flush of the transaction has deleted") {
    CHECK(order->lines.size() == 1);
    session.erase(line);
    session.flush();
    session.erase(order);
    CHECK(deleted_objects(session).size() == 2);
    CHECK(session.contains(line));
    CHECK(state(line) == State::deleted);
    Statements seen(db);
    session.flush();
    CHECK(seen.count("DELETE", "line") == 1); // it meets no row
    CHECK(!session.contains(line));
    session.rollback();
    CHECK(state(line) == State::persistent);
    CHECK(state(order) == State::persistent);
    CHECK(order->lines.size() == 1);
}

TEST_CASE_FIXTURE(Shop, "delete: what is gone for good may be deleted again, which writes nothing") {
    session.erase(line);
    session.commit();
    REQUIRE(state(line) == State::detached);
    session.erase(line);
    CHECK(state(line) == State::deleted);
    CHECK(deleted_objects(session).size() == 1);
    SUBCASE("and is committed") {
        Statements seen(db);
        session.commit();
        CHECK(seen.writes() == 0);
    }
    SUBCASE("and is rolled back") { session.rollback(); }
    CHECK(state(line) == State::detached);
    CHECK(deleted_objects(session).empty());
    CHECK_THROWS_AS(session.add(line), UsageError);
}

TEST_CASE_FIXTURE(
    Shop, "delete: what the session has of an object's references is in memory after the flush that deletes it") {
    session.expire_all();
    session.begin_nested();
    CHECK(line->order_id == 1); // the column, not the reference
    CHECK(order->code == "a");
    session.erase(line);
    session.flush();
    session.rollback_nested();
    session.autoflush(false);
    Statements seen(db);
    CHECK(line->order == order);
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(Shop, "delete: an expired object whose row is gone is missed by the flush") {
    session.execute("DELETE FROM line");
    session.expire(line);
    session.erase(line);
    CHECK_THROWS_AS(session.flush(), ObjectDeletedError);
}

TEST_CASE_FIXTURE(Shop, "tree: a node that is deleted from between others brings its parent into memory") {
    auto top = session.add(Node{}), middle = make(Node{}), leaf = make(Node{});
    top->children.add(middle);
    middle->children.add(leaf);
    session.commit();
    session.expunge_all();
    auto found = session.get<Node>(middle->id);
    session.erase(found);
    session.flush();
    CHECK(session.identity_map_size() == 1);
}

TEST_CASE_FIXTURE(Shop, "rollback: a value that was expired alone is like one that was never set") {
    auto fresh = session.add(Line{.sku = "y"});
    session.flush();
    session.expire<&Line::sku>(fresh);
    session.rollback();
    session.add(fresh);
    session.commit();
    CHECK(fresh->sku == std::nullopt);
}

TEST_CASE_FIXTURE(Shop, "pop: one that finds nothing counts as a change of the owner all the same") {
    auto empty = session.add(Order{.code = "b"});
    session.commit();
    CHECK(empty->lines.empty());
    session.begin_nested();
    CHECK_THROWS_AS(empty->lines.pop(), IndexError);
    session.rollback_nested();
    CHECK(!is_loaded<&Order::code>(empty));
}

TEST_CASE_FIXTURE(Shop, "list: a member that is replaced by itself counts as changed") {
    CHECK(order->lines[0]->sku == "x");
    session.begin_nested();
    order->lines[0] = line;
    CHECK(!is_modified(line));
    session.rollback_nested();
    CHECK(!is_loaded<&Line::sku>(line));
}

TEST_CASE_FIXTURE(Shop, "one: what the query finds is brought up to date, also when it is too much") {
    for (int i = 0; i < 2; ++i) session.add(Line{});
    session.commit();
    session.expire_all();
    CHECK_THROWS_AS((void)session.select<Line>().one(), MultipleResultsError);
    Statements seen(db);
    CHECK(session.get<Line>(3)->id == 3);
    CHECK(seen.count() == 0);
}

} // namespace deleted_again
