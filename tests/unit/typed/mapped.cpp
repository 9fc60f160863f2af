// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/typed/describe.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <map>
#include <ranges>
#include <sstream>
#include <vector>

namespace mapped {
using namespace athanor;

enum class Mood { calm, cross };
struct Person {
    Key<int> id;
    Mapped<std::string> name, nick;
    Mapped<std::optional<std::string>> email;
    Mapped<int> age;
    Mapped<double> weight;
    Mapped<std::int8_t> shoe;
    Mapped<bool> tall;
    Mapped<Mood> mood;
    Column<std::string> town;
    Mapped<std::optional<int>> rank;
};

template <class A, class B> constexpr bool assigns = requires(A& a, B&& b) { a = static_cast<B&&>(b); };
template <class A, class B> constexpr bool starts = std::is_convertible_v<B, A>;
template <class A, class B> constexpr bool takes = assigns<A, B>&& starts<A, B>;

// What loses something does not compile.
static_assert(
    !takes<Mapped<std::string>, int> && !assigns<Mapped<std::string>, int> && !starts<Mapped<std::string>, int>);
static_assert(!assigns<Mapped<std::string>, char> && !assigns<Mapped<std::string>, std::nullptr_t>);
static_assert(!assigns<Mapped<int>, double> && !assigns<Mapped<int>, float> && !starts<Mapped<int>, double>);
static_assert(!assigns<Mapped<float>, double> && !assigns<Mapped<bool>, double> && !assigns<Mapped<bool>, const char*>);
static_assert(!assigns<Mapped<int>, Mapped<double>&> && !assigns<Mapped<int>, Mapped<std::optional<int>>&>);
static_assert(!assigns<Mapped<std::optional<std::string>>, int> && !assigns<Mapped<Mood>, int>);
// What loses nothing, and integers, do.
static_assert(takes<Mapped<int>, long> && takes<Mapped<int>, unsigned&> && takes<Mapped<double>, int>);
static_assert(takes<Mapped<double>, float> && takes<Mapped<double>, Mapped<int>&> && takes<Mapped<int>, Mapped<long>&>);
static_assert(takes<Mapped<std::string>, std::string_view> && takes<Mapped<std::string>, const char*>);
static_assert(takes<Mapped<std::optional<std::string>>, Mapped<std::string>&>);
static_assert(takes<Mapped<std::optional<std::string>>, std::string_view>);
static_assert(
    takes<Mapped<std::optional<int>>, std::nullopt_t> && takes<Mapped<std::optional<int>>, std::optional<long>>);
static_assert(takes<Column<std::string>, Mapped<std::string>&> && takes<Mapped<std::string>, Column<std::string>&>);
// Entities move and do not copy.
static_assert(!std::is_copy_constructible_v<Person> && !std::is_copy_assignable_v<Person>);
static_assert(std::is_move_constructible_v<Person> && std::is_move_assignable_v<Person>);
// Algorithms find what they need.
static_assert(std::equality_comparable_with<Mapped<std::string>, std::string>);
static_assert(std::totally_ordered_with<Mapped<int>, int> && std::totally_ordered_with<Column<int>, int>);
static_assert(std::totally_ordered_with<Key<int>, int>);

int by_reference(const std::string& text) { return static_cast<int>(text.size()); }
int by_view(std::string_view text) { return static_cast<int>(text.size()); }
int by_value(std::string text) { return static_cast<int>(text.size()); }
int number(int value) { return value; }

bool assigned(const std::uint32_t* word) { return (*word & kernel::word_bits::assigned) != 0; }

/// An object with a header, as the library makes it.
struct Bound {
    kernel::Header* header = kernel::construct(class_info<Person>());
    ~Bound() { kernel::destroy(header); }
    Person& operator*() { return *static_cast<Person*>(kernel::object_of(header)); }
    Person* operator->() { return &**this; }
};

} // namespace mapped

using namespace mapped;

