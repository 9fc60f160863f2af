// SPDX-License-Identifier: MIT
// Hostile and odd data: what goes in comes out, or is refused by an error that says what and where. The rows that one
// database has no way to break are here too, with the nearest thing that it could do.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <athanor/chrono.hpp>
#include <athanor/typed/functions.hpp>
#include <bit>
#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <limits>

namespace bad_data {
using namespace athanor;
using support::has;
using support::message;
using namespace std::string_literals;

struct Note {
    Key<int> id;
    Mapped<std::string> text;
    Mapped<std::optional<std::string>> label;
};
struct Hostile {
    static constexpr auto table = athanor::table("select \"x\"; DROP TABLE note; --", unique_together("'; --", "from"));
    Column<int, primary_key, column("a\"b\\c`d]")> id;
    Column<std::string, column("'; --")> quote;
    Column<std::string, column("from"), indexed> keyword;
    Column<std::string, column("😀 %_?")> smile;
};
struct NulName {
    Key<int> id;
    Column<int, column("a\0b")> value;
};
struct Cells {
    Key<int> id;
    Mapped<std::int32_t> number;
    Mapped<std::uint8_t> small;
    Mapped<std::uint64_t> large;
    Mapped<double> real;
    Mapped<float> single;
    Mapped<bool> flag;
    Mapped<std::string> text;
    Mapped<std::vector<std::byte>> bytes;
    Mapped<std::optional<std::chrono::year_month_day>> date;
    Mapped<std::optional<std::chrono::sys_seconds>> time;
};
struct Checked {
    static constexpr auto table = athanor::table("checked", sqlite_strict);
    Key<int> id;
    Mapped<std::int16_t> number;
    Mapped<bool> flag;
};

struct Database {
    Engine db{"sqlite://"};
    Session session{db};
    Database() {
        create_all<Note>(db);
        create_all<Cells>(db);
    }
    std::int64_t count(const std::string& sql) { return session.execute(sql).rows.at(0).at(0).integer(); }
};

/// Texts made of what is special to SQL; the same ones every time.
std::vector<std::string> hostile_texts(std::size_t count) {
    const std::vector<std::string> parts{"'", "\"", ";", "--", "/*", "*/", "\\", "%", "_", "?", "?1", ":a", "@a", "$a",
        "\0"s, "\n", "`", "[", "]", "(", ")", " OR 1=1", "DROP TABLE note", " UNION SELECT ", "NULL", "x'41'", "0", "ä",
        "\xff"};
    std::vector<std::string> texts;
    std::uint64_t chance = 1;
    for (std::size_t i = 0; i < count; ++i) {
        std::string text;
        for (int part = 0; part < 6; ++part) {
            chance = chance * 6364136223846793005u + 1442695040888963407u;
            text += parts[(chance >> 33) % parts.size()];
        }
        texts.push_back(text);
    }
    return texts;
}

TEST_CASE_FIXTURE(Database, "bad data, R29: values of every kind are bound, whatever they look like") {
    for (const std::string& text : hostile_texts(300)) {
        auto note = session.add(Note{.text = text, .label = text});
        session.commit();
        session.expire(note);
        REQUIRE((note->text == text));
        note->label = text + "'";
        session.commit();
        const auto found = [&](auto&& condition) { return session.select<Note>().where(condition).count(); };
        REQUIRE(found([&](auto& n) { return n.text == text && n.label == text + "'"; }) == 1);
        REQUIRE(found([&](auto& n) { return in(n.text, {text, "'"s}); }) == 1);
        REQUIRE(found([&](auto& n) { return n.text == text + "x"; }) == 0);
        (void)found([&](auto& n) { return like(n.text, text); });
        REQUIRE(session.execute("SELECT ?", text).rows[0][0] == Value(text));
        session.erase(note);
    }
    session.commit();
    CHECK(session.select<Note>().count() == 0);
}

TEST_CASE_FIXTURE(Database, "bad data, R29: names are quoted in every kind of statement") {
    create_all<Hostile>(db);
    create_all<Hostile>(db); // IF NOT EXISTS finds them again
    auto row = session.add(Hostile{.id = 7, .quote = "a", .keyword = "b", .smile = "c"});
    session.commit();
    row->smile = "d";
    session.commit();
    session.expunge_all();
    row = session.select<Hostile>()
              .where([](auto& h) { return h.quote == "a" && h.keyword < "c" && h.smile == "d"; })
              .order_by([](auto& h) -> auto& { return h.smile; })
              .one();
    CHECK(row->id == 7);
    session.erase(row);
    session.commit();
    CHECK(session.select<Hostile>().count() == 0);
    CHECK(session.select<Note>().count() == 0); // still there
    session.commit();
    drop_all<Hostile>(db);
    CHECK(count("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'select%'") == 0);
}

TEST_CASE_FIXTURE(Database, "bad data, R29: a NUL byte in a name is refused, and one text is one statement") {
    CHECK_THROWS_AS(create_all<NulName>(db), UsageError);
    CHECK_THROWS_AS(session.execute("SELECT 1; DROP TABLE note"), UsageError);
    CHECK(session.select<Note>().count() == 0);
}

TEST_CASE_FIXTURE(Database, "bad data, R30: NUL bytes in a text are kept, wherever they are") {
    for (const std::string& text : {"a\0b"s, "\0"s, "\0a"s, "a\0"s}) {
        auto note = session.add(Note{.text = text});
        session.commit();
        session.expunge_all();
        CHECK(session.select<Note>().where([&](auto& n) { return n.text == text; }).one()->text.size() == text.size());
    }
    CHECK(session.select<Note>().where([](auto& n) { return n.text == "a"; }).count() == 0);
}

TEST_CASE_FIXTURE(Database, "bad data, R31: bytes that are no UTF-8 come back as they went in") {
    for (const std::string& text : {"\xff"s, "a\xc3"s, "\xed\xa0\x80"s, "\xc0\x80"s}) {
        const auto note = session.add(Note{.text = text});
        session.commit();
        const int id = note->id;
        session.expunge_all();
        CHECK((session.get<Note>(id)->text == text));
    }
    CHECK(session.select<Note>().all().size() == 4); // and do not stand in the way of the other rows
}

TEST_CASE_FIXTURE(
    Database, "bad data, R32: a cell of another type is an error that names table, column, key and member") {
    session.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY)");
    session.execute("DROP TABLE cells");
    session.execute("CREATE TABLE cells (id INTEGER PRIMARY KEY, number, small, large, real, single, flag, text, "
                    "bytes, date, time)");
    session.execute("INSERT INTO cells VALUES (5, 1, 1, 1, 1.5, 1.5, 1, 'a', x'00', NULL, NULL)");
    CHECK(session.get<Cells>(5)->number == 1);
    const std::pair<const char*, std::vector<const char*>> bad[] = {
        {"number", {"'abc'", "1.5", "x'01'", "9.3e18", "'1'", "''", "NULL", "2147483648"}},
        {"small", {"256", "-1"}},
        {"large", {"-1", "1e19"}},
        {"real", {"'text'", "x'01'", "NULL", "''"}},
        {"single", {"1e39", "'1.5'"}},
        {"flag", {"7", "'x'", "-1", "0.5", "'true'"}},
        {"text", {"7", "1.5", "x'6162'", "NULL"}},
        {"bytes", {"'text'", "7", "NULL"}},
        {"date", {"'2024-02-30'", "'yesterday'", "''", "19000", "'2024-02-03 '"}},
        {"time", {"'2024-02-03 25:00:00'", "'now'", "1.5", "'2024-02-03'"}},
    };
    for (const auto& [column, cells] : bad)
        for (const char* cell : cells) {
            session.expunge_all();
            session.begin_nested();
            session.execute("UPDATE cells SET "s + column + " = " + cell);
            const std::string all = message<DecodeError>([&] { session.select<Cells>().all(); });
            CHECK_MESSAGE(has(all, {"cells."s + column, "key 5", "Cells::"s + column}), cell, all);
            CHECK_THROWS_AS(session.get<Cells>(5), DecodeError);
            session.rollback_nested();
        }
    CHECK(session.get<Cells>(5)->text == "a");
}

