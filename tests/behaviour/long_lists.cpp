// SPDX-License-Identifier: MIT
// A list of many values says what one of few says.
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <limits>

namespace long_lists {
using namespace athanor;
using Bytes = std::vector<std::byte>;

struct Thing {
    Key<int> id;
    Mapped<std::optional<int>> number;
    Mapped<std::optional<Bytes>> bytes;
    Mapped<std::string> text;
    Mapped<double> real;
};

struct Shop {
    Engine db{"sqlite://"};
    Session session{db};
    from<Thing> thing;
    Shop() {
        create_all<Thing>(db);
        session.add(Thing{.number = 1, .bytes = Bytes{}, .text = std::string("a\0b", 3), .real = 1.5});
        session.add(Thing{.number = 2, .bytes = Bytes{std::byte{1}}, .text = "a", .real = infinite});
        session.add(Thing{.text = "b", .real = -2});
        session.commit();
    }
    std::int64_t count(const Expr<bool>& condition) { return session.select(thing).where(condition).count(); }
    static constexpr double infinite = std::numeric_limits<double>::infinity();
};

template <class T> std::vector<T> many(const T& value) { return std::vector<T>(200, value); }

TEST_CASE("long lists: with NULL among the values nothing is surely outside") {
    Shop shop;
    auto numbers = many<std::optional<int>>(1);
    CHECK(shop.count(!in(shop.thing->number, numbers)) == 1);
    numbers.emplace_back();
    CHECK(shop.count(in(shop.thing->number, numbers)) == 1);
    CHECK(shop.count(!in(shop.thing->number, numbers)) == 0);
    CHECK(shop.count(in(shop.thing->number, many<std::optional<int>>({}))) == 0);
}

TEST_CASE("long lists: an empty blob is not NULL") {
    Shop shop;
    CHECK(shop.count(in(shop.thing->bytes, many(Bytes{}))) == 1);
    CHECK(shop.count(in(shop.thing->bytes, many(Bytes{std::byte{1}}))) == 1);
}

TEST_CASE("long lists: texts with NUL bytes and infinity are values like others") {
    Shop shop;
    CHECK(shop.session.select(shop.thing->id).where(in(shop.thing->text, many(std::string("a\0b", 3)))).all() ==
        std::vector<int>{1});
    CHECK(shop.session.select(shop.thing->id).where(in(shop.thing->real, many(Shop::infinite))).all() ==
        std::vector<int>{2});
    CHECK(shop.count(in(shop.thing->real, many(-2.0))) == 1);
}

TEST_CASE("long lists: 300,000 values") {
    Shop shop;
    std::vector<int> numbers(300000);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<int>(i) + 2;
    CHECK(shop.count(in(shop.thing->number, numbers)) == 1);
}

TEST_CASE("long lists: the function that takes them apart refuses other bytes") {
    Shop shop;
    CHECK_THROWS_WITH_AS(shop.session.execute("SELECT value FROM athanor_values('x')"),
        doctest::Contains("athanor_values takes what the library packed"), DatabaseError);
    CHECK(shop.session.execute("SELECT value FROM athanor_values").rows.empty());
}

} // namespace long_lists
