// SPDX-License-Identifier: MIT
// Each mutator with each of its allocations, and each call of a function of the program, failing: both sides, their
// history and the session are as before.
#include "strong_guarantee/faults.hpp"
#include "strong_guarantee/world.hpp"
#include <algorithm>
#include <doctest/doctest.h>

namespace mutators {
using namespace athanor;
using faults::refuse_in_turn;

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

namespace placed {
struct Owner;
struct Member {
    Key<int> id;
    Mapped<int> key;
    Mapped<std::optional<int>> place;
    One<placed::Owner> owner;
};
struct Owner {
    Key<int> id;
    List<Member, owned, position<&Member::place>> members;
};
using World = faults::World<Owner, Member>;
} // namespace placed

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

namespace linked_sets {
struct Member;
struct Owner {
    Key<int> id;
    Set<Member> members;
};
struct Member {
    Key<int> id;
    Mapped<int> key;
    Set<linked_sets::Owner> owners;
};
using World = faults::World<Owner, Member>;
} // namespace linked_sets

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

namespace write_only {
struct Member;
struct Owner {
    Key<int> id;
    WriteOnly<Member, owned, passive_deletes> members;
};
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<write_only::Owner> owner;
};
using World = faults::World<Owner, Member>;
} // namespace write_only

#define LEAVES_NO_TRACE(...) CHECK(faults::first_trace_of_no_memory<World>([](auto& w) { __VA_ARGS__; }) == "")
#define REFUSAL_LEAVES_NO_TRACE(...) CHECK(faults::first_trace_of_a_refusal<World>([](auto& w) { __VA_ARGS__; }) == "")

TEST_CASE_TEMPLATE("a mutator of any collection that runs out of memory leaves no trace", World, list::World,
    placed::World, set::World, linked_sets::World) {
    using Member = typename World::Member;
    SUBCASE("add, a new member") { LEAVES_NO_TRACE(w.full->members.add(w.m[8])); }
    SUBCASE("add, a value") { LEAVES_NO_TRACE(w.full->members.add(Member{.key = 12})); }
    SUBCASE("add, a member of another owner") { LEAVES_NO_TRACE(w.full->members.add(w.m[4])); }
    SUBCASE("add, a member of an owner that is not loaded") { LEAVES_NO_TRACE(w.full->members.add(w.m[6])); }
    SUBCASE("add_all, with a member that was taken out") {
        CHECK(faults::first_trace_of_no_memory<World>(
                  [](auto& w) {
                      w.full->members.add_all({w.m[0], w.m[8]});
                  },
                  [](auto& w) { w.full->members.remove(w.m[0]); }) == "");
    }
    SUBCASE("add_all") { LEAVES_NO_TRACE(w.full->members.add_all({w.m[8], w.m[4], w.m[6], w.m[9]})); }
    SUBCASE("remove") { LEAVES_NO_TRACE(w.full->members.remove(w.m[1])); }
    SUBCASE("remove_all") { LEAVES_NO_TRACE(w.full->members.remove_all({w.m[1], w.m[8], w.m[3]})); }
    SUBCASE("remove_if") {
        LEAVES_NO_TRACE(w.full->members.remove_if([](auto& m) { return m.key > 1; }));
    }
    SUBCASE("clear") { LEAVES_NO_TRACE(w.full->members.clear()); }
    SUBCASE("assignment") { LEAVES_NO_TRACE((w.full->members = {w.m[8], w.m[3], w.m[4], w.m[1]})); }
    SUBCASE("assignment of another owner's members") { LEAVES_NO_TRACE(w.full->members = w.other->members); }
    SUBCASE("an exchange with another owner's") { LEAVES_NO_TRACE(w.full->members.swap(w.other->members)); }
    SUBCASE("an exchange with a loose one's") {
        CHECK(faults::first_trace_of_no_memory<World>([](auto& w) {
            decltype(w.full->members) loose{w.m[8], w.m[4], w.m[9]};
            w.full->members.swap(loose);
        }) == "");
    }
    SUBCASE("edit") {
        LEAVES_NO_TRACE(w.full->members.edit([&](auto& raw) {
            raw.erase(raw.begin());
            raw.push_back(w.m[5].get());
        }));
    }
}

