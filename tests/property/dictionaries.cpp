// SPDX-License-Identifier: MIT
#include "property/runner.hpp"
#include <doctest/doctest.h>

namespace property_dictionaries {
using namespace athanor;

namespace plain {
struct Owner;
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<plain::Owner> owner;
};
struct Owner {
    Key<int> id;
    Dict<&Member::key> members;
};
struct World {
    using Owner = plain::Owner;
    using Member = plain::Member;
    static constexpr property::Rules rules{.kind = property::Rules::dictionary};
};
} // namespace plain

namespace owning {
struct Owner;
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<owning::Owner> owner;
};
struct Owner {
    Key<int> id;
    Dict<&Member::key, owned> members;
};
struct World {
    using Owner = owning::Owner;
    using Member = owning::Member;
    static constexpr property::Rules rules{.kind = property::Rules::dictionary, .owned = true};
};
} // namespace owning

namespace sorted {
struct Owner;
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<sorted::Owner> owner;
};
struct Owner {
    Key<int> id;
    Dict<&Member::key, ordered> members;
};
struct World {
    using Owner = sorted::Owner;
    using Member = sorted::Member;
    static constexpr property::Rules rules{.kind = property::Rules::dictionary};
};
} // namespace sorted

TEST_CASE("dictionaries: random programs do what they do with vectors of numbers") {
    CHECK(property::first_failure<plain::World>(5000, 30) == "");
}
TEST_CASE("dictionaries: random programs do what they do with vectors of numbers, members owned") {
    CHECK(property::first_failure<owning::World>(5000, 30) == "");
}
TEST_CASE("dictionaries: random programs do what they do with vectors of numbers, in the order of their keys") {
    CHECK(property::first_failure<sorted::World>(1000, 30) == "");
}

} // namespace property_dictionaries
