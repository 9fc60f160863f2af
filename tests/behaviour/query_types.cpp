// SPDX-License-Identifier: MIT
// What a query calculates has the type, and the places, of what it is calculated from.
#include <athanor/athanor.hpp>
#include <athanor/chrono.hpp>
#include <athanor/decimal.hpp>
#include <doctest/doctest.h>

namespace query_types {
using namespace athanor;
using namespace std::chrono;
using Money = Decimal<10, 2>;

struct Item {
    Key<int> id;
    Mapped<Money> price;
    Mapped<std::optional<Money>> discount;
    Mapped<std::optional<Decimal<6, 4>>> rate;
    Mapped<sys_seconds> valid_to;
    Mapped<std::optional<sys_time<milliseconds>>> sold;
    Mapped<sys_days> day;
};

struct Shop {
    static constexpr sys_seconds end{sys_days(year(9999) / 12 / 31)};
    Engine db{"sqlite://"};
    Session session{db};
    from<Item> item;
    Shop() {
        create_all<Item>(db);
        for (int i = 0; i < 3; ++i)
            session.add(Item{.price = Money("0.10"), .valid_to = end, .day = sys_days(year(2024) / 5 / 1)});
        session.commit();
    }
    std::int64_t count(const Expr<bool>& condition) { return session.select(item).where(condition).count(); }
    double price() { return session.execute("SELECT price FROM item").rows.at(0).at(0).real(); }
};

TEST_CASE("query types: an UPDATE of many rows stores decimals with their places only") {
    Shop shop;
    const auto& item = shop.item;
    CHECK(shop.session.update(item).set(item->price, item->price * 3).execute() == 3);
    CHECK(shop.price() == 0.3);
    CHECK(shop.count(item->price == Money("0.30")) == 3);
    CHECK(shop.session.update(item).set(item->price, item->price * 1.19).execute() == 3);
    CHECK(shop.price() == 0.36);
    CHECK(shop.session.update<Item>().set<&Item::price>([](auto& i) { return i.price / 7; }).execute() == 3);
    CHECK(shop.price() == 0.05);
    CHECK(shop.session.select<Item>().first()->price == Money("0.05"));
}

TEST_CASE("query types: what is calculated from decimals equals a decimal") {
    Shop shop;
    const auto& item = shop.item;
    CHECK(shop.count(item->price * 3 == Money("0.30")) == 3);
    CHECK(shop.count(Money("0.30") == item->price * 3) == 3);
    CHECK(shop.count(between(item->price * 3, Money("0.20"), Money("0.30"))) == 3);
    CHECK(shop.count(item->price * 1.19 == Money("0.12")) == 0); // it is 0.119
    CHECK(shop.session.select(count(item)).having(sum(item->price) == Money("0.30")).scalar() == 3);
}

TEST_CASE("query types: decimals stay decimals") {
    Shop shop;
    const auto& item = shop.item;
    const std::optional<Money> total = shop.session.select(sum(item->price)).scalar();
    CHECK(total == Money("0.30"));
    CHECK(shop.session.select(max_of(item->price)).scalar() == Money("0.10"));
    CHECK(shop.session.select(coalesce(item->discount, item->price)).first() == Money("0.10"));
    CHECK(shop.session.select(coalesce(item->discount, 1)).first() == Money(1));
    CHECK(shop.session.select(coalesce(item->rate, item->price)).first() == Decimal<12, 4>("0.10"));
    CHECK(shop.session.select(case_(when(item->id > 0, item->price), otherwise(Money(1)))).first() == Money("0.10"));
    CHECK(shop.session.select(sum(item->price) * 2).scalar() == 0.6); // calculated
    CHECK(shop.session.select(avg(item->price)).scalar().value() == doctest::Approx(0.1));
}

TEST_CASE("query types: points of time keep their unit, and dates what they are counted in") {
    Shop shop;
    const auto& item = shop.item;
    CHECK(shop.session.select(max_of(item->valid_to)).scalar() == Shop::end);
    CHECK(shop.session.select(coalesce(item->valid_to, item->valid_to)).first() == Shop::end);
    CHECK(shop.session.select(case_(when(item->id > 0, item->valid_to))).first() == Shop::end);
    const std::optional<sys_time<milliseconds>> sold =
        shop.session.select(coalesce(item->sold, item->valid_to)).first();
    CHECK(sold == Shop::end);
    const std::optional<sys_days> day = shop.session.select(min_of(item->day)).scalar();
    CHECK(day == sys_days(year(2024) / 5 / 1));
}

} // namespace query_types