TEST_CASE_TEMPLATE("a mutator of any collection whose function fails leaves no trace", World, list::World,
    placed::World, set::World, linked_sets::World) {
    SUBCASE("remove_if") {
        REFUSAL_LEAVES_NO_TRACE(w.full->members.remove_if([](auto& m) {
            refuse_in_turn();
            return m.key != 1;
        }));
    }
    SUBCASE("edit") {
        REFUSAL_LEAVES_NO_TRACE(w.full->members.edit([&](auto& raw) {
            refuse_in_turn();
            raw.erase(raw.begin());
            refuse_in_turn();
            raw.push_back(w.m[5].get());
            refuse_in_turn();
        }));
    }
}

TEST_CASE_TEMPLATE("a mutator of a collection that is never loaded leaves no trace when it runs out of memory", World,
    dynamic::World, write_only::World) {
    using Member = typename World::Member;
    SUBCASE("add, a new member") { LEAVES_NO_TRACE(w.full->members.add(w.m[8])); }
    SUBCASE("add, a value") { LEAVES_NO_TRACE(w.full->members.add(Member{.key = 12})); }
    SUBCASE("add, a member of another owner") { LEAVES_NO_TRACE(w.full->members.add(w.m[4])); }
    SUBCASE("add_all, with a member that was taken out") {
        CHECK(faults::first_trace_of_no_memory<World>(
                  [](auto& w) {
                      w.full->members.add_all({w.m[0], w.m[8]});
                  },
                  [](auto& w) { w.full->members.remove(w.m[0]); }) == "");
    }
    SUBCASE("add_all") { LEAVES_NO_TRACE(w.full->members.add_all({w.m[8], w.m[4], w.m[6], w.m[9]})); }
    SUBCASE("remove") { LEAVES_NO_TRACE(w.full->members.remove(w.m[1])); }
}

TEST_CASE("a mutator that asks a Dynamic for its members leaves no trace when it runs out of memory") {
    using dynamic::World;
    SUBCASE("clear") { LEAVES_NO_TRACE(w.full->members.clear()); }
    SUBCASE("assignment") { LEAVES_NO_TRACE((w.full->members = {w.m[8], w.m[3], w.m[4], w.m[1]})); }
}

TEST_CASE_TEMPLATE("a reference that runs out of memory leaves no trace", World, list::World, placed::World, set::World,
    dynamic::World, write_only::World) {
    SUBCASE("to another owner") { LEAVES_NO_TRACE(w.m[0]->owner = w.other); }
    SUBCASE("to a new owner") { LEAVES_NO_TRACE(w.m[0]->owner = typename World::Owner{}); }
    SUBCASE("to an owner that is not loaded") { LEAVES_NO_TRACE(w.m[0]->owner = w.unread); }
    SUBCASE("from an owner that is not loaded") { LEAVES_NO_TRACE(w.m[6]->owner = w.full); }
    SUBCASE("to nobody") { LEAVES_NO_TRACE(w.m[0]->owner = nullptr); }
    SUBCASE("of a new member") { LEAVES_NO_TRACE(w.m[8]->owner = w.full); }
}

