// SPDX-License-Identifier: MIT
// Positions that are unique in their list: no two rows may have one, not even in between.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace position_unique {
using namespace athanor;
using support::Statements;
struct Playlist;

struct Track {
    static constexpr auto table = athanor::table("unique_tracks", unique_together("playlist_id", "place"));
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> place;
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
    Player() {
        create_all<Playlist>(db);
        playlist = session.add(Playlist{});
        playlist->tracks.add_all({{.title = "a"}, {.title = "b"}, {.title = "c"}, {.title = "d"}});
        session.commit();
    }
    std::string stored() {
        Session other(db);
        std::string text;
        for (auto track : other.get<Playlist>(1)->tracks) text += track->title;
        return text;
    }
};

TEST_CASE_FIXTURE(Player, "unique position: an insert at the front moves all up") {
    playlist->tracks.insert(0, Track{.title = "x"});
    session.commit();
    CHECK(stored() == "xabcd");
}

TEST_CASE_FIXTURE(Player, "unique position: the first leaves") {
    playlist->tracks.erase(0);
    session.commit();
    CHECK(stored() == "bcd");
}

TEST_CASE_FIXTURE(Player, "unique position: two are swapped, and all are turned round") {
    Statements seen(db);
    playlist->tracks.swap(0, 1);
    session.commit();
    CHECK(seen.writes() == 3); // one of them steps aside first
    CHECK(stored() == "bacd");
    playlist->tracks.reverse();
    session.commit();
    CHECK(stored() == "dcab");
    playlist->tracks.move(0, 3);
    session.commit();
    CHECK(stored() == "cabd");
}

// Two lists with members that both have.
struct Players : Player {
    Ref<Playlist> second;
    Players() {
        second = session.add(Playlist{});
        second->tracks.add_all({{.title = "x"}, {.title = "y"}});
        session.commit();
    }
    std::string shown(Session& by) {
        std::string text;
        for (const int id : {1, 2}) {
            for (auto track : by.get<Playlist>(id)->tracks) text += *track->title + std::to_string(*track->place);
            if (id == 1) text += " | ";
        }
        return text;
    }
    // what the session shows, if a fresh one reads the same
    std::string committed() {
        session.commit();
        Session other(db);
        const std::string is = shown(session), stored = shown(other);
        return is == stored ? is : is + " is stored as " + stored;
    }
};

TEST_CASE_FIXTURE(Players, "unique position: what stepped aside gets its place back, also where it kept it") {
    const Ref<Track> a = playlist->tracks[0], x = second->tracks[0];
    second->tracks.set(0, a);
    playlist->tracks.insert(0, x);
    CHECK(committed() == "x0b1c2d3 | a0y1");
}

TEST_CASE_FIXTURE(Players, "unique position: two lists exchange all that they have") {
    const auto first = playlist->tracks.snapshot(), other = second->tracks.snapshot();
    playlist->tracks.set_slice(0, 4, other);
    second->tracks.set_slice(0, 0, first);
    CHECK(committed() == "x0y1 | a0b1c2d3");
}

TEST_CASE_FIXTURE(Players, "unique position: the place that a member leaves for another list is free for a new one") {
    second->tracks.insert(0, playlist->tracks[0]);
    playlist->tracks.insert(0, Track{.title = "n"});
    CHECK(committed() == "n0b1c2d3 | a0x1y2");
}

TEST_CASE_FIXTURE(Players, "unique position: a new member takes the place of one that is deleted for it") {
    second->tracks.insert(0, playlist->tracks[0]);
    playlist->tracks.set(0, Track{.title = "n"});
    CHECK(committed() == "n0c1d2 | a0x1y2");
}

} // namespace position_unique
