// SPDX-License-Identifier: MIT
// Blobs, enumerations kept as text, times, identifiers, documents and decimals as columns.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <athanor/chrono.hpp>
#include <athanor/decimal.hpp>
#include <athanor/json.hpp>
#include <athanor/typed/inspect.hpp>
#include <athanor/uuid.hpp>
#include <doctest/doctest.h>

namespace type_values {
using namespace athanor;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::sys_time;
using std::chrono::year_month_day;
using support::has;
using support::message;

enum class Colour : std::int8_t { red = 1, green = -2, blue = 3 };
using Money = Decimal<10, 2>;
using Nanoseconds = sys_time<std::chrono::nanoseconds>;
using Milliseconds = sys_time<std::chrono::milliseconds>;

/// A type of the program's own that throws what it likes.
struct Percent {
    int value = 0;
};

} // namespace type_values

template <>
inline constexpr auto athanor::as_text<type_values::Colour> = athanor::enum_names<type_values::Colour>(
    {{type_values::Colour::red, "red"}, {type_values::Colour::green, "green"}});
template <> struct athanor::codec<type_values::Percent> {
    static std::string to_database(const type_values::Percent& percent) {
        if (percent.value > 100) throw std::domain_error("more than everything");
        return std::to_string(percent.value) + "%";
    }
    static type_values::Percent from_database(std::string_view text) {
        if (!text.ends_with('%')) throw std::invalid_argument("there is no % at its end");
        return {std::stoi(std::string(text))};
    }
};

namespace type_values {

struct Blob {
    Key<int> id;
    Mapped<std::vector<std::byte>> bytes;
    Mapped<std::vector<unsigned char>> octets;
    Mapped<std::optional<std::vector<std::byte>>> maybe;
};
struct Paint {
    Key<int> id;
    Mapped<Colour> colour = Colour::red;
    Mapped<std::optional<Colour>> second;
};
struct Event {
    Key<int> id;
    Mapped<sys_seconds> at;
    Mapped<Nanoseconds> exact;
    Mapped<std::optional<Milliseconds>> maybe;
    Mapped<sys_days> day;
    Mapped<year_month_day> date = 2000y / 1 / 1;
    Mapped<std::optional<year_month_day>> end;
    Mapped<std::chrono::minutes> length;
};
struct Line;
struct Order {
    Key<Uuid> id;
    Mapped<std::optional<Uuid>> replaces;
    Mapped<Money> total;
    Mapped<std::optional<Decimal<15, 6>>> rate;
    Mapped<Percent> discount;
    List<Line, owned> lines;
};
struct Line {
    Key<int> id;
    Mapped<std::string> text;
    One<Order> order;
};
struct Document {
    Key<int> id;
    Mapped<nlohmann::json> body;
    Mapped<std::optional<nlohmann::json>> maybe;
    Mapped<nlohmann::ordered_json> ordered;
};

struct Database {
    Engine db{"sqlite://"};
    Session session{db};
    Database() {
        create_all<Blob>(db);
        create_all<Paint>(db);
        create_all<Event>(db);
        create_all<Order>(db);
        create_all<Document>(db);
    }
    template <class T> Ref<T> again(T&& value) {
        const auto added = session.add(std::move(value));
        session.commit();
        const auto key = added->id.get();
        session.expunge_all();
        return session.get<T>(key);
    }
    Value one(const std::string& sql) { return session.execute(sql).rows.at(0).at(0); }
    /// What a commit of the new object says.
    template <class T> std::string refusal(T&& value) {
        session.add(std::move(value));
        const std::string text = message<ValueError>([&] { session.commit(); });
        session.rollback();
        return text;
    }
    /// What loading all objects of the class says after the statement ran.
    template <class T> std::string bad_cell(const std::string& sql) {
        session.expunge_all();
        session.execute(sql);
        return message<DecodeError>([&] { session.select<T>().all(); });
    }
};

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> result;
    for (const int value : values) result.push_back(static_cast<std::byte>(value));
    return result;
}