TEST_CASE_FIXTURE(Database, "bad data, R33: integers are checked both ways") {
    auto cells = session.add(Cells{.large = std::uint64_t{1} << 62, .text = "a"});
    session.commit();
    CHECK(has(message<ValueError>([&] { cells->number = std::int64_t{1} << 31; }), {"Cells.number", "2147483648"}));
    CHECK_THROWS_AS((cells->number = (std::int64_t{-1} << 31) - 1), ValueError);
    CHECK_THROWS_AS(cells->small = 256, ValueError);
    CHECK_THROWS_AS(cells->small -= 1, ValueError);
    CHECK_THROWS_AS(cells->large = -1, ValueError);
    CHECK(cells->number == 0);
    cells->large = std::numeric_limits<std::uint64_t>::max(); // a value of the type, but of no database
    CHECK(has(message<ValueError>([&] { session.commit(); }), {"Cells::large", "cells.large", "18446744073709551615"}));
    session.rollback();
    CHECK(cells->large == std::uint64_t{1} << 62);
    session.execute("UPDATE cells SET number = 1099511627776");
    session.expire(cells);
    CHECK(has(message<DecodeError>([&] { (void)cells->number.get(); }), {"cells.number", "1099511627776"}));
    const auto too_large = std::numeric_limits<std::uint64_t>::max();
    CHECK_THROWS_AS((void)session.select<Cells>().where([&](auto& c) { return c.large == too_large; }), ValueError);
}

