// SPDX-License-Identifier: MIT
// A range-for over a chain of steps: every step gives its query by value, so nothing dangles.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <type_traits>

namespace query_iteration {
using namespace athanor;
using support::Statements;
struct Part;

struct Item {
    Key<int> id;
    Mapped<std::string> name;
    List<Part, owned> parts;
};
struct Part {
    Key<int> id;
    One<Item> item;
};

using Items = Query<Item>;
using Kept = const Items&;
template <class Step> constexpr bool by_value = std::is_same_v<Step, Items>;
using Condition = Expr<bool>;

static_assert(by_value<decltype(std::declval<Session&>().select<Item>())>);
static_assert(by_value<decltype(std::declval<Session&>().select(std::declval<const from<Item>&>()))>);
static_assert(by_value<decltype(std::declval<Items>().where(std::declval<Condition>()))>);
static_assert(by_value<decltype(std::declval<Kept>().where(std::declval<Condition>()))>);
static_assert(by_value<decltype(std::declval<Items>().order_by(std::declval<Condition>()))>);
static_assert(by_value<decltype(std::declval<Kept>().order_by(std::declval<Condition>()))>);
static_assert(by_value<decltype(std::declval<Items>().limit(1))>);
static_assert(by_value<decltype(std::declval<Kept>().limit(1))>);
static_assert(by_value<decltype(std::declval<Items>().offset(1))>);
static_assert(by_value<decltype(std::declval<Kept>().offset(1))>);
static_assert(by_value<decltype(std::declval<Items>().with<&Item::parts>())>);
static_assert(by_value<decltype(std::declval<Kept>().with<&Item::parts>())>);
static_assert(by_value<decltype(std::declval<Items>().populate_existing())>);
static_assert(by_value<decltype(std::declval<Kept>().populate_existing())>);

struct Stock {
    Engine db{"sqlite://"};
    Session session{db};
    Stock() {
        create_all<Item>(db);
        for (const char* name : {"a", "b", "c", "d"}) session.add(Item{.name = name});
        session.commit();
        session.expunge_all();
    }
};

TEST_CASE_FIXTURE(Stock, "query: a range-for over a chain of temporaries runs one SELECT") {
    const Statements seen(db);
    std::string names;
    for (auto item : session.select<Item>()
                         .where([](auto& i) { return i.name > "a"; })
                         .order_by([](auto& i) { return desc(i.name); })
                         .offset(1)
                         .limit(2))
        names += item->name;
    CHECK(names == "cb");
    CHECK(seen.count("SELECT") == 1);
}

TEST_CASE_FIXTURE(Stock, "query: handles stay valid when the query has gone and while rows are added") {
    std::vector<Ref<Item>> kept;
    for (auto item : session.select<Item>().order_by([](auto& i) { return asc(i.id); })) {
        kept.push_back(item);
        session.add(Item{.name = item->name + "2"});
        session.flush();
    }
    REQUIRE(kept.size() == 4);
    CHECK(kept[3]->name == "d");
    CHECK(session.select<Item>().count() == 8);
}

TEST_CASE_FIXTURE(Stock, "query: loops nest, and inner ones give the same objects") {
    int same = 0;
    for (auto outer : session.select<Item>())
        for (auto inner : session.select<Item>()) same += outer == inner;
    CHECK(same == 4);
}

TEST_CASE_FIXTURE(Stock, "query: a kept query is not changed by a step, and runs anew each time") {
    const auto all = session.select<Item>();
    const auto few = all.limit(1);
    CHECK(all.all().size() == 4);
    CHECK(few.all().size() == 1);
    session.add(Item{.name = "e"});
    CHECK(all.all().size() == 5);
}

TEST_CASE_FIXTURE(Stock, "query: the expression of an alias outlives the alias") {
    auto query = [&] {
        from<Item> i;
        return session.select(i).where(i->name == std::string("c"));
    }();
    REQUIRE(query.all().size() == 1);
    CHECK(query.one()->name == "c");
}

TEST_CASE_FIXTURE(Stock, "query: a collection can change while its snapshot is iterated") {
    auto item = session.add(Item{.name = "x", .parts = {make(Part{}), make(Part{}), make(Part{})}});
    session.flush();
    std::size_t met = 0;
    for (auto part : item->parts.snapshot()) {
        ++met;
        if (met == 1) item->parts.add(Part{});
        CHECK(part->item == item);
    }
    CHECK(met == 3);
    CHECK(item->parts.size() == 4);
}

} // namespace query_iteration