TEST_CASE_FIXTURE(Database, "types: a blob keeps every byte, and an empty one is not NULL") {
    auto row = again(Blob{.bytes = bytes({0, 255, 0, 'a'}), .octets = std::vector<unsigned char>{1, 0, 2}});
    CHECK((row->bytes == bytes({0, 255, 0, 'a'})));
    CHECK(row->octets.size() == 3);
    CHECK(!row->maybe.has_value());
    CHECK(one("SELECT hex(bytes) FROM blob") == Value("00FF0061"));
    CHECK(one("SELECT typeof(bytes) FROM blob") == Value("blob"));
    row->bytes = std::vector<std::byte>();
    row->maybe = bytes({});
    session.commit();
    session.expunge_all();
    CHECK(session.get<Blob>(1)->bytes.empty());
    CHECK(session.get<Blob>(1)->maybe.has_value());
    CHECK(session.select<Blob>()
              .where([](auto& b) {
                  return b.octets == std::vector<unsigned char>{1, 0, 2};
              })
              .count() == 1);
    CHECK(has(bad_cell<Blob>("UPDATE blob SET bytes = 'text'"), {"blob.bytes", "key 1", "'text'", "a blob"}));
}

TEST_CASE_FIXTURE(Database, "types: a blob changed in place is written, one that was only looked at is not") {
    auto row = again(Blob{.bytes = bytes({1})});
    row->bytes.edit([](auto& raw) { raw.push_back(std::byte{2}); });
    session.commit();
    CHECK(one("SELECT hex(bytes) FROM blob") == Value("0102"));
    row->bytes.edit([](auto&) {});
    CHECK(!is_modified(row));
}

TEST_CASE_FIXTURE(Database, "types: an enumeration with names is a text") {
    auto row = again(Paint{.colour = Colour::green, .second = Colour::red});
    CHECK(row->colour == Colour::green);
    CHECK(row->second == Colour::red);
    CHECK(one("SELECT colour || second FROM paint") == Value("greenred"));
    CHECK(session.select<Paint>().where([](auto& p) { return p.colour == Colour::green; }).count() == 1);
    CHECK(session.select<Paint>().where([](auto& p) { return in(p.colour, {Colour::red}); }).count() == 0);
    CHECK_THROWS_AS((void)session.select<Paint>().where([](auto& p) { return p.colour == Colour::blue; }), ValueError);
    CHECK(
        has(bad_cell<Paint>("UPDATE paint SET colour = 'pink'"), {"paint.colour", "key 1", "'pink'", "Paint::colour"}));
    CHECK(has(bad_cell<Paint>("UPDATE paint SET colour = 1"), {"paint.colour", "Paint::colour"}));
}

TEST_CASE_FIXTURE(Database, "types: an enumerator without a name is refused when it is written") {
    const std::string text = refusal(Paint{.colour = Colour::blue});
    CHECK_MESSAGE(has(text, {"Paint::colour", "paint.colour", "number 3", "as_text"}), text);
    CHECK(has(refusal(Paint{.second = Colour::blue}), {"Paint::second"}));
}

TEST_CASE_FIXTURE(Database, "types: points of time and dates are texts that compare like times") {
    const sys_seconds noon = sys_days(2024y / 5 / 1) + 12h;
    auto row = again(Event{.at = noon,
        .exact = noon + 250ms,
        .maybe = noon + 5ms,
        .day = sys_days(2024y / 2 / 29),
        .date = 1999y / 12 / 31,
        .length = 90min});
    CHECK((row->at == noon));
    CHECK((row->exact == noon + 250ms));
    CHECK((*row->maybe == noon + 5ms));
    CHECK((row->day == sys_days(2024y / 2 / 29)));
    CHECK((row->date == 1999y / 12 / 31));
    CHECK(!row->end.has_value());
    CHECK((row->length == 90min));
    const auto cells = session.execute("SELECT at, exact, maybe, day, date, length FROM event").rows.at(0);
    CHECK(cells[0] == Value("2024-05-01 12:00:00"));
    CHECK(cells[1] == Value("2024-05-01 12:00:00.25"));
    CHECK(cells[2] == Value("2024-05-01 12:00:00.005"));
    CHECK(cells[3] == Value("2024-02-29"));
    CHECK(cells[4] == Value("1999-12-31"));
    CHECK(cells[5] == Value(90));
    const auto count = [&](auto&& condition) { return session.select<Event>().where(condition).count(); };
    CHECK(count([&](auto& e) { return e.at == noon; }) == 1);
    CHECK(count([&](auto& e) { return e.at < noon + 1ns && e.exact > e.at && e.maybe < e.exact; }) == 1);
    CHECK(count([&](auto& e) { return e.at > std::chrono::system_clock::now(); }) == 0);
    CHECK(count([&](auto& e) { return e.date < e.day && e.day <= 2024y / 2 / 29; }) == 1);
    CHECK(count([&](auto& e) { return e.length == 90min; }) == 1);
}