TEST_CASE("bad data, R34: what SQLite is lax about is switched on for every connection, and types can be checked") {
    Engine db("sqlite://");
    create_all<Checked>(db);
    for (int i = 0; i < 3; ++i) {
        Session session(db);
        CHECK(session.execute("PRAGMA foreign_keys").rows[0][0] == Value(1));
        CHECK(session.execute("PRAGMA trusted_schema").rows[0][0] == Value(0));
        CHECK_THROWS_AS(session.execute("SELECT \"no such column\""), OperationalError);
        CHECK_THROWS_AS(session.execute("INSERT INTO checked (number, flag) VALUES ('many', 1)"), IntegrityError);
    }
    Session session(db);
    session.add(Checked{.number = 3, .flag = true});
    session.commit();
    session.expunge_all();
    CHECK(session.get<Checked>(1)->flag);
}

TEST_CASE_FIXTURE(Database, "bad data, R35: NaN is refused; infinities and denormals are kept by the bit") {
    using Limits = std::numeric_limits<double>;
    for (const double real : {Limits::infinity(), -Limits::infinity(), Limits::denorm_min(), Limits::min(),
             Limits::max(), Limits::lowest(), 0.1, 9007199254740993.0}) {
        const auto cells = session.add(Cells{.real = real, .text = "a"});
        session.commit();
        const int id = cells->id;
        session.expunge_all();
        CHECK(std::bit_cast<std::uint64_t>(session.get<Cells>(id)->real.get()) == std::bit_cast<std::uint64_t>(real));
    }
    session.add(Cells{.real = -0.0, .text = "zero"});
    session.commit();
    session.expunge_all();
    // SQLite keeps whole numbers of a REAL column as integers, which have one zero
    CHECK(session.select<Cells>().where([](auto& c) { return c.text == "zero"; }).one()->real == 0.0);
    const double nan = Limits::quiet_NaN();
    session.add(Cells{.real = nan});
    CHECK(has(message<ValueError>([&] { session.commit(); }), {"Cells::real", "cells.real", "NaN", "NULL"}));
    session.rollback();
    session.add(Cells{.single = std::numeric_limits<float>::signaling_NaN()});
    CHECK_THROWS_AS(session.commit(), ValueError);
    session.rollback();
    CHECK_THROWS_AS((void)session.select<Cells>().where([&](auto& c) { return c.real == nan; }), ValueError);
    CHECK_THROWS_AS(session.execute("SELECT ?", nan), ValueError);
}

