// SPDX-License-Identifier: MIT
#include "property/runner.hpp"
#include <doctest/doctest.h>

namespace property_position_lists {
using namespace athanor;

namespace plain {
struct Owner;
struct Member {
    Key<int> id;
    Mapped<int> key;
    Mapped<std::optional<int>> place;
    One<plain::Owner> owner;
};
struct Owner {
    Key<int> id;
    List<Member, position<&Member::place>> members;
};
struct World {
    using Owner = plain::Owner;
    using Member = plain::Member;
    static constexpr property::Rules rules{.positions = true};
};
} // namespace plain

namespace owning {
struct Owner;
struct Member {
    Key<int> id;
    Mapped<int> key;
    Mapped<std::optional<int>> place;
    One<owning::Owner> owner;
};
struct Owner {
    Key<int> id;
    List<Member, owned, position<&Member::place>> members;
};
struct World {
    using Owner = owning::Owner;
    using Member = owning::Member;
    static constexpr property::Rules rules{.owned = true, .positions = true};
};
} // namespace owning

TEST_CASE("position lists: random programs do what they do with vectors of numbers") {
    CHECK(property::first_failure<plain::World>(5000, 30) == "");
}
TEST_CASE("position lists: random programs do what they do with vectors of numbers, members owned") {
    CHECK(property::first_failure<owning::World>(5000, 30) == "");
}

} // namespace property_position_lists
