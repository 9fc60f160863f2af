// SPDX-License-Identifier: MIT
// Each mutator of a dictionary, and each write of a key, with each of its allocations and each call of the key function
// failing: both sides, their history, the entries and the session are as before.
#include "strong_guarantee/faults.hpp"
#include "strong_guarantee/world.hpp"
#include <doctest/doctest.h>

namespace dictionaries {
using namespace athanor;
using faults::refuse_in_turn;

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
using World = faults::World<Owner, Member>;
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
using World = faults::World<Owner, Member>;
} // namespace sorted

namespace loose {
struct Owner;
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<loose::Owner> owner;
};
struct Owner {
    Key<int> id;
    Dict<&Member::key, untracked> members;
};
using World = faults::World<Owner, Member>;
} // namespace loose

namespace by_function {
struct Owner;
struct Member {
    Key<int> id;
    Mapped<int> key;
    One<by_function::Owner> owner;
    int said() const {
        refuse_in_turn();
        return key;
    }
};
struct Owner {
    Key<int> id;
    Dict<&Member::said, owned> members;
};
using World = faults::World<Owner, Member>;
} // namespace by_function

#define LEAVES_NO_TRACE(...) CHECK(faults::first_trace_of_no_memory<World>([](auto& w) { __VA_ARGS__; }) == "")
#define LEAVES_NO_TRACE_AFTER(before, ...)                                                                             \
    CHECK(faults::first_trace_of_no_memory<World>([](auto& w) { __VA_ARGS__; }, [](auto& w) { before; }) == "")
#define REFUSAL_LEAVES_NO_TRACE_AFTER(before, ...)                                                                     \
    CHECK((faults::first_trace_of<World, faults::FailingCall, faults::Refusal>(                                        \
              [](auto& w) { __VA_ARGS__; }, [](auto& w) { before; })) == "")

TEST_CASE_TEMPLATE("a mutator of a dictionary that runs out of memory leaves no trace", World, owning::World,
    sorted::World, loose::World, by_function::World) {
    using Member = typename World::Member;
    SUBCASE("add, a new member") { LEAVES_NO_TRACE(w.full->members.add(w.m[8])); }
    SUBCASE("add, a value") { LEAVES_NO_TRACE(w.full->members.add(Member{.key = 12})); }
    SUBCASE("add, a member of another owner") { LEAVES_NO_TRACE(w.full->members.add(w.m[4])); }
    SUBCASE("add, a member of an owner that is not loaded") { LEAVES_NO_TRACE(w.full->members.add(w.m[6])); }
    SUBCASE("add, after a member was taken out") {
        LEAVES_NO_TRACE_AFTER(w.full->members.remove(w.m[0]), w.full->members.add(w.m[0]));
    }
    SUBCASE("put, in place of another") { LEAVES_NO_TRACE_AFTER(w.m[4]->key = 2, w.full->members.put(w.m[4])); }
    SUBCASE("put, where it stands already") { LEAVES_NO_TRACE(w.full->members.put(w.m[1])); }
    SUBCASE("[]") { LEAVES_NO_TRACE(w.full->members[8] = w.m[8]); }
    SUBCASE("[], in place of another") { LEAVES_NO_TRACE_AFTER(w.m[8]->key = 1, w.full->members[1] = w.m[8]); }
    SUBCASE("insert") { LEAVES_NO_TRACE(w.full->members.insert(w.m[8])); }
    SUBCASE("insert, a pair") { LEAVES_NO_TRACE(w.full->members.insert(std::pair(8, w.m[8]))); }
    SUBCASE("insert_or_assign") { LEAVES_NO_TRACE(w.full->members.insert_or_assign(8, w.m[8])); }
    SUBCASE("try_emplace") { LEAVES_NO_TRACE(w.full->members.try_emplace(4, w.m[4])); }
    SUBCASE("setdefault") { LEAVES_NO_TRACE(w.full->members.setdefault(8, w.m[8])); }
    SUBCASE("add_all") { LEAVES_NO_TRACE(w.full->members.add_all({w.m[8], w.m[4], w.m[6], w.m[9]})); }
    SUBCASE("update") { LEAVES_NO_TRACE(w.full->members.update({w.m[8], w.m[4], {6, w.m[6]}})); }
    SUBCASE("remove") { LEAVES_NO_TRACE(w.full->members.remove(w.m[1])); }
    SUBCASE("remove_all") { LEAVES_NO_TRACE(w.full->members.remove_all({w.m[1], w.m[8], w.m[3]})); }
    SUBCASE("remove_if") {
        LEAVES_NO_TRACE(w.full->members.remove_if([](auto& m) { return m.key > 1; }));
    }
    SUBCASE("drop") { LEAVES_NO_TRACE(w.full->members.drop(w.m[1])); }
    SUBCASE("erase") { LEAVES_NO_TRACE(w.full->members.erase(1)); }
    SUBCASE("erase, at an iterator") { LEAVES_NO_TRACE(w.full->members.erase(w.full->members.find(2))); }
    SUBCASE("pop") { LEAVES_NO_TRACE(w.full->members.pop(1)); }
    SUBCASE("popitem") { LEAVES_NO_TRACE(w.full->members.popitem()); }
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
    SUBCASE("a reference to another owner") { LEAVES_NO_TRACE(w.m[0]->owner = w.other); }
    SUBCASE("a reference to an owner that is not loaded") { LEAVES_NO_TRACE(w.m[0]->owner = w.unread); }
    SUBCASE("a reference, in place of another") { LEAVES_NO_TRACE_AFTER(w.m[4]->key = 2, w.m[4]->owner = w.full); }
    SUBCASE("a reference of a new member") { LEAVES_NO_TRACE(w.m[8]->owner = w.full); }
    SUBCASE("a reference to nobody") { LEAVES_NO_TRACE(w.m[0]->owner = nullptr); }
    SUBCASE("rekey of all members") {
        LEAVES_NO_TRACE_AFTER((w.m[0]->key = 40, w.m[1]->key = 41), w.full->members.rekey());
    }
}

