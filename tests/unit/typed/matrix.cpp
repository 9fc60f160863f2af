// SPDX-License-Identifier: MIT
// Every operator for every combination of operands: what it means is decided by the operands' types alone.
#include "athanor/typed/expression.hpp"
#include <doctest/doctest.h>
#include <string>

namespace matrix {
using namespace athanor;

struct Thing {
    Key<int> id;
    Mapped<std::string> name;
    Column<std::string> nick;
    Mapped<std::optional<std::string>> email;
    Mapped<int> age;
    Mapped<double> score;
    Mapped<bool> flag;
};
using Alias = const volatile Thing&;
using Real = Thing&;
using Constant = const Thing&;

template <class L, class R> constexpr bool compares_values = requires(L l, R r) {
    { l == r } -> std::same_as<bool>;
    { l != r } -> std::same_as<bool>;
    { r == l } -> std::same_as<bool>;
};
template <class L, class R> constexpr bool orders_values = compares_values<L, R>&& requires(L l, R r) {
    { l < r } -> std::same_as<bool>;
    { l <= r } -> std::same_as<bool>;
    { l > r } -> std::same_as<bool>;
    { l >= r } -> std::same_as<bool>;
    { r < l } -> std::same_as<bool>;
};
template <class L, class R> constexpr bool builds = requires(L l, R r) {
    { l == r } -> std::convertible_to<Expr<bool>>;
    { r == l } -> std::convertible_to<Expr<bool>>;
    { l != r } -> std::convertible_to<Expr<bool>>;
    { r != l } -> std::convertible_to<Expr<bool>>;
    { l < r } -> std::convertible_to<Expr<bool>>;
    { r < l } -> std::convertible_to<Expr<bool>>;
    { l <= r } -> std::convertible_to<Expr<bool>>;
    { r <= l } -> std::convertible_to<Expr<bool>>;
    { l > r } -> std::convertible_to<Expr<bool>>;
    { r > l } -> std::convertible_to<Expr<bool>>;
    { l >= r } -> std::convertible_to<Expr<bool>>;
    { r >= l } -> std::convertible_to<Expr<bool>>;
};
#define MEMBER(entity, member) decltype((std::declval<entity>().member))

// An alias's attribute with anything is an expression.
template <class Entity>
constexpr bool texts_build = builds<MEMBER(Alias, name), MEMBER(Entity, name)>&&
    builds<MEMBER(Alias, name), MEMBER(Entity, nick)>&& builds<MEMBER(Alias, nick), MEMBER(Entity, name)>&&
        builds<MEMBER(Alias, name), MEMBER(Entity, email)>&& builds<MEMBER(Alias, email), MEMBER(Entity, name)>;
template <class Entity>
constexpr bool numbers_build =
    builds<MEMBER(Alias, age), MEMBER(Entity, age)>&& builds<MEMBER(Alias, age), MEMBER(Entity, score)>&&
        builds<MEMBER(Alias, score), MEMBER(Entity, age)>&& builds<MEMBER(Alias, id), MEMBER(Entity, age)>&&
            builds<MEMBER(Alias, age), MEMBER(Entity, id)>&& builds<MEMBER(Alias, flag), MEMBER(Entity, flag)>;
static_assert(texts_build<Alias> && texts_build<Real> && texts_build<Constant>);
static_assert(numbers_build<Alias> && numbers_build<Real> && numbers_build<Constant>);
static_assert(builds<MEMBER(Alias, name), const char (&)[3]> && builds<MEMBER(Alias, name), std::string> &&
    builds<MEMBER(Alias, name), std::string_view> && builds<MEMBER(Alias, name), const char*> &&
    builds<MEMBER(Alias, name), std::optional<std::string>> && builds<MEMBER(Alias, name), std::nullopt_t> &&
    builds<MEMBER(Alias, email), std::nullopt_t> && builds<MEMBER(Alias, email), const char*>);
static_assert(builds<MEMBER(Alias, age), int> && builds<MEMBER(Alias, age), unsigned&> &&
    builds<MEMBER(Alias, age), double> && builds<MEMBER(Alias, age), const std::optional<long>&> &&
    builds<MEMBER(Alias, flag), bool>);
// So is an expression with anything.
static_assert(builds<Expr<int>, int> && builds<Expr<int>&, double> && builds<const Expr<int>&, MEMBER(Alias, age)> &&
    builds<Expr<int>, MEMBER(Real, age)> && builds<Expr<int>, MEMBER(Constant, score)> &&
    builds<Expr<int>, Expr<double>> && builds<Expr<std::string>, const char*> &&
    builds<Expr<std::string>, MEMBER(Alias, email)> && builds<Expr<std::optional<int>>, std::nullopt_t> &&
    builds<Expr<bool>, bool>);

// Attributes of real objects compare their values.
template <class L, class R>
constexpr bool values_compare = orders_values<MEMBER(L, name), MEMBER(R, name)>&&
    orders_values<MEMBER(L, name), MEMBER(R, nick)>&& orders_values<MEMBER(L, age), MEMBER(R, score)>&&
        orders_values<MEMBER(L, id), MEMBER(R, age)>&& compares_values<MEMBER(L, name), MEMBER(R, email)>;
static_assert(values_compare<Real, Real> && values_compare<Real, Constant> && values_compare<Constant, Constant> &&
    values_compare<Thing&&, Constant>);
static_assert(orders_values<MEMBER(Real, name), const char*> && orders_values<MEMBER(Constant, nick), std::string> &&
    compares_values<MEMBER(Real, name), std::string_view> && orders_values<MEMBER(Real, age), unsigned> &&
    orders_values<MEMBER(Real, score), int> && compares_values<MEMBER(Real, email), std::nullopt_t>);
static_assert(!compares_values<MEMBER(Real, name), int> && !compares_values<MEMBER(Real, age), const char*>);

// Arithmetic and logic.
template <class T> T value_of();
template <class E> using Result = typename std::remove_cvref_t<E>::value_type;
#define RESULT(expression) Result<decltype(expression)>
static_assert(std::is_same_v<RESULT(value_of<Alias>().age + 1), int>);
static_assert(std::is_same_v<RESULT(1 - value_of<Alias>().age), int>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().age* value_of<Real>().score), double>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().age % 2L), long>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().age / value_of<Alias>().age), int>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().name + "x"), std::string>);
static_assert(std::is_same_v<RESULT("x" + value_of<Alias>().email), std::optional<std::string>>);
static_assert(std::is_same_v<RESULT(-value_of<Alias>().score), double>);
static_assert(std::is_same_v<RESULT(!value_of<Alias>().flag), bool>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().flag&& value_of<Alias>().flag), bool>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().flag || value_of<Alias>().age > 3), bool>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().age > 3 && !value_of<Alias>().flag), bool>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().email == "x"), std::optional<bool>>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().name == value_of<Alias>().email), std::optional<bool>>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().name == std::optional<std::string>()), bool>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().email != std::nullopt), bool>);
static_assert(std::is_same_v<RESULT(value_of<Alias>().flag&& value_of<Alias>().email == "x"), std::optional<bool>>);
static_assert(std::is_same_v<decltype(value_of<Real>().age + 1), int>);
static_assert(std::is_same_v<decltype(value_of<Real>().name + "x"), std::string>);

} // namespace matrix

TEST_CASE("attributes of real objects compare numbers by value, whatever their types") {
    matrix::Thing thing{.name = "ed", .nick = "ed", .age = -1, .score = -1.0};
    CHECK(thing.age < 1u);
    CHECK(thing.age == thing.score);
    CHECK(thing.age >= -1.5);
    CHECK(thing.name == thing.nick);
    CHECK(thing.name != thing.email);
    CHECK(thing.email == std::nullopt);
}
