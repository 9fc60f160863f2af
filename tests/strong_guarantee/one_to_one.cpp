// SPDX-License-Identifier: MIT
#include "strong_guarantee/faults.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/history.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace one_to_one {
using namespace athanor;

struct Passport;
struct Locker;
struct Person {
    Key<int> id;
    One<Passport, owned> passport;
    One<Locker, owned> locker; // knows nothing of the person
};
struct Passport {
    Key<int> id;
    One<Person> person;
};
struct Locker {
    Key<int> id;
};

/// Two people who have both things, one who has neither, and things that nobody has.
struct World {
    Engine db{"sqlite://"};
    Session session{(create_all<Person>(db), db), autoflush(false)};
    Ref<Passport> p = make(Passport{}), q = make(Passport{}), loose_passport = make(Passport{});
    Ref<Locker> l = make(Locker{}), k = make(Locker{}), loose_locker = make(Locker{});
    Ref<Person> ann = session.add(Person{.passport = p, .locker = l}),
                ben = session.add(Person{.passport = q, .locker = k}), cy = session.add(Person{});
    World() { session.commit(); }

    std::string look() {
        std::string all;
        for (const auto& person : {ann, ben, cy})
            all += name(person->passport.ref()) + name(person->locker.ref()) +
                (is_modified(person) ? ", modified\n" : "\n");
        for (const auto& passport : {p, q, loose_passport})
            all += name(passport->person.ref()) + (is_modified(passport) ? ", modified\n" : "\n");
        all += "new:" + names(new_objects(session)) + "\nchanged:" + names(changed_objects(session)) +
            "\ndeleted:" + names(deleted_objects(session)) + '\n';
        return all;
    }

private:
    std::string name(const AnyRef& object) const {
        const AnyRef known[] = {ann, ben, cy, p, q, loose_passport, l, k, loose_locker};
        const char* names[] = {"ann", "ben", "cy", "p", "q", "loose passport", "l", "k", "loose locker"};
        for (std::size_t i = 0; i < 9; ++i)
            if (object && known[i] == object) return std::string(" ") + names[i];
        return object ? " new" : " nothing";
    }
    std::string names(const std::vector<AnyRef>& objects) const {
        std::string all;
        for (const AnyRef& object : objects) all += name(object);
        return all;
    }
};

#define LEAVES_NO_TRACE(...) CHECK(faults::first_trace_of_no_memory<World>([](World& w) { __VA_ARGS__; }) == "")

TEST_CASE("a one-to-one reference that runs out of memory leaves no trace") {
    SUBCASE("to what another has") { LEAVES_NO_TRACE(w.ann->passport = w.q); }
    SUBCASE("to what another has, from the other side") { LEAVES_NO_TRACE(w.p->person = w.ben); }
    SUBCASE("to what nobody has") { LEAVES_NO_TRACE(w.ann->passport = w.loose_passport); }
    SUBCASE("to what nobody has, from the other side") { LEAVES_NO_TRACE(w.loose_passport->person = w.ann); }
    SUBCASE("to something new") { LEAVES_NO_TRACE(w.ann->passport = Passport{}); }
    SUBCASE("to nothing") { LEAVES_NO_TRACE(w.ann->passport = nullptr); }
    SUBCASE("to nothing, from the other side") { LEAVES_NO_TRACE(w.p->person = nullptr); }
    SUBCASE("for the first time") { LEAVES_NO_TRACE(w.cy->passport = w.q); }
}

TEST_CASE("a one-to-one reference without a reference back that runs out of memory leaves no trace") {
    SUBCASE("to what another has") { LEAVES_NO_TRACE(w.ann->locker = w.k); }
    SUBCASE("to what nobody has") { LEAVES_NO_TRACE(w.ann->locker = w.loose_locker); }
    SUBCASE("to nothing") { LEAVES_NO_TRACE(w.ann->locker = nullptr); }
    SUBCASE("for the first time") { LEAVES_NO_TRACE(w.cy->locker = w.k); }
}

} // namespace one_to_one