TEST_CASE_FIXTURE(Database, "types: times before 1970, at the ends of a type's range and at those of the calendar") {
    CHECK((again(Event{.exact = Nanoseconds(-1ns)})->exact == Nanoseconds(-1ns)));
    CHECK((again(Event{.exact = Nanoseconds::min()})->exact == Nanoseconds::min()));
    CHECK((again(Event{.exact = Nanoseconds::max()})->exact == Nanoseconds::max()));
    const sys_seconds last = sys_days(9999y / 12 / 31) + 23h + 59min + 59s;
    CHECK((again(Event{.at = last})->at == last));
    CHECK((again(Event{.at = sys_days(0y / 1 / 1)})->at == sys_days(0y / 1 / 1)));
    CHECK(has(refusal(Event{.at = last + 1s}), {"Event::at", "event.at", "9999"}));
    CHECK(has(refusal(Event{.at = sys_seconds::min()}), {"Event::at"}));
    CHECK(has(refusal(Event{.day = sys_days(std::chrono::days(2000000000))}), {"Event::day", "9999"}));
    CHECK(has(refusal(Event{.date = 2023y / 2 / 29}), {"Event::date", "no day"}));
}

TEST_CASE_FIXTURE(Database, "types: what is no time, or does not fit the attribute's unit, is a DecodeError") {
    again(Event{.at = sys_days(2024y / 5 / 1)});
    const auto reads = [&](const std::string& text) {
        session.expunge_all();
        session.execute("UPDATE event SET at = ?", text);
        return session.get<Event>(1)->at.get();
    };
    const sys_seconds noon = sys_days(2024y / 5 / 1) + 12h;
    for (const char* text : {"2024-05-01T12:00:00Z", "2024-05-01 12:00", "2024-05-01 12:00:00.000000",
             "2024-05-01 14:00:00+02:00", "2024-05-01T10:30:00-0130", "2024-05-01 12:00:00+00"})
        CHECK_MESSAGE((reads(text) == noon), text);
    for (const char* text : {"", "now", "2024-05-01", "2024-5-1 12:00:00", "2024-05-01 24:00:00", "2024-05-01 12:60:00",
             "2024-02-30 12:00:00", "2024-05-01 12:00:00.5", "2024-05-01 12:00:00.", "2024-05-01 12:00:00 ",
             "2024-05-01 12:00:00+", "-024-05-01 12:00:00"}) {
        const std::string error = message<DecodeError>([&] { (void)reads(text); });
        CHECK_MESSAGE(has(error, {"event.at", "key 1", "Event::at", "a point of time"}), text, error);
    }
    CHECK(has(bad_cell<Event>("UPDATE event SET at = 1714564800"), {"event.at", "1714564800"}));
    session.execute("UPDATE event SET at = '2024-05-01 12:00:00'");
    CHECK(has(bad_cell<Event>("UPDATE event SET exact = '2300-01-01 00:00:00'"), {"event.exact"})); // beyond 2262
    session.execute("UPDATE event SET exact = '2024-05-01 12:00:00'");
    for (const char* text : {"2024-13-01", "2024-02-30", "2024-05-01 12:00:00", "20240501", "0"})
        CHECK(has(bad_cell<Event>("UPDATE event SET date = '" + std::string(text) + "'"), {"event.date", "a date"}));
}

