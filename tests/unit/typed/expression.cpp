// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/program.hpp"
#include "athanor/typed/functions.hpp"
#include "unit/sql/blog_tables.hpp"
#include <doctest/doctest.h>

namespace expression {
using namespace athanor;

enum class Kind : std::uint8_t { dog, cat };
struct Money {
    std::int64_t cents = 0;
    friend bool operator==(const Money&, const Money&) = default;
};
struct Animal {
    Key<int> id;
    Column<std::string, length(20)> name;
    Mapped<std::optional<std::string>> owner;
    Mapped<int> age;
    Mapped<double> weight;
    Mapped<bool> tame;
    Mapped<Kind> kind;
    Mapped<Money> price;
    Mapped<std::uint64_t> chip;
};

/// The WHERE clause of a condition, and its parameters.
template <class Condition> std::string where(Condition&& condition) {
    kernel::Statement statement;
    statement.where = kernel::condition_code(static_cast<Condition&&>(condition));
    for (const kernel::Source& source : statement.where.program().sources)
        if (source.kind == kernel::Source::root) statement.from.push_back(source);
    const kernel::Program program = statement.program();
    std::string text = kernel::compile(program, sql_tests::PlainSyntax());
    text.erase(0, text.find(" WHERE ") + 7);
    std::string separator = "; ";
    for (const Value& value : program.params) {
        text += separator + to_string(value);
        separator = ", ";
    }
    return text;
}

} // namespace expression

template <> struct athanor::codec<expression::Money> {
    static std::int64_t to_database(const expression::Money& money) { return money.cents; }
    static expression::Money from_database(std::int64_t cents) { return {cents}; }
};

using namespace expression;

TEST_CASE("an attribute of an alias is a column, and a value beside it a parameter") {
    from<Animal> a;
    CHECK(where(a->name == "rex") == R"("t0"."name" = ?; 'rex')");
    CHECK(where("rex" != a->name) == R"(? <> "t0"."name"; 'rex')");
    CHECK(where(3 < a->age) == R"(? < "t0"."age"; 3)");
    CHECK(where(a->weight >= 2) == R"("t0"."weight" >= ?; 2)");
    CHECK(where(a->kind == Kind::cat) == R"("t0"."kind" = ?; 1)");
    CHECK(where(a->price == Money{250}) == R"("t0"."price" = ?; 250)");
    CHECK(where(a->tame == true) == R"("t0"."tame" = ?; 1)");
}

TEST_CASE("an attribute of a real object on either side is a parameter") {
    from<Animal> a;
    Animal rex{.name = "rex", .owner = "ed", .age = 4};
    const Animal& constant = rex;
    CHECK(where(a->name == rex.name) == R"("t0"."name" = ?; 'rex')");
    CHECK(where(constant.name == a->name) == R"(? = "t0"."name"; 'rex')");
    CHECK(where(a->owner == constant.owner) == R"("t0"."owner" = ?; 'ed')");
    CHECK(where(a->age + rex.age > constant.age) == R"("t0"."age" + ? > ?; 4, 4)");
}

TEST_CASE("comparing with nothing asks for NULL, also when only the run shows it") {
    from<Animal> a;
    const std::optional<std::string> nobody;
    const Animal stray;
    CHECK(where(a->owner == std::nullopt) == R"("t0"."owner" IS NULL)");
    CHECK(where(std::nullopt != a->owner) == R"("t0"."owner" IS NOT NULL)");
    CHECK(where(a->owner == nobody) == R"("t0"."owner" IS NULL)");
    CHECK(where(a->owner != stray.owner) == R"("t0"."owner" IS NOT NULL)");
    CHECK(where(is_null(a->owner)) == R"("t0"."owner" IS NULL)");
}

TEST_CASE("two aliases of a class are two uses of its table, however they were made") {
    from<Animal> a, b;
    CHECK(where(a->age < b->age && b->name == a->name) == R"("t0"."age" < "t1"."age" AND "t1"."name" = "t0"."name")");
    const auto condition = [] {
        from<Animal> gone;
        return gone->age == 3;
    }();
    CHECK(where(condition) == R"("t0"."age" = ?; 3)");
}

TEST_CASE("conditions and calculations nest as they were written") {
    from<Animal> a;
    CHECK(where(a->tame) == R"("t0"."tame")");
    CHECK(where(!a->tame || (a->age > 1 && a->age < 9)) ==
        R"(NOT "t0"."tame" OR "t0"."age" > ? AND "t0"."age" < ?; 1, 9)");
    CHECK(where((a->age + 1) * 2 == a->age % 3) == R"(("t0"."age" + ?) * ? = "t0"."age" % ?; 1, 2, 3)");
    CHECK(where(-a->age == 3) == R"(-"t0"."age" = ?; 3)");
    CHECK(where(a->name + "!" == "rex!") == R"("t0"."name" || ? = ?; '!', 'rex!')");
}

TEST_CASE("functions of a query") {
    from<Animal> a;
    CHECK(where(like(lower(a->name), "r%")) == R"(lower("t0"."name") LIKE ?; 'r%')");
    CHECK(where(in(a->age, {1, 2})) == R"("t0"."age" IN (?, ?); 1, 2)");
    CHECK(where(in(a->name, std::vector<std::string>{"a"})) == R"("t0"."name" IN (?); 'a')");
    CHECK(where(between(a->age, 1, 2)) == R"("t0"."age" >= ? AND "t0"."age" <= ?; 1, 2)");
    CHECK(where(coalesce(a->owner, "nobody") == a->name) == R"(coalesce("t0"."owner", ?) = "t0"."name"; 'nobody')");
    CHECK(where(count(distinct(a->name)) > 1) == R"(count(DISTINCT "t0"."name") > ?; 1)");
    CHECK(where(count() == 2) == R"(count(*) = ?; 2)");
    CHECK(where(sum(a->age) == max_of(a->age)) == R"(sum("t0"."age") = max("t0"."age"))");
    CHECK(where(sql_function<double>("round", a->weight, 2) > 0.5) == R"(round("t0"."weight", ?) > ?; 2, 0.5)");
}

TEST_CASE("exists looks for a row of another table, and its lambda may speak of the row outside") {
    from<Animal> a;
    CHECK(where(exists<Animal>([&](auto& b) { return b.owner == a->owner && b.id != a->id; })) ==
        R"(EXISTS (SELECT 1 FROM "animal" AS "t1" WHERE "t1"."owner" = "t0"."owner" AND "t1"."id" <> "t0"."id"))");
}

TEST_CASE("a lambda inside the lambda of a query has an alias of its own") {
    const auto& outer = kernel::default_alias(class_info<Animal>(), kernel::lambda_level());
    CHECK(&outer == &kernel::default_alias(class_info<Animal>(), 0));
    kernel::call_with_alias(
        [&](auto&) {
            CHECK(&kernel::default_alias(class_info<Animal>(), kernel::lambda_level()) != &outer);
            return true;
        },
        kernel::prototype<Animal>(outer));
    CHECK(kernel::lambda_level() == 0);
}

TEST_CASE("values that no database holds are refused where the query is written") {
    from<Animal> a;
    CHECK_THROWS_AS((void)(a->weight > std::numeric_limits<double>::quiet_NaN()), ValueError);
    CHECK_THROWS_AS((void)(a->chip == ~std::uint64_t{0}), ValueError);
}

TEST_CASE("an alias has no value to write") {
    from<Animal> a;
    auto& animal = const_cast<Animal&>(*a);
    CHECK_THROWS_AS(animal.age = 3, UsageError);
    CHECK_THROWS_AS((void)animal.age.get(), UsageError);
}