TEST_CASE_FIXTURE(
    Database, "bad data, R36: large values are kept, too large ones are an error that leaves the session whole") {
    const std::string text(20'000'000, 'x');
    session.add(Note{.text = text});
    session.commit();
    session.expunge_all();
    CHECK((session.get<Note>(1)->text == text));
    const std::string error =
        message<ValueTooLarge>([&] { session.execute("UPDATE note SET text = zeroblob(1000000001)"); });
    CHECK_MESSAGE(has(error, {"too big", "SQLITE_TOOBIG", "UPDATE note"}), error);
    session.add(Note{.text = "after"});
    session.commit();
    CHECK(session.select<Note>().count() == 2);
}

/// A file that goes with the object.
struct File {
    std::filesystem::path path;
    explicit File(const char* name) : path(std::filesystem::temp_directory_path() / name) { remove(); }
    ~File() { remove(); }
    void remove() const {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
    std::string url() const { return "sqlite:" + path.string(); }
};

std::string contents(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE("bad data, R38: a database file with flipped bytes gives rows or errors of the library, and nothing else") {
    const File file("athanor_bad_data_fuzzed.db");
    {
        Engine db(file.url());
        create_all<Note>(db);
        Session session(db);
        for (int i = 0; i < 200; ++i) session.add(Note{.text = std::string(50, 'a'), .label = std::to_string(i)});
        session.commit();
    }
    const std::string good = contents(file.path);
    std::uint64_t chance = 7;
    const auto next = [&](std::size_t limit) {
        chance = chance * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(chance >> 33) % limit;
    };
    int refused = 0;
    for (int round = 0; round < 150; ++round) {
        std::string bad = good;
        // the header and the schema are what everything hangs on: half of the flips go there
        for (int flip = 0; flip < 8; ++flip) bad[next(flip % 2 ? bad.size() : 600)] = static_cast<char>(next(256));
        std::ofstream(file.path, std::ios::binary) << bad;
        try {
            Engine db(file.url());
            Session session(db);
            session.select<Note>().all();
            session.add(Note{.text = "new"});
            session.commit();
        } catch (const Error& error) {
            ++refused;
            CHECK(std::string_view(error.what()).size() > 10);
        }
        for (const char* suffix : {"-journal", "-wal"}) std::filesystem::remove(file.path.string() + suffix);
    }
    CHECK(refused > 20);
}

TEST_CASE("bad data, R38: a schema cannot run functions, and a defensive connection cannot write it") {
    Engine db("sqlite://?defensive=on");
    Session session(db);
    CHECK(session.execute("PRAGMA trusted_schema").rows[0][0] == Value(0));
    session.execute("CREATE TABLE t (x)");
    session.execute("PRAGMA writable_schema=ON");
    CHECK_THROWS_AS(session.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE t (y)'"), OperationalError);
}

TEST_CASE_FIXTURE(Database, "bad data, R39: secrets are in no message unless they are asked for") {
    const std::string url = message<ValueError>([] { Engine("nothing://ed:hunter2@host/db?password=hunter2"); });
    CHECK_MESSAGE(url.find("hunter2") == url.npos, url);
    session.execute("CREATE UNIQUE INDEX one ON note (text)");
    session.commit();
    const auto twice = [&] {
        session.add_all({make(Note{.text = "hunter2"}), make(Note{.text = "hunter2"})});
        const std::string error = message<IntegrityError>([&] { session.commit(); });
        session.rollback();
        return error;
    };
    const std::string hidden = twice();
    CHECK_MESSAGE((has(hidden, {"note.text", "INSERT"}) && hidden.find("hunter2") == hidden.npos), hidden);
    db.show_parameters(true);
    const std::string shown = twice();
    CHECK_MESSAGE(has(shown, {"hunter2"}), shown);
}

} // namespace bad_data
