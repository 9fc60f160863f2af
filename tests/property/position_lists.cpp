// SPDX-License-Identifier: MIT
#include "property/position_runner.hpp"
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
    List<Member, position<&Member::place>, keeps_positions> members;
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
    List<Member, owned, position<&Member::place>, keeps_positions> members;
};
struct World {
    using Owner = owning::Owner;
    using Member = owning::Member;
    static constexpr property::Rules rules{.owned = true, .positions = true};
};
} // namespace owning

// Lists that count all their members. UNIQUE (owner, place) where Unique says so.
template <bool Owned, bool Unique, bool Autoflush> struct Counted {
    struct Owner;
    struct Member {
        static constexpr auto table = [] {
            if constexpr (Unique)
                return athanor::table("member", unique_together("owner_id", "place"));
            else
                return athanor::table("member");
        }();
        Key<int> id;
        Mapped<int> place;
        One<Owner> owner;
    };
    using Members = std::conditional_t<Owned, List<Member, owned, position<&Member::place>>,
        List<Member, position<&Member::place>>>;
    struct Owner {
        static constexpr auto table = athanor::table("owner");
        Key<int> id;
        Members members;
    };
    static constexpr bool owned_members = Owned, autoflush = Autoflush;
};

TEST_CASE("position lists: the order of a list is never lost") {
    CHECK(property::first_lost_order<Counted<false, false, false>>(3000, 30) == "");
    CHECK(property::first_lost_order<Counted<false, false, true>>(3000, 30) == "");
}
TEST_CASE("position lists: the order of a list is never lost, members owned") {
    CHECK(property::first_lost_order<Counted<true, false, false>>(3000, 30) == "");
}
TEST_CASE("position lists: the order of a list is never lost, places unique") {
    CHECK(property::first_lost_order<Counted<false, true, false>>(3000, 30) == "");
    CHECK(property::first_lost_order<Counted<false, true, true>>(3000, 30) == "");
}
TEST_CASE("position lists: the order of a list is never lost, places unique, members owned") {
    CHECK(property::first_lost_order<Counted<true, true, false>>(3000, 30) == "");
}

TEST_CASE("position lists: random programs do what they do with vectors of numbers") {
    CHECK(property::first_failure<plain::World>(5000, 30) == "");
}
TEST_CASE("position lists: random programs do what they do with vectors of numbers, members owned") {
    CHECK(property::first_failure<owning::World>(5000, 30) == "");
}

} // namespace property_position_lists
