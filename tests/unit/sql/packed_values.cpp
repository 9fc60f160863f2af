// SPDX-License-Identifier: MIT
#include "athanor/sql/packed_values.hpp"
#include <doctest/doctest.h>
#include <limits>

namespace {
using namespace athanor;
using namespace athanor::kernel;

TEST_CASE("packed values: they come back as they were") {
    const std::vector<Value> values{Value(), Value(1), Value(std::numeric_limits<std::int64_t>::min()), Value(0.1),
        Value(-std::numeric_limits<double>::infinity()), Value(std::string("a\0b", 3)), Value(""),
        Value::blob(std::string_view("\x00\xff", 2))};
    std::string bytes;
    for (const Value& value : values) pack(bytes, value.cell());
    PackedValues packed(bytes);
    for (const Value& value : values) {
        REQUIRE(packed.next());
        CHECK(Value(packed.value()) == value);
    }
    CHECK(!packed.next());
    CHECK(!packed.damaged());
}

TEST_CASE("packed values: other bytes are found out") {
    for (const std::string_view bytes : {"\x01", "\x07 12345678", "\x03\x05\0\0\0\0\0\0\0ab"}) {
        PackedValues packed(bytes);
        CHECK(!packed.next());
        CHECK(packed.damaged());
    }
}

} // namespace