TEST_CASE_FIXTURE(Database, "types: a UUID is a key like any other") {
    const Uuid first = Uuid::time_ordered(), second = Uuid::random();
    CHECK(first != second);
    auto order = again(Order{.id = first, .replaces = second, .lines = {make(Line{.text = "a"})}});
    CHECK(order == session.get<Order>(first));
    CHECK(session.get<Order>(second) == nullptr);
    CHECK(order->replaces == second);
    CHECK(order->lines.size() == 1);
    CHECK(order->lines[0]->order == order);
    CHECK(one("SELECT order_id FROM line") == Value(to_string(first)));
    CHECK(session.select<Order>().where([&](auto& o) { return o.id == first && o.replaces != first; }).count() == 1);
    CHECK(session.execute("SELECT count(*) FROM \"order\" WHERE id = ?", first).rows[0][0] == Value(1));
    CHECK(has(bad_cell<Order>("UPDATE \"order\" SET replaces = 'x'"), {"order.replaces", to_string(first), "a UUID"}));
    CHECK(
        has(bad_cell<Order>("UPDATE \"order\" SET replaces = upper('" + to_string(second) + "')"), {"order.replaces"}));
}

TEST_CASE("types: a UUID is read from its text and written as it") {
    const std::string text = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    CHECK(to_string(Uuid(text)) == text);
    CHECK(Uuid("6BA7B810-9DAD-11D1-80B4-00C04FD430C8") == Uuid(text));
    CHECK(Uuid().is_nil());
    for (const char* bad : {"", "6ba7b8109dad11d180b400c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
             "6ba7b810-9dad-11d1-80b4-00c04fd430c8 ", "6ba7b810+9dad-11d1-80b4-00c04fd430c8"})
        CHECK_THROWS_AS(Uuid{std::string_view(bad)}, ValueError);
    CHECK(to_string(Uuid::random())[14] == '4');
    CHECK(to_string(Uuid::time_ordered())[14] == '7');
    CHECK(std::hash<Uuid>()(Uuid(text)) == std::hash<Uuid>()(Uuid(text)));
}

TEST_CASE_FIXTURE(Database, "types: a decimal is exact, and a number for the database") {
    auto order =
        again(Order{.id = Uuid::random(), .total = Money("12.50"), .rate = Decimal<15, 6>("-123456789.000001")});
    CHECK(order->total == Money("12.5"));
    CHECK(to_string(order->total.get()) == "12.50");
    CHECK(order->rate == Decimal<15, 6>("-123456789.000001"));
    order->total += Money("0.05");
    order->total = order->total * 2;
    session.commit();
    CHECK(one("SELECT typeof(total) FROM \"order\"") == Value("real"));
    const auto count = [&](auto&& condition) { return session.select<Order>().where(condition).count(); };
    CHECK(count([](auto& o) { return o.total == Money("25.10") && o.total > 9 && o.total * 2 > 50; }) == 1);
    order->total = 7;
    session.commit();
    session.expunge_all();
    CHECK(session.select<Order>().one()->total == 7);
    CHECK(has(bad_cell<Order>("UPDATE \"order\" SET total = 0.125"), {"order.total", "0.125", "a Decimal"}));
    CHECK(has(bad_cell<Order>("UPDATE \"order\" SET total = 1e8"), {"order.total"}));
    CHECK(has(bad_cell<Order>("UPDATE \"order\" SET total = '12,50'"), {"order.total"}));
}

TEST_CASE_FIXTURE(Database, "types: every decimal of fifteen digits comes back from the database as it was") {
    std::uint64_t chance = 42;
    for (int i = 0; i < 200; ++i) {
        chance = chance * 6364136223846793005u + 1442695040888963407u;
        const auto value =
            Decimal<15, 6>::from_units(static_cast<std::int64_t>(chance % 1999999999999999u) - 999999999999999);
        CHECK(again(Order{.id = Uuid::random(), .rate = value})->rate == value);
    }
}

