// SPDX-License-Identifier: MIT
// A list may hold an object several times. What counts is whether it holds it at all, for its reference, its row and
// its place in the session.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/history.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace occurrences {
using namespace athanor;
using support::Statements;

struct Track;
struct Album {
    Key<int> id;
    List<Track, owned> tracks;
};
struct Track {
    Key<int> id;
    One<Album> album;
};

struct Song; // knows nothing of its playlist
struct Playlist {
    Key<int> id;
    List<Song, owned> songs;
};
struct Song {
    Key<int> id;
};

template <class OwnerClass, auto Members> struct Kind {
    using Owner = OwnerClass;
    static auto& members(const Ref<Owner>& owner) { return (*owner).*Members; }
    static bool is_modified(const Ref<Owner>& owner) { return history<Members>(owner).changed(); }
};
using WithReference = Kind<Album, &Album::tracks>;
using WithoutReference = Kind<Playlist, &Playlist::songs>;

template <class Kind> struct Shelf {
    using Owner = typename Kind::Owner;
    using List = std::remove_reference_t<decltype(Kind::members(Ref<Owner>()))>;
    using Member = typename List::target_type;

    Engine db{"sqlite://"};
    Session session{(create_all<Owner>(db), db)};
    Ref<Owner> owner = session.add(Owner{});
    List& members = Kind::members(owner);
    Ref<Member> a = members.add(Member{}), b = members.add(Member{});
    Shelf() { session.commit(); }

    std::int64_t rows() { return session.template select<Member>().count(); }
    std::size_t writes_of_flush() {
        const Statements seen(db);
        session.flush();
        return seen.writes();
    }
};

TEST_CASE_TEMPLATE("occurrences: two owned members that are exchanged by assignment did not change", Kind,
    WithReference, WithoutReference) {
    Shelf<Kind> s;
    const auto first = s.members.at(0);
    s.members[0] = s.members[1]; // it stands there twice now
    s.members[1] = first;
    CHECK_FALSE(Kind::is_modified(s.owner));
    CHECK(s.writes_of_flush() == 0);
    CHECK(s.rows() == 2);
}

TEST_CASE_TEMPLATE("occurrences: an owned member that goes from the front to the back did not change", Kind,
    WithReference, WithoutReference) {
    Shelf<Kind> s;
    s.members.add(s.members.pop(0));
    CHECK(s.members == std::vector{s.b, s.a});
    CHECK_FALSE(Kind::is_modified(s.owner));
    CHECK(s.writes_of_flush() == 0);
    CHECK(s.rows() == 2);
}

TEST_CASE_TEMPLATE("occurrences: an owned member that is held twice is deleted when it has been taken out twice", Kind,
    WithReference, WithoutReference) {
    Shelf<Kind> s;
    s.members.add(s.a);
    s.members.pop();
    CHECK(s.writes_of_flush() == 0);
    s.members.add(s.a);
    s.members.remove(s.a);
    s.members.remove(s.a);
    s.session.flush();
    CHECK(state(s.a) == State::deleted);
    CHECK(s.rows() == 1);
}

TEST_CASE_TEMPLATE(
    "occurrences: a new owned member that is held twice stays in the session until it is taken out twice", Kind,
    WithReference, WithoutReference) {
    Shelf<Kind> s;
    const auto fresh = make(typename Shelf<Kind>::Member{});
    s.members = {fresh, fresh};
    s.members.remove(fresh);
    CHECK(state(fresh) == State::pending);
    SUBCASE("taken out once") {
        s.session.flush();
        CHECK(state(fresh) == State::persistent);
    }
    SUBCASE("taken out twice") {
        s.members.remove(fresh);
        CHECK(state(fresh) == State::transient);
    }
}

TEST_CASE_TEMPLATE("occurrences: an owned member that a second owner takes before the first lets it go is no orphan",
    Kind, WithReference, WithoutReference) {
    Shelf<Kind> s;
    const auto other = s.session.add(typename Kind::Owner{});
    s.session.flush();
    Kind::members(other).add(s.a);
    s.members.remove(s.a);
    s.session.commit();
    s.session.expire_all();
    CHECK(s.rows() == 2);
    CHECK(Kind::members(other) == std::vector{s.a});
}

TEST_CASE_TEMPLATE("occurrences: a stored member that is held twice keeps its owner when it is taken out once", Kind,
    WithReference, WithoutReference) {
    Shelf<Kind> s;
    s.members.add(s.a);
    s.session.commit();
    s.members.pop();
    s.session.commit();
    s.session.expire_all();
    CHECK(s.members == std::vector{s.a, s.b});
}

TEST_CASE_TEMPLATE("occurrences: a member that a flush gave to another owner cannot be lost by the first", Kind,
    WithReference, WithoutReference) {
    Shelf<Kind> s;
    const auto other = s.session.add(typename Kind::Owner{});
    s.session.flush();
    CHECK(Kind::members(other).empty());
    Kind::members(other).add(s.a);
    s.session.flush();
    SUBCASE("by taking it out") { s.members.remove(s.a); }
    SUBCASE("by an assignment") { s.members = {s.b}; }
    SUBCASE("which the second one can") {
        Kind::members(other).remove(s.a);
        s.session.commit();
        CHECK(s.rows() == 1);
        return;
    }
    s.session.commit();
    s.session.expire_all();
    CHECK(s.rows() == 2);
    CHECK(Kind::members(other) == std::vector{s.a});
}

} // namespace occurrences
