// SPDX-License-Identifier: MIT
// A dictionary of sets of numbers, which hides the objects and tables that keep it.
// Columns are aligned by hand.
// clang-format off
#include <athanor/athanor.hpp>
#include <cstdlib>
#include <iostream>
#include <set>

using namespace athanor;
static void expect(bool holds, const char* what) {
    if (!holds) { std::cerr << "failed: " << what << '\n'; std::exit(1); }
}

struct C {
    Key<int>    id;
    Mapped<int> value;
};

struct B {
    Key<int>                       id;
    Mapped<std::string>            key;
    Set<C, owned>                  elements;
    Proxy<&B::elements, &C::value> values;                  // a set of int
};

struct A {
    Key<int>                            id;
    Dict<&B::key, owned, creating>      associations;
    Proxy<&A::associations, &B::values> collections;        // a dictionary of sets of int; a missing key is created
};

int main() {
    Engine db("sqlite://");
    create_all<A>(db);
    Session session(db);

    session.add(A{.collections = {{"1", {1, 2, 3}}}});
    session.commit();

    auto a = session.select<A>().first();
    expect(a->collections["1"] == std::set{1, 2, 3}, "reads as a set of int");
    a->collections["1"].insert(4);
    session.commit();

    a->collections["2"].insert({7, 8, 9});
    session.commit();
    for (int value : a->collections["2"]) std::cout << value << ' ';   // 7 8 9
    std::cout << '\n';

    Session other(db);
    auto again = other.get<A>(1);
    expect(again->collections.size() == 2 && again->collections["1"].contains(4), "stored");
    expect(!again->collections.contains("3") && again->collections.size() == 2, "asking creates nothing");
    again->collections["1"].erase(4);                       // an orphan: its row goes
    other.commit();
    expect(other.select<C>().count() == 6, "six rows left");
}
