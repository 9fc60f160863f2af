// SPDX-License-Identifier: MIT
// A list with position<…> keeps a column of its members up to date.
#include "support/statements.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace position_list {
using namespace athanor;
using support::Statements;
struct Playlist;

struct Track {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<std::optional<int>> place;
    One<Playlist> playlist;
};
struct Playlist {
    Key<int> id;
    List<Track, owned, position<&Track::place>> tracks;
};

struct Player {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Playlist> playlist;
    Ref<Track> a, b, c, d;
    Player() {
        create_all<Playlist>(db);
        playlist = session.add(Playlist{});
        playlist->tracks.add_all({{.title = "a"}, {.title = "b"}, {.title = "c"}, {.title = "d"}});
        a = playlist->tracks[0];
        b = playlist->tracks[1];
        c = playlist->tracks[2];
        d = playlist->tracks[3];
        session.commit();
    }
    std::string places() const {
        std::string text;
        for (auto track : playlist->tracks)
            text += *track->title + (track->place.get() ? std::to_string(*track->place.get()) : "-");
        return text;
    }
    // what a fresh session reads
    std::string stored() {
        Session other(db);
        std::string text;
        for (auto track : other.get<Playlist>(1)->tracks) text += track->title;
        return text;
    }
};

TEST_CASE_FIXTURE(Player, "position: members count from 0, in memory at once and in their rows") {
    CHECK(places() == "a0b1c2d3");
    CHECK(stored() == "abcd");
}

TEST_CASE_FIXTURE(Player, "position: an insert moves those behind it, one row each, and no others") {
    playlist->tracks.insert(2, Track{.title = "x"});
    CHECK(places() == "a0b1x2c3d4");
    Statements seen(db);
    session.commit();
    CHECK(seen.count("INSERT") == 1);
    CHECK(stored() == "abxcd");
}

TEST_CASE_FIXTURE(Player, "position: swapping two writes two rows, moving one writes those in between") {
    playlist->tracks.swap(0, 3);
    CHECK(places() == "d0b1c2a3");
    CHECK(changed_objects(session).size() == 2);
    session.commit();
    CHECK(stored() == "dbca");
    playlist->tracks.move(3, 1);
    CHECK(places() == "d0a1b2c3");
    CHECK(changed_objects(session).size() == 3);
    session.commit();
    CHECK(stored() == "dabc");
}

TEST_CASE_FIXTURE(Player, "position: sorting and reversing are written") {
    playlist->tracks.reverse();
    CHECK(places() == "d0c1b2a3");
    session.commit();
    CHECK(stored() == "dcba");
    playlist->tracks.sort_by(&Track::title);
    session.commit();
    CHECK(stored() == "abcd");
}

TEST_CASE_FIXTURE(Player, "position: those behind one that leaves move up, whichever side says so") {
    playlist->tracks.pop(1);
    CHECK(places() == "a0c1d2");
    a->playlist = nullptr;
    CHECK(places() == "c0d1");
    playlist->tracks.remove(c);
    CHECK(places() == "d0");
    session.commit();
    CHECK(stored() == "d");
}

TEST_CASE_FIXTURE(Player, "position: a new member of the other side gets the last place") {
    const auto x = session.add(Track{.title = "x", .playlist = playlist});
    CHECK(x->place == 4);
}

TEST_CASE_FIXTURE(Player, "position: assigning to a place writes the position of the one that comes") {
    playlist->tracks[1] = Track{.title = "x"};
    CHECK(places() == "a0x1c2d3");
    playlist->tracks.set_slice(0, 2, {b});
    CHECK(places() == "b0c1d2");
}

TEST_CASE_FIXTURE(Player, "position: a member that comes to the end stands last, whatever position it had") {
    playlist->tracks.add(Track{.title = "x", .place = 77});
    CHECK(places() == "a0b1c2d3x4");
    playlist->tracks.push_back(playlist->tracks.pop(0));
    CHECK(places() == "b0c1d2x3a4");
    session.commit();
    CHECK(stored() == "bcdxa");
}

TEST_CASE_FIXTURE(Player, "position: a whole assignment and edit count anew") {
    playlist->tracks = {d, a, b, c};
    CHECK(places() == "d0a1b2c3");
    session.commit();
    CHECK(stored() == "dabc");
    playlist->tracks.edit([](auto& raw) { std::ranges::reverse(raw); });
    CHECK(places() == "c0b1a2d3");
    session.commit();
    CHECK(stored() == "cbad");
    playlist->tracks.clear();
    playlist->tracks.add_all({d, c, b, a});
    session.commit();
    CHECK(stored() == "dcba");
}

TEST_CASE_FIXTURE(Player, "position: members of another list come to the end, whichever side says so") {
    const auto other = session.add(Playlist{});
    const auto x = other->tracks.add(Track{.title = "x"}), y = other->tracks.add(Track{.title = "y"});
    session.commit();
    playlist->tracks.push_back(y);
    x->playlist = playlist;
    CHECK(places() == "a0b1c2d3y4x5");
    other->tracks.add_all(playlist->tracks);
    session.commit();
    session.expire_all();
    CHECK(other->tracks.size() == 6);
    CHECK(other->tracks[5] == x);
    CHECK(other->tracks[5]->place == 5);
}