TEST_CASE("types: decimals calculate without rounding, and refuse what they cannot hold") {
    CHECK(Money("0.10") + Money("0.20") == Money("0.30"));
    CHECK(Money(3) * 4 - 1 == Money("11.00"));
    CHECK(-Money("0.05") < 0);
    CHECK(to_string(Money("-0.05")) == "-0.05");
    CHECK(to_string(Decimal<5, 0>("42")) == "42");
    CHECK(Money::rounded(2.345) == Money("2.35"));
    CHECK(Money("1.500") == Money("1.5"));
    CHECK(Money("99999999.99").units() == 9999999999);
    for (const char* bad :
        {"", "-", ".", "1.234", "1,5", "1e3", " 1", "--1", "1.2.3", "100000000", "12345678901234567890123"})
        CHECK_THROWS_AS(Money{std::string_view(bad)}, ValueError);
    CHECK_THROWS_AS(Money("99999999.99") + Money("0.01"), ValueError);
    CHECK_THROWS_AS(Money("99999999.99") * 1000000000000, ValueError);
    CHECK_THROWS_AS(Money(100000000), ValueError);
    CHECK_THROWS_AS(Money::rounded(std::numeric_limits<double>::infinity()), ValueError);
}

TEST_CASE_FIXTURE(Database, "types: a JSON document is its text") {
    auto row = again(Document{.body = nlohmann::json{{"b", 1}, {"a", {1, "x", nullptr}}},
        .ordered = nlohmann::ordered_json{{"z", 1}, {"a", 2}}});
    CHECK(row->body["a"][1] == "x");
    CHECK(!row->maybe.has_value());
    CHECK(one("SELECT body FROM document") == Value(R"({"a":[1,"x",null],"b":1})"));
    CHECK(one("SELECT ordered FROM document") == Value(R"({"z":1,"a":2})"));
    row->body.edit([](auto& body) { body["c"] = true; });
    row->maybe = nlohmann::json(nullptr); // the document null, not NULL
    session.commit();
    session.expunge_all();
    row = session.get<Document>(1);
    CHECK(row->body["c"] == true);
    CHECK(row->maybe.has_value());
    CHECK(one("SELECT maybe FROM document") == Value("null"));
    CHECK(has(bad_cell<Document>("UPDATE document SET body = '{'"), {"document.body", "key 1", "a JSON document"}));
    CHECK(has(refusal(Document{.body = nlohmann::json("\xff")}), {"Document::body", "document.body"}));
}

TEST_CASE_FIXTURE(Database, "types: what a codec throws names the attribute, its column and the row") {
    const Uuid id = Uuid::random();
    CHECK(again(Order{.id = id, .discount = Percent{15}})->discount.get().value == 15);
    const std::string text = refusal(Order{.id = Uuid::random(), .discount = Percent{101}});
    CHECK_MESSAGE(has(text, {"Order::discount", "order.discount", "more than everything"}), text);
    const std::string bad = bad_cell<Order>("UPDATE \"order\" SET discount = '15'");
    CHECK_MESSAGE(has(bad, {"order.discount", to_string(id), "'15'", "there is no %"}), bad);
}

TEST_CASE_FIXTURE(Database, "types: keys and parameters of any type, checked like attributes") {
    CHECK_THROWS_AS((void)session.get<Blob>(std::numeric_limits<std::uint64_t>::max()), ValueError);
    CHECK_THROWS_AS((void)session.execute("SELECT ?", std::numeric_limits<double>::quiet_NaN()), ValueError);
    CHECK(session.execute("SELECT ?", Colour::green).rows[0][0] == Value("green"));
    CHECK(session.execute("SELECT ?", sys_days(2024y / 5 / 1)).rows[0][0] == Value("2024-05-01"));
    CHECK(session.execute("SELECT ?", std::optional<Money>()).rows[0][0].is_null());
    CHECK(session.execute("SELECT hex(?)", bytes({1, 2})).rows[0][0] == Value("0102"));
}

} // namespace type_values
