// SPDX-License-Identifier: MIT
#include "strong_guarantee/failing_allocation.hpp"
#include "strong_guarantee/world.hpp"
#include <algorithm>
#include <doctest/doctest.h>

namespace mutators {
using namespace athanor;

namespace list {
struct Member;
struct Owner {
    Key<int> id;
    List<Member, owned> members;
};
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<list::Owner> owner;
};
using World = faults::World<Owner, Member>;
} // namespace list

namespace set {
struct Member;
struct Owner {
    Key<int> id;
    Set<Member> members;
};
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<set::Owner> owner;
};
using World = faults::World<Owner, Member>;
} // namespace set

namespace dynamic {
struct Member;
struct Owner {
    Key<int> id;
    Dynamic<Member, owned> members;
};
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<dynamic::Owner> owner;
};
using World = faults::World<Owner, Member>;
} // namespace dynamic

#define LEAVES_NO_TRACE(...) CHECK(faults::first_trace_of_a_failure<World>([](auto& w) { __VA_ARGS__; }) == "")

TEST_CASE_TEMPLATE(
    "a mutator of any collection that runs out of memory leaves no trace", World, list::World, set::World) {
    SUBCASE("add, a new member") { LEAVES_NO_TRACE(w.full->members.add(w.m[8])); }
    SUBCASE("add, a member of another owner") { LEAVES_NO_TRACE(w.full->members.add(w.m[4])); }
    SUBCASE("add, a member of an owner that is not loaded") { LEAVES_NO_TRACE(w.full->members.add(w.m[6])); }
    SUBCASE("add, after a member was taken out") {
        CHECK(faults::first_trace_of_a_failure<World>(
                  [](auto& w) { w.full->members.add(w.m[0]); }, [](auto& w) { w.full->members.remove(w.m[0]); }) == "");
    }
    SUBCASE("add_all") { LEAVES_NO_TRACE(w.full->members.add_all({w.m[8], w.m[4], w.m[6], w.m[9]})); }
    SUBCASE("remove") { LEAVES_NO_TRACE(w.full->members.remove(w.m[1])); }
    SUBCASE("clear") { LEAVES_NO_TRACE(w.full->members.clear()); }
    SUBCASE("assignment") { LEAVES_NO_TRACE((w.full->members = {w.m[8], w.m[3], w.m[4], w.m[1]})); }
    SUBCASE("assignment of another owner's members") { LEAVES_NO_TRACE(w.full->members = w.other->members); }
    SUBCASE("edit") {
        LEAVES_NO_TRACE(w.full->members.edit([&](auto& raw) {
            raw.erase(raw.begin());
            raw.push_back(w.m[5].get());
        }));
    }
}

TEST_CASE("a mutator of a collection that is never loaded leaves no trace when it runs out of memory") {
    using dynamic::World;
    SUBCASE("add, a new member") { LEAVES_NO_TRACE(w.full->members.add(w.m[8])); }
    SUBCASE("add, a member of another owner") { LEAVES_NO_TRACE(w.full->members.add(w.m[4])); }
    SUBCASE("add, after a member was taken out") {
        CHECK(faults::first_trace_of_a_failure<World>(
                  [](auto& w) { w.full->members.add(w.m[0]); }, [](auto& w) { w.full->members.remove(w.m[0]); }) == "");
    }
    SUBCASE("add_all") { LEAVES_NO_TRACE(w.full->members.add_all({w.m[8], w.m[4], w.m[6], w.m[9]})); }
    SUBCASE("remove") { LEAVES_NO_TRACE(w.full->members.remove(w.m[1])); }
    SUBCASE("clear") { LEAVES_NO_TRACE(w.full->members.clear()); }
    SUBCASE("assignment") { LEAVES_NO_TRACE((w.full->members = {w.m[8], w.m[3], w.m[4], w.m[1]})); }
}

TEST_CASE_TEMPLATE(
    "a reference that runs out of memory leaves no trace", World, list::World, set::World, dynamic::World) {
    SUBCASE("to another owner") { LEAVES_NO_TRACE(w.m[0]->owner = w.other); }
    SUBCASE("to an owner that is not loaded") { LEAVES_NO_TRACE(w.m[0]->owner = w.unread); }
    SUBCASE("from an owner that is not loaded") { LEAVES_NO_TRACE(w.m[6]->owner = w.full); }
    SUBCASE("to nobody") { LEAVES_NO_TRACE(w.m[0]->owner = nullptr); }
    SUBCASE("of a new member") { LEAVES_NO_TRACE(w.m[8]->owner = w.full); }
}

TEST_CASE("a mutator of a list that runs out of memory leaves no trace") {
    using list::World;
    SUBCASE("insert") { LEAVES_NO_TRACE(w.full->members.insert(1, w.m[4])); }
    SUBCASE("insert, a member that is there") { LEAVES_NO_TRACE(w.full->members.insert(1, w.m[3])); }
    SUBCASE("pop") { LEAVES_NO_TRACE(w.full->members.pop(1)); }
}

TEST_CASE("an attribute that runs out of memory leaves no trace") {
    using list::World;
    LEAVES_NO_TRACE(w.m[0]->key = 77);
}

} // namespace mutators
