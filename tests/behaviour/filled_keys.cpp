// SPDX-License-Identifier: MIT
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace filled_keys {
using namespace athanor;
struct Line;

struct Order {
    Key<int> id;
    List<Line> lines;
};
struct Line {
    Key<int> id;
    Mapped<std::optional<int>> order_id;
    One<Order, by("order_id")> order;
};

TEST_CASE("rollback: a key that a savepoint filled from an outer row is taken back with that row") {
    Engine db("sqlite://");
    create_all<Order>(db);
    Session session(db, unattached(skip));
    auto order = session.add(Order{});
    session.flush();
    session.begin_nested();
    auto line = make(Line{});
    line->order = order; // shown by the order, but never added
    session.flush();
    CHECK(line->order_id == 1);
    session.rollback_nested();
    session.rollback();
    CHECK(state(order) == State::transient);
    CHECK(line->order_id == std::nullopt);
}

} // namespace filled_keys
