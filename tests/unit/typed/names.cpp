// SPDX-License-Identifier: MIT
// Every name of the typed front, used with both namespaces open after the usual headers.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <ranges>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "athanor/typed/describe.hpp"
#include "athanor/typed/functions.hpp"
#include <doctest/doctest.h>

using namespace std;
using namespace athanor;

namespace names {

struct Entry {
    Key<int> id;
    Mapped<int> place, year;
    Mapped<string> title;
};
template <auto... Options> constexpr auto collection = kernel::member_options<kernel::for_collection, Options...>;
template <auto... Options> constexpr auto reference = kernel::member_options<kernel::for_reference, Options...>;
template <auto... Options> constexpr auto col = kernel::member_options<kernel::for_column, Options...>;

static_assert(collection<owned>.cascade == kernel::owned_cascade);
static_assert(collection<cascade(all, delete_orphan)>.cascade == kernel::owned_cascade);
static_assert(collection<cascade()>.cascade == 0);
static_assert(reference<cascade(save_update, merge_cascade, refresh_expire, expunge_cascade, delete_cascade)>.cascade ==
    kernel::all_cascade);
static_assert(collection<by("site", "sku")>.by.size == 2 && collection<by("site", "sku")>.by.names[1] == "sku");
static_assert(collection<via("links")>.via == "links" && collection<linked>.linked && reference<alone>.alone);
static_assert(reference<pairs("author")>.pairs == "author");
static_assert(collection<order_by<&Entry::year, &Entry::title>>.order_size == 2);
static_assert(collection<order_by_descending<&Entry::year>>.order[0].descending);
static_assert(!collection<position<&Entry::place>>.position.descending);
static_assert(collection<keeps_positions>.keeps_positions);
static_assert(collection<creating, untracked, post_update, view_only>.creating);
static_assert(collection<ordered>.ordered && !collection<untracked>.ordered);
static_assert(collection<duplicates(keep_first)>.duplicates == kernel::Duplicates::keep_first);
static_assert(collection<duplicates(keep_last)>.duplicates == kernel::Duplicates::keep_last);
static_assert(collection<passive_deletes>.passive_deletes == kernel::PassiveDeletes::yes);
static_assert(collection<passive_deletes(all)>.passive_deletes == kernel::PassiveDeletes::all);
static_assert(
    collection<joined>.load == kernel::LoadMode::joined && collection<selectin>.load == kernel::LoadMode::selectin);
static_assert(collection<lazy>.load == kernel::LoadMode::lazy);
static_assert(collection<subquery>.load == kernel::LoadMode::subquery);
static_assert(collection<immediate>.load == kernel::LoadMode::immediate);
static_assert(
    collection<raise_on_load>.load == kernel::LoadMode::raise && reference<noload>.load == kernel::LoadMode::none);
static_assert(col<column("x")>.column == "x" && reference<column("x_id")>.column == "x_id");
static_assert(col<primary_key, unique_key, indexed, required, deferred, not_generated>.deferred);
static_assert(col<length(50)>.length == 50 && col<server_default("now()")>.server_default == "now()");
static_assert(
    col<references("users.id", on_delete(cascade), on_update(set_null))>.on_delete == ForeignKeyAction::cascade);
static_assert(col<references("users.id", on_delete(restricted))>.on_delete == ForeignKeyAction::restrict);
static_assert(reference<on_delete(cascade)>.on_delete == ForeignKeyAction::cascade &&
    collection<on_update(set_null)>.on_update == ForeignKeyAction::set_null);
static_assert(col<references("a.b", on_delete(set_default), on_update(no_action))>.references == "a.b");

enum class Colour { red, green };
struct Defaults {
    Column<string, default_value("abc")> text;
    Column<int, default_value(3), indexed> number;
    Column<double, default_value(2.5)> real;
    Column<bool, default_value(true)> flag;
    Column<Colour, default_value(Colour::green)> colour;
    Column<optional<string>, default_value("x")> maybe;
};

struct Organization {
    static constexpr auto table = athanor::table("organizations", unique_together("parent_id", "key"),
        indexes("a", "b"), checks("a > 0", "b > 0"), mysql_engine("InnoDB"), table_option("mysql_charset", "utf8mb4"),
        schema("x"), sqlite_strict, sqlite_without_rowid);
    Key<int> id;
};
static_assert(Organization::table.count == 8 && Organization::table.name == "organizations");

[[maybe_unused]] auto functions(const volatile Entry& e) {
    kernel::Ordering order = desc(e.year);
    order = asc(lower(e.title));
    const auto test = like(upper(e.title), "A%") && like(e.title, "a!%", '!') && !is_null(e.year) &&
        in(e.year, {1, 2}) && in(e.title, vector<string>{"a"}) && in(e.title, {"a", "b"}) && between(e.year, 1, 2L) &&
        char_length(e.title) > 3 && coalesce(e.title, "x") == "y" && sql_function<double>("round", e.year, 2) > 0.5;
    return make_tuple(count(), count(e.id), sum(e.year), avg(e.year), min_of(e.title), max_of(e.year),
        count(distinct(e.title)), test);
}

} // namespace names

TEST_CASE("columns with a default value start with it, and count as set") {
    names::Defaults defaults;
    CHECK(defaults.text == "abc");
    CHECK(defaults.number == 3);
    CHECK(defaults.real == 2.5);
    CHECK(defaults.flag);
    CHECK(defaults.colour == names::Colour::green);
    CHECK(defaults.maybe == "x");
    CHECK((*defaults.text.athanor_word() & kernel::word_bits::assigned) != 0);
}