TEST_CASE_TEMPLATE("a write of dictionary keys that runs out of memory leaves no trace", World, owning::World,
    sorted::World, loose::World) {
    SUBCASE("one key") { LEAVES_NO_TRACE(w.m[0]->key = 77); }
    SUBCASE("in place") {
        LEAVES_NO_TRACE(w.m[0]->key.edit([](int& key) { key += 40; }));
    }
    SUBCASE("rekey") { LEAVES_NO_TRACE(w.full->members.rekey({{0, 1}, {1, 2}, {2, 0}})); }
}

TEST_CASE_TEMPLATE(
    "a second write of a dictionary key that runs out of memory leaves no trace", World, owning::World, sorted::World) {
    LEAVES_NO_TRACE_AFTER((w.m[0]->key = 30, w.m[0]->key = 0), w.m[0]->key = 77);
}

TEST_CASE("a mutator of a dictionary whose key function fails leaves no trace") {
    using by_function::World;
#define REFUSED(...) REFUSAL_LEAVES_NO_TRACE_AFTER(w.m[4]->key = 1, __VA_ARGS__) // it meets another when it comes in
    SUBCASE("put") { REFUSED(w.full->members.put(w.m[8])); }
    SUBCASE("put, in place of another") { REFUSED(w.full->members.put(w.m[4])); }
    SUBCASE("put, of an owner that is not loaded") { REFUSED(w.full->members.put(w.m[6])); }
    SUBCASE("[]") { REFUSED(w.full->members[8] = w.m[8]); }
    SUBCASE("try_emplace") { REFUSED(w.full->members.try_emplace(8, w.m[8])); }
    SUBCASE("update") { REFUSED(w.full->members.update({w.m[8], w.m[4], w.m[6]})); }
    SUBCASE("assignment") { REFUSED((w.full->members = {w.m[8], w.m[0], w.m[4]})); }
    SUBCASE("an exchange") { REFUSED(w.full->members.swap(w.other->members)); }
    SUBCASE("drop") { REFUSED(w.full->members.drop(w.m[2])); }
    SUBCASE("pop") { REFUSED(w.full->members.pop(3)); }
    SUBCASE("erase") { REFUSED(w.full->members.erase(3)); }
    SUBCASE("a reference, in place of another") { REFUSED(w.m[4]->owner = w.full); }
    SUBCASE("a reference of a new member") { REFUSED(w.m[8]->owner = w.full); }
    SUBCASE("rekey") { REFUSAL_LEAVES_NO_TRACE_AFTER(w.m[0]->key = 50, w.full->members.rekey()); }
    SUBCASE("flush") { REFUSAL_LEAVES_NO_TRACE_AFTER(w.m[0]->key = 50, w.session.flush()); }
}

} // namespace dictionaries
