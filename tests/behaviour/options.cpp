// SPDX-License-Identifier: MIT
// Options of columns, relationships and tables: what they make of a table, and what they do.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/decimal.hpp>
#include <doctest/doctest.h>

namespace options {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Hall;
struct Ticket;
struct Guest;

struct Seat {
    static constexpr auto table =
        athanor::table("", schema("venue"), unique_together("hall", "row", "number"), sqlite_without_rowid);
    Key<std::string> id;
    Column<int, column("rank"), indexed> row;
    Mapped<std::int16_t> number;
    One<Hall, required, indexed> hall;
    List<Ticket> tickets;
};
struct Hall {
    static constexpr auto table = athanor::table("halls", schema("venue"), unique_together("city", "name"),
        indexes("city"), checks("length(name) > 0", "rows > 0"), sqlite_strict);
    Key<std::string, length(8)> code;
    Mapped<std::string> city;
    Column<std::string, length(40)> name;
    Column<int, default_value(10), server_default("5")> rows;
    Column<std::optional<std::string>, required> owner;
    Column<std::string, deferred> plan;
    List<Seat, owned, passive_deletes, on_update(cascade), order_by<&Seat::row, &Seat::number>> seats;
};
struct Ticket {
    static constexpr auto table = athanor::table("", schema("venue"), table_option("mysql_charset", "utf8mb4"));
    Column<std::int64_t, primary_key, not_generated> number;
    Column<Decimal<8, 2>, server_default("0")> price;
    One<Seat, on_delete(restricted)> seat;
    Set<Guest, via("guests_of"), by("ticket"), on_delete(cascade)> guests;
};
struct Guest {
    static constexpr auto table = athanor::table("guest", schema("venue"));
    Key<int> id;
    Column<std::string, unique_key> name;
    Column<std::optional<int>, references("guest.id", on_delete(set_null))> invited_by;
    Set<Ticket, via("guests_of"), by("guest")> tickets;
};

struct Database {
    Engine db{"sqlite://?private=1"};
    Session session{db};
    Database() {
        session.execute("ATTACH ':memory:' AS venue");
        session.commit();
    }
};

const char* const golden = R"(Hall
  table venue.halls
    code text(8), primary key
    city text, not null
    name text(40), not null
    rows integer, not null, default 5
    owner text, not null
    plan text, not null
    unique (city, name)
    index (city)
    check (length(name) > 0)
    check (rows > 0)
    option sqlite_strict
  plan: deferred
  seats: one-to-many Seat, pairs with hall, owned, passive_deletes, ordered by rank, number
    halls.code = seat.hall_id
Seat
  table venue.seat
    id text, primary key
    rank integer, not null, indexed
    number smallint, not null
    hall_id text(8), not null, indexed
    (hall_id) references venue.halls(code) on delete cascade on update cascade
    unique (hall_id, rank, number)
    option sqlite_without_rowid
  row: column rank
  hall: many-to-one Hall, pairs with seats
    seat.hall_id = halls.code
  tickets: one-to-many Ticket, pairs with seat, ordered by number
    seat.id = ticket.seat_id
Ticket
  table venue.ticket
    number bigint, primary key
    price decimal(8, 2), not null, default 0
    seat_id text
    (seat_id) references venue.seat(id) on delete restrict
    option mysql_charset utf8mb4
  seat: many-to-one Seat, pairs with tickets
    ticket.seat_id = seat.id
  guests: many-to-many Guest, pairs with tickets, ordered by id
    ticket.number = guests_of.ticket and guests_of.guest = guest.id
Guest
  table venue.guest
    id integer, primary key, generated
    name text, not null, unique
    invited_by integer
    (invited_by) references venue.guest(id) on delete set null
  tickets: many-to-many Ticket, pairs with guests, ordered by number
    guest.id = guests_of.guest and guests_of.ticket = ticket.number
(no class)
  table venue.guests_of
    ticket bigint, primary key
    guest integer, primary key
    (ticket) references venue.ticket(number) on delete cascade
    (guest) references venue.guest(id)
)";

TEST_CASE("options: describe_all prints all of them") {
    // [describe]
    CHECK(describe_all<Hall>() == golden);
    // [/describe]
}

