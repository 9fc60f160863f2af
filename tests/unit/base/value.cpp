// SPDX-License-Identifier: MIT
#include "athanor/base/value.hpp"
#include <doctest/doctest.h>
#include <limits>

using athanor::Cell;
using athanor::CellKind;
using athanor::Value;

TEST_CASE("a value owns the bytes it was made from") {
    std::string text = "a text that is too long for any small buffer";
    const Value value(text);
    const Value copy = value;
    text.assign(text.size(), 'x');
    CHECK(value.text() == "a text that is too long for any small buffer");
    CHECK(copy == value);
    CHECK(copy.cell().data != value.cell().data);
}

TEST_CASE("a moved value leaves NULL behind") {
    Value value("text");
    const Value taken = std::move(value);
    CHECK(taken.text() == "text");
    CHECK(value.is_null());
}

TEST_CASE("a value may be assigned to itself and to another kind") {
    Value value("text");
    const Value& same_value = value;
    value = same_value;
    CHECK(value.text() == "text");
    value = 42;
    CHECK(value.integer() == 42);
}

TEST_CASE("values of different kinds differ, NULL is the same as NULL") {
    CHECK(Value(1) != Value(1.0));
    CHECK(Value("a") != Value::blob("a"));
    CHECK(Value("") != Value());
    CHECK(Value() == Value(std::nullopt));
    CHECK(Value(std::optional<int>()) == Value());
    CHECK(Value(std::optional<int>(3)) == Value(3));
}

TEST_CASE("reals are compared by their bits, so that every change is seen and NaN is itself") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(Value(nan) == Value(nan));
    CHECK(Value(0.0) != Value(-0.0));
}

TEST_CASE("an empty text made from nothing has bytes to point to") {
    const Value value{std::string_view()};
    CHECK(value.kind() == CellKind::text);
    CHECK(value.cell().data != nullptr);
}

TEST_CASE("equal values have equal hashes, and neighbours differ") {
    CHECK(hash_value(Value(std::string(40, 'a')).cell()) == hash_value(Value(std::string(40, 'a')).cell()));
    CHECK(hash_value(Cell::of(std::int64_t(1))) != hash_value(Cell::of(std::int64_t(2))));
    CHECK(hash_value(Cell::of(std::string_view("a"))) != hash_value(Cell::blob("a")));
}

TEST_CASE("a value is spelled for people") {
    CHECK(to_string(Value()) == "NULL");
    CHECK(to_string(Value(-42)) == "-42");
    CHECK(to_string(Value(0.5)) == "0.5");
    CHECK(to_string(Value("it's")) == "'it''s'");
    CHECK(to_string(Value::blob(std::string_view("\0\1", 2))) == "blob of 2 bytes");
}