TEST_CASE_TEMPLATE("a mutator of a list that runs out of memory leaves no trace", World, list::World, placed::World) {
    SUBCASE("insert") { LEAVES_NO_TRACE(w.full->members.insert(1, w.m[4])); }
    SUBCASE("insert, a new member") { LEAVES_NO_TRACE(w.full->members.insert(0, w.m[8])); }
    SUBCASE("insert, a member that is there") { LEAVES_NO_TRACE(w.full->members.insert(1, w.m[3])); }
    SUBCASE("insert, several") { LEAVES_NO_TRACE(w.full->members.insert(1, std::vector{w.m[8], w.m[4]})); }
    SUBCASE("insert, named ones") { LEAVES_NO_TRACE(w.full->members.insert(1, {w.m[8], w.m[4]})); }
    SUBCASE("+=") { LEAVES_NO_TRACE((w.full->members += std::vector{w.m[8], w.m[4]})); }
    SUBCASE("insert, at an iterator") { LEAVES_NO_TRACE(w.full->members.insert(w.full->members.begin(), w.m[8])); }
    SUBCASE("push_back") { LEAVES_NO_TRACE(w.full->members.push_back(w.m[8])); }
    SUBCASE("set") { LEAVES_NO_TRACE(w.full->members.set(1, w.m[4])); }
    SUBCASE("assignment to a place") { LEAVES_NO_TRACE(w.full->members[1] = w.m[8]); }
    SUBCASE("set_slice") { LEAVES_NO_TRACE(w.full->members.set_slice(1, 3, {w.m[8], w.m[1], w.m[4]})); }
    SUBCASE("assign") { LEAVES_NO_TRACE(w.full->members.assign({w.m[0], w.m[8]})); }
    SUBCASE("pop") { LEAVES_NO_TRACE(w.full->members.pop(1)); }
    SUBCASE("pop_back") { LEAVES_NO_TRACE(w.full->members.pop_back()); }
    SUBCASE("erase, at an iterator") { LEAVES_NO_TRACE(w.full->members.erase(w.full->members.begin())); }
    SUBCASE("erase_slice") { LEAVES_NO_TRACE(w.full->members.erase_slice(0, 2)); }
    SUBCASE("sort") {
        LEAVES_NO_TRACE(w.full->members.sort([](auto& left, auto& right) { return left.key > right.key; }));
    }
    SUBCASE("reverse") { LEAVES_NO_TRACE(w.full->members.reverse()); }
    SUBCASE("swap") { LEAVES_NO_TRACE(w.full->members.swap(0, 2)); }
    SUBCASE("move") { LEAVES_NO_TRACE(w.full->members.move(0, 2)); }
    SUBCASE("sort, a comparison fails") {
        REFUSAL_LEAVES_NO_TRACE(w.full->members.sort([](auto& left, auto& right) {
            refuse_in_turn();
            return left.key > right.key;
        }));
    }
    SUBCASE("sort_by, the attribute's function fails") {
        REFUSAL_LEAVES_NO_TRACE(w.full->members.sort_by([](auto& member) {
            refuse_in_turn();
            return -member.key.get();
        }));
    }
}

TEST_CASE("reorder() of a list with positions that runs out of memory leaves no trace") {
    using placed::World;
    CHECK(faults::first_trace_of_no_memory<World>([](auto& w) { w.full->members.reorder(); },
              [](auto& w) {
                  for (auto& member : w.m) member->place = 7;
              }) == "");
}

TEST_CASE_TEMPLATE(
    "a mutator of a set that runs out of memory leaves no trace", World, set::World, linked_sets::World) {
    SUBCASE("insert") { LEAVES_NO_TRACE(w.full->members.insert(w.m[4])); }
    SUBCASE("insert, several") { LEAVES_NO_TRACE(w.full->members.insert({w.m[8], w.m[0], w.m[4]})); }
    SUBCASE("erase") { LEAVES_NO_TRACE(w.full->members.erase(w.m[1])); }
    SUBCASE("erase, at an iterator") { LEAVES_NO_TRACE(w.full->members.erase(w.full->members.begin())); }
    SUBCASE("pop") { LEAVES_NO_TRACE(w.full->members.pop()); }
    SUBCASE("|=") { LEAVES_NO_TRACE((w.full->members |= {w.m[1], w.m[8], w.m[6]})); }
    SUBCASE("&=") { LEAVES_NO_TRACE((w.full->members &= {w.m[1], w.m[8], w.m[6]})); }
    SUBCASE("-=") { LEAVES_NO_TRACE((w.full->members -= {w.m[1], w.m[8], w.m[2]})); }
    SUBCASE("^=") { LEAVES_NO_TRACE((w.full->members ^= {w.m[1], w.m[8], w.m[6]})); }
}

TEST_CASE("an attribute that runs out of memory leaves no trace") {
    using list::World;
    LEAVES_NO_TRACE(w.m[0]->key = 77);
}

} // namespace mutators
