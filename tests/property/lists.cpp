// SPDX-License-Identifier: MIT
#include "property/runner.hpp"
#include <doctest/doctest.h>

namespace property_lists {
using namespace athanor;

namespace plain {
struct Member;
struct Owner {
    Key<int> id;
    List<Member> members;
};
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<plain::Owner> owner;
};
struct World {
    using Owner = plain::Owner;
    using Member = plain::Member;
    static constexpr property::Rules rules{};
};
} // namespace plain

namespace owning {
struct Member;
struct Owner {
    Key<int> id;
    List<Member, owned> members;
};
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<owning::Owner> owner;
};
struct World {
    using Owner = owning::Owner;
    using Member = owning::Member;
    static constexpr property::Rules rules{.owned = true};
};
} // namespace owning

TEST_CASE("lists: random programs do what they do with vectors of numbers") {
    CHECK(property::first_failure<plain::World>(5000, 30) == "");
}
TEST_CASE("lists: random programs do what they do with vectors of numbers, members owned") {
    CHECK(property::first_failure<owning::World>(5000, 30) == "");
}

} // namespace property_lists
