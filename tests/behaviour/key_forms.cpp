// SPDX-License-Identifier: MIT
// A key is the same key in whatever form its column keeps it.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <athanor/chrono.hpp>
#include <athanor/decimal.hpp>
#include <doctest/doctest.h>

namespace key_forms {
using namespace athanor;
using support::has;
using support::message;
using Money = Decimal<10, 2>;

struct Line;
struct Tier {
    Key<Money> limit;
    List<Line, owned> lines;
};
struct Line {
    Key<int> id;
    Mapped<int> number;
    One<Tier> tier;
};
struct Point;
struct Level {
    Key<double> height;
    List<Point, owned> points;
};
struct Point {
    Key<int> id;
    One<Level> level;
};
struct Old {
    Key<std::int64_t> id;
    Mapped<int> number;
};
struct Event {
    Key<std::chrono::sys_seconds> at;
    Mapped<int> number;
};
struct Member;
struct Group {
    Key<std::string> name;
    List<Member, owned> members;
};
struct Member {
    Key<int> id;
    One<Group> group;
};

struct Tiers {
    Engine db{"sqlite://"};
    Session session{db};
    Tiers() {
        create_all<Tier>(db);
        session.add(Tier{.limit = Money("100"), .lines = {make(Line{.number = 1}), make(Line{.number = 2})}});
        session.add(Tier{.limit = Money("2.5"), .lines = {make(Line{.number = 3})}});
        session.commit();
        session.expunge_all();
    }
};

TEST_CASE("key forms: a decimal without a fraction is one object, however it is found") {
    Tiers tiers;
    const auto got = tiers.session.get<Tier>(Money("100"));
    CHECK(tiers.session.select<Tier>().order_by([](auto& tier) { return desc(tier.limit); }).first() == got);
    CHECK(tiers.session.get<Line>(1)->tier == got);
    CHECK(got->lines.size() == 2);
    CHECK(tiers.session.identity_map_size() == 3);
}

TEST_CASE("key forms: members are loaded in batches for owners with such keys, and the other way round") {
    Tiers tiers;
    std::size_t lines = 0;
    for (const auto& tier : tiers.session.select<Tier>().with<&Tier::lines>()) lines += tier->lines.size();
    CHECK(lines == 3);
    tiers.session.expunge_all();
    const auto all = tiers.session.select<Line>().with<&Line::tier>().all();
    CHECK(all.at(0)->tier == all.at(1)->tier);
    CHECK(all.at(0)->tier->limit == Money("100"));
    CHECK(tiers.session.identity_map_size() == 5);
}

TEST_CASE("key forms: a double in a NUMERIC column") {
    Engine db("sqlite://");
    Session session(db);
    session.execute("CREATE TABLE level (height NUMERIC PRIMARY KEY)");
    session.execute("CREATE TABLE point (id INTEGER PRIMARY KEY, level_id NUMERIC)");
    session.add(Level{.height = 100, .points = {make(Point{}), make(Point{})}});
    session.add(Level{.height = 2.5, .points = {make(Point{})}});
    session.commit();
    session.expunge_all();
    const auto levels =
        session.select<Level>().with<&Level::points>().order_by([](auto& l) { return asc(l.height); }).all();
    CHECK(levels.at(1)->points.size() == 2);
    CHECK(session.get<Level>(100) == levels.at(1));
}

TEST_CASE("key forms: an integer in a REAL column") {
    Engine db("sqlite://");
    Session session(db);
    session.execute("CREATE TABLE old (id REAL PRIMARY KEY, number)");
    session.execute("INSERT INTO old VALUES (5, 1)");
    const auto got = session.get<Old>(5);
    CHECK(session.select<Old>().one() == got);
    CHECK(session.identity_map_size() == 1);
}

TEST_CASE("key forms: a spelling that the row would not be found by again is refused") {
    Engine db("sqlite://");
    Session session(db);
    session.execute("CREATE TABLE event (at TEXT PRIMARY KEY, number)");
    session.execute("INSERT INTO event VALUES ('2024-05-01T12:00:00Z', 1), ('2024-05-01 12:00:00', 2)");
    const std::string why = message<DecodeError>([&] { (void)session.select<Event>().all(); });
    CHECK(has(why, {"event.at holds '2024-05-01T12:00:00Z', which Event::at"}));
    CHECK(has(why, {"writes as '2024-05-01 12:00:00'"}));
}

TEST_CASE("key forms: a batch says which key its owners spell in another way") {
    Engine db("sqlite://");
    Session session(db);
    session.execute("CREATE TABLE \"group\" (name TEXT PRIMARY KEY)");
    session.execute("CREATE TABLE member (id INTEGER PRIMARY KEY, group_id TEXT COLLATE NOCASE)");
    session.execute("INSERT INTO \"group\" VALUES ('a'), ('b')");
    session.execute("INSERT INTO member VALUES (1, 'A')");
    const std::string why = message<DecodeError>([&] { (void)session.select<Group>().with<&Group::members>().all(); });
    CHECK(has(why, {"Member #1 in table member has 'A' as the key of the object whose Group::members it belongs to"}));
}

} // namespace key_forms
