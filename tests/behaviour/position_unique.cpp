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

} // namespace position_unique
