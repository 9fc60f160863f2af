// SPDX-License-Identifier: MIT
// Values that no database can hold, in conditions and assignments.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <cmath>
#include <doctest/doctest.h>
#include <stdexcept>

namespace query_values {
enum class Colour { red, green };
struct Even {
    int number = 0;
};
} // namespace query_values

template <>
inline constexpr auto athanor::as_text<query_values::Colour> = athanor::enum_names<query_values::Colour>(
    {{query_values::Colour::red, "red"}, {query_values::Colour::green, "green"}});
template <> struct athanor::codec<query_values::Even> {
    static int to_database(const query_values::Even& even) {
        if (even.number % 2 != 0) throw std::runtime_error("odd");
        return even.number;
    }
    static query_values::Even from_database(int number) { return {number}; }
};

namespace query_values {
using namespace athanor;
using support::has;
using support::message;

struct Item {
    Key<int> id;
    Mapped<std::int8_t> small;
    Mapped<double> size;
    Mapped<Colour> colour;
    Mapped<Even> even;
};

struct Items {
    Engine db{"sqlite://"};
    Session session{db};
    Items() { create_all<Item>(db); }
};

TEST_CASE_FIXTURE(Items, "a value that is refused in a condition names the column") {
    from<Item> i;
    const auto refused = [](auto act) { return message<ValueError>(act); };
    CHECK(has(refused([&] { (void)(i->size > NAN); }), {"item.size", "NaN"}));
    CHECK(has(refused([&] { (void)(NAN == i->size); }), {"item.size", "NaN"}));
    CHECK(has(refused([&] { (void)in(i->size, {1.0, double(NAN)}); }), {"item.size", "NaN"}));
    CHECK(has(refused([&] { (void)between(i->size, 1.0, NAN); }), {"item.size", "NaN"}));
    CHECK(has(refused([&] { (void)(i->colour == static_cast<Colour>(9)); }), {"item.colour", "9", "no name"}));
    CHECK(has(refused([&] { (void)(i->even == Even{3}); }), {"item.even", "odd"}));
    CHECK(has(refused([&] { (void)(i->size + 1 > NAN); }), {"an expression", "NaN"}));
}

TEST_CASE_FIXTURE(Items, "a value that is refused in a bulk statement names the member") {
    const auto refused = [](auto act) { return message<ValueError>(act); };
    auto update = [&] { return session.update<Item>(); };
    CHECK(has(refused([&] { (void)update().set<&Item::small>(1000); }), {"Item::small", "1000"}));
    CHECK(has(refused([&] { (void)update().set<&Item::size>(NAN); }), {"Item::size", "NaN"}));
    CHECK(has(refused([&] { (void)update().set<&Item::colour>(static_cast<Colour>(9)); }), {"Item::colour", "9"}));
    CHECK(has(refused([&] { (void)update().set<&Item::even>(Even{3}); }), {"Item::even", "odd"}));
    CHECK(has(refused([&] { (void)session.insert<Item>().add({.even = Even{3}}); }), {"Item::even", "odd"}));
}

} // namespace query_values