TEST_CASE("an attribute is used like its value") {
    Person ed{.name = "ed", .age = 7L, .mood = Mood::cross};
    ed.name += "!";
    ed.name = ed.name + "?" + ed.nick;
    CHECK(ed.name == "ed!?");
    CHECK(by_reference(ed.name) + by_view(ed.name) + by_value(ed.name) == 12);
    CHECK(ed.name.size() == 4);
    CHECK(ed.name->find('!') == 2);
    CHECK(ed.name[0] == 'e');
    CHECK(!ed.name.empty());
    CHECK(std::string(ed.name.begin(), ed.name.end()) == "ed!?");

    ed.age++;
    ++ed.age;
    ed.age += 3;
    ed.age <<= 2;
    ed.age |= 1;
    CHECK(ed.age-- == 49);
    CHECK(ed.age % 7 == 6);
    CHECK(number(ed.age) == 48);
    ed.weight = 3;
    ed.weight *= 1.5;
    CHECK(ed.weight == 4.5);

    switch (ed.mood) {
    case Mood::calm: FAIL("cross was set"); break;
    case Mood::cross: break;
    }
    CHECK(!ed.tall);
    ed.tall = true;
    CHECK((ed.tall ? 1 : 2) == 1);

    std::stringstream stream("12 anna");
    stream >> ed.age >> ed.name;
    CHECK(ed.age == 12);
    std::ostringstream out;
    out << ed.name << ' ' << ed.age;
    CHECK(out.str() == "anna 12");

    std::map<std::string, int> ages;
    ages[ed.name] = ed.age;
    CHECK(ages.at("anna") == 12);
    ed.town.edit([](std::string& town) { town.assign(3, 'x'); });
    CHECK(ed.town == "xxx");
    std::swap(ed.name, ed.nick);
    CHECK(ed.nick == "anna");
}

TEST_CASE("an optional attribute") {
    Person ed;
    CHECK(!ed.email);
    CHECK(ed.email.value_or("none") == "none");
    CHECK_THROWS_AS((void)*ed.email, std::bad_optional_access);
    ed.email = ed.name + "@example.org";
    CHECK(ed.email.has_value());
    CHECK(*ed.email == "@example.org");
    CHECK(ed.email->size() == 12);
    ed.email = {};
    CHECK(ed.email == std::nullopt);
    ed.rank = 3L;
    CHECK(ed.rank == 3);
    ed.email = std::nullopt;
    CHECK(assigned(ed.email.athanor_word()));
}

TEST_CASE("algorithms see the values of attributes") {
    std::vector<Person> people;
    for (const char* name : {"c", "a", "b"}) people.push_back(Person{.name = name, .age = number(name[0])});
    std::ranges::sort(people, {}, &Person::name);
    CHECK(people.front().name == "a");
    CHECK(std::ranges::find(people, std::string("b"), &Person::name) == people.begin() + 1);
    CHECK(std::ranges::count(people, 99, &Person::age) == 1);
    CHECK(std::ranges::max(people | std::views::transform([](const Person& p) { return *p.age; })) == 'c');
}

TEST_CASE("integers are checked for their range, and a refused one changes nothing") {
    Person ed{.shoe = 40};
    CHECK_THROWS_AS(ed.shoe = 128, ValueError);
    CHECK_THROWS_AS(ed.shoe += 100, ValueError);
    CHECK_THROWS_AS(ed.age = 1LL << 40, ValueError);
    CHECK_THROWS_AS(ed.age = 3'000'000'000u, ValueError);
    CHECK_THROWS_AS(ed.rank = 1LL << 40, ValueError);
    CHECK_THROWS_AS((void)(Person{.age = 1LL << 40}), ValueError);
    CHECK(ed.shoe == 40);
    ed.age = std::numeric_limits<int>::max();
    CHECK_THROWS_AS(++ed.age, ValueError);
    CHECK_THROWS_AS(ed.age *= 2, ValueError);
    CHECK_THROWS_AS(ed.age /= 0, ValueError);
    CHECK(ed.age == std::numeric_limits<int>::max());
}

TEST_CASE("the message of a refused number names class and attribute of a bound object") {
    Bound ed;
    std::string message;
    try {
        ed->shoe = 1000;
    } catch (const ValueError& error) {
        message = error.what();
    }
    CHECK(message == "Person.shoe cannot hold 1000: it is a 8-bit integer");
}

TEST_CASE("never set, set to nothing and set to a value are three states, which survive a move") {
    Person ed{.name = "ed"};
    CHECK(assigned(ed.name.athanor_word()));
    CHECK(!assigned(ed.nick.athanor_word()));
    Person other = std::move(ed);
    CHECK(assigned(other.name.athanor_word()));
    CHECK(!assigned(other.id.athanor_word()));
    other = Person{.nick = "x"};
    CHECK(!assigned(other.name.athanor_word()));
    CHECK(assigned(other.nick.athanor_word()));
}

TEST_CASE("moving out of an attribute of a bound object copies, and the object itself does not move") {
    Bound ed;
    ed->name = "a name that is too long for the small buffer of a string";
    const auto taken = std::move(ed->name);
    CHECK(taken == ed->name);
    CHECK(!ed->name.empty());
    CHECK((*taken.athanor_word() & kernel::word_bits::bound) == 0);
    CHECK_THROWS_AS(Person(std::move(*ed)), UsageError);
}