TEST_CASE_FIXTURE(Player, "position: what comes behind a gap that a deleted member left stands last") {
    session.erase(a);
    session.commit();
    playlist->tracks.push_back(Track{.title = "x"});
    CHECK(places() == "b0c1d2x3");
    session.commit();
    CHECK(stored() == "bcdx");
}

TEST_CASE_FIXTURE(Player, "position: who comes to a list that is not in memory stands last in its rows") {
    session.expire_all();
    session.add(Track{.title = "x", .playlist = playlist});
    session.commit();
    CHECK(stored() == "abcdx");
    CHECK(places() == "a0b1c2d3x4");
}

TEST_CASE_FIXTURE(Player, "position: who was in another list meanwhile and comes back stands where its row does") {
    const auto other = session.add(Playlist{});
    other->tracks.add_all({{.title = "x"}, {.title = "y"}});
    session.commit();
    session.expire<&Playlist::tracks>(playlist);
    a->playlist = other;
    CHECK(a->place == 2);
    a->playlist = playlist;
    session.commit();
    CHECK(stored() == "abcd");
    CHECK(places() == "a0b1c2d3");
}

TEST_CASE_FIXTURE(Player, "position: what a savepoint did to the order is undone with it") {
    session.begin_nested();
    playlist->tracks.reverse();
    session.flush();
    session.rollback_nested();
    CHECK(places() == "a0b1c2d3");
}

TEST_CASE_FIXTURE(Player, "position: members that are deleted and stand in the list are not written") {
    session.begin_nested();
    session.erase(a);
    session.flush();
    playlist->tracks.reverse();
    session.rollback_nested();
    CHECK(places() == "a0b1c2d3");
}

struct Shelf;
struct Book {
    Key<int> id;
    Mapped<std::optional<int>> place;
    One<Shelf> shelf;
};
struct Shelf {
    Key<int> id;
    List<Book, owned, position<&Book::place>, keeps_positions> books;
};

TEST_CASE("position: with keeps_positions what comes to the end keeps one that it has, until the list is reordered") {
    const auto shelf = make(Shelf{});
    shelf->books.add(Book{.place = 77});
    const auto second = shelf->books.add(Book{});
    CHECK(shelf->books[0]->place == 77);
    CHECK(second->place == 1);
    shelf->books.reorder();
    CHECK(shelf->books[0]->place == 0);
}

TEST_CASE("position: an exchange keeps positions on both sides where the lists keep them") {
    Engine db("sqlite://");
    create_all<Shelf>(db);
    Session session(db);
    const auto a = session.add(Shelf{.books = {make(Book{.place = 5}), make(Book{.place = 7})}});
    const auto b = session.add(Shelf{.books = {make(Book{.place = 3}), make(Book{.place = 9})}});
    session.commit();
    SUBCASE("from the one") { a->books.swap(b->books); }
    SUBCASE("from the other") { b->books.swap(a->books); }
    CHECK(a->books[0]->place == 3);
    CHECK(a->books[1]->place == 9);
    CHECK(b->books[0]->place == 5);
    CHECK(b->books[1]->place == 7);
}

TEST_CASE_FIXTURE(Player, "position: taking members from the end writes none of the others") {
    playlist->tracks.pop_back();
    playlist->tracks.set_slice(2, 3, {});
    Statements seen(db);
    session.commit();
    CHECK(seen.count("UPDATE") == 0);
    CHECK(seen.count("DELETE") == 2);
    CHECK(places() == "a0b1");
    b->place = 9; // by hand: the next operation counts it
    playlist->tracks.push_back(Track{.title = "n"});
    b->place = 8;
    playlist->tracks.pop_back();
    CHECK(places() == "a0b1");
}

TEST_CASE_FIXTURE(Player, "position: what was written by hand is counted anew") {
    b->place = 9;
    playlist->tracks.reorder();
    CHECK(places() == "a0b1c2d3");
    Statements seen(db);
    session.commit();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Player, "position: an operation that is refused moves nobody") {
    Session other(db);
    const auto foreign = other.get<Track>(1);
    CHECK_THROWS_AS(playlist->tracks.set_slice(0, 1, {b, foreign}), UsageError);
    CHECK_THROWS_AS(playlist->tracks.insert(0, foreign), UsageError);
    CHECK(places() == "a0b1c2d3");
}

TEST_CASE_FIXTURE(Player, "position: rows without one get it when they are loaded") {
    session.execute("UPDATE track SET place = NULL WHERE title = 'd'");
    session.expire_all();
    CHECK(places() == "d0a1b2c3");
    playlist->tracks.move(0, 3);
    CHECK(places() == "a0b1c2d3");
}

TEST_CASE_FIXTURE(Player, "position: an expired position is read before the list is changed") {
    session.expire(c);
    Statements seen(db);
    playlist->tracks.erase(0);
    CHECK(seen.count("SELECT") == 1);
    CHECK(places() == "b0c1d2");
}

TEST_CASE_FIXTURE(Player, "position: what was queued for a list is placed when that is loaded") {
    session.autoflush(false);
    const auto x = session.add(Track{.title = "x"});
    session.commit();
    session.expire_all();
    x->playlist = playlist;
    CHECK(places() == "a0b1c2d3x4");
}

TEST_CASE_FIXTURE(Player, "position: new lists count too") {
    const auto fresh = make(Playlist{.tracks = {make(Track{.title = "x"}), make(Track{.title = "y"})}});
    CHECK(fresh->tracks[1]->place == 1);
}

} // namespace position_list