TEST_CASE_FIXTURE(Database, "options: tables in a schema are made, with their keys, constraints and indexes") {
    create_all<Hall>(db);
    create_all<Hall>(db);
    auto hall = session.add(Hall{.code = "A",
        .city = "Ulm",
        .name = "Main",
        .owner = "ann",
        .plan = "...",
        .seats = {make(Seat{.id = "A2", .row = 1, .number = 2}), make(Seat{.id = "A1", .row = 1, .number = 1})}});
    auto guest = session.add(Guest{.name = "bob"});
    auto ticket = session.add(Ticket{.number = 77, .seat = hall->seats[0], .guests = {guest}});
    session.commit();
    session.expunge_all();
    hall = session.get<Hall>("A");
    CHECK(hall->rows == 10); // the value of a new object, not that of the database
    CHECK(hall->seats[0]->number == 1);
    CHECK(session.get<Ticket>(77)->price == 0);
    CHECK(session.get<Ticket>(77)->guests.size() == 1);
    CHECK(session.execute("SELECT count(*) FROM venue.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
              .rows[0][0] == Value(3));
    session.commit();
    drop_all<Hall>(db);
    CHECK(session.execute("SELECT count(*) FROM venue.sqlite_schema").rows[0][0] == Value(0));
}

TEST_CASE_FIXTURE(Database, "options: the database keeps what they promise") {
    create_all<Hall>(db);
    const auto refused = [&](auto&& object) {
        session.add(std::move(object));
        const std::string text = message<IntegrityError>([&] { session.commit(); });
        session.rollback();
        return text;
    };
    const auto hall = session.add(Hall{.code = "A", .city = "Ulm", .name = "Main", .owner = "ann"});
    session.add(Seat{.id = "s", .row = 1, .number = 1, .hall = hall});
    session.commit();
    CHECK(has(
        refused(Hall{.code = "B", .city = "Ulm", .name = "Main", .owner = "x"}), {"UNIQUE", "halls.city, halls.name"}));
    CHECK(has(refused(Hall{.code = "B", .city = "Ulm", .name = "", .owner = "x"}), {"CHECK", "length(name) > 0"}));
    CHECK(has(refused(Hall{.code = "B", .city = "Ulm", .name = "b"}), {"NOT NULL", "halls.owner"}));
    CHECK(has(refused(Seat{.id = "t", .row = 1, .number = 1, .hall = session.get<Hall>("A")}),
        {"UNIQUE", "seat.hall_id, seat.rank, seat.number"}));
    CHECK(has(refused(Seat{.id = "t"}), {"NOT NULL", "seat.hall_id"}));
    CHECK(session.execute("UPDATE halls SET code = 'Z'").changes == 1); // ON UPDATE CASCADE
    CHECK(session.get<Seat>("s")->hall->code == "Z");
    session.add(Ticket{.number = 1, .seat = session.get<Seat>("s"), .guests = {make(Guest{.name = "bob"})}});
    session.commit();
    CHECK_THROWS_AS(session.execute("DELETE FROM seat"), IntegrityError); // restricted
    session.execute("DELETE FROM ticket");                                // the links go with it
    CHECK(session.execute("SELECT count(*) FROM guests_of").rows[0][0] == Value(0));
}

TEST_CASE_FIXTURE(Database, "options: a deferred column is loaded alone, when it is read, and written like any other") {
    create_all<Hall>(db);
    session.add(Hall{.code = "A", .name = "a", .owner = "x", .plan = "first"});
    session.commit();
    session.expunge_all();
    Statements statements(db);
    auto hall = session.get<Hall>("A");
    CHECK(statements.text().find("plan") == std::string::npos);
    hall->name = "b"; // an UPDATE of another column neither reads nor writes it
    session.commit();
    CHECK(statements.text().find("plan") == std::string::npos);
    statements.clear();
    CHECK(hall->plan == "first");
    CHECK(hall->plan == "first");
    CHECK(statements.count("SELECT") == 1);
    CHECK(statements.text().find("owner") == std::string::npos);
    session.expire(hall);
    statements.clear();
    CHECK(hall->name == "b");
    CHECK(statements.text().find("plan") == std::string::npos);
    hall->plan = "second"; // written without being read
    statements.clear();
    session.commit();
    CHECK(statements.count() == 1);
    CHECK(session.execute("SELECT plan FROM halls").rows[0][0] == Value("second"));
    CHECK(session.select<Hall>().where([](auto& h) { return h.plan == "second"; }).count() == 1);
    session.expunge_all();
    hall = session.get<Hall>("A");
    session.expunge(hall);
    CHECK_THROWS_AS((void)hall->plan.get(), DetachedError);
}

} // namespace options
