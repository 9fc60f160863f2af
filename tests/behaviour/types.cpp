// SPDX-License-Identifier: MIT
// Values of every type go into the database and come back the same.
#include <array>
#include <athanor/athanor.hpp>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>

namespace types {
using namespace athanor;
template <class T> using Limits = std::numeric_limits<T>;

enum class Colour { red, green = 7, blue = -1 };
enum class Small : std::uint8_t { none, most = 255 };

struct Numbers {
    Key<std::int64_t> id;
    Mapped<std::int8_t> i8;
    Mapped<std::int16_t> i16;
    Mapped<std::int32_t> i32;
    Mapped<std::int64_t> i64;
    Mapped<std::uint8_t> u8;
    Mapped<std::uint16_t> u16;
    Mapped<std::uint32_t> u32;
    Mapped<std::uint64_t> u64;
    Mapped<long long> wide;
    Mapped<char> letter;
    Mapped<bool> flag;
    Mapped<float> single;
    Mapped<double> real;
};
struct Texts {
    Key<int> id;
    Mapped<std::string> text;
    Mapped<std::optional<std::string>> maybe;
    Mapped<std::optional<int>> number;
    Mapped<std::optional<double>> real;
    Mapped<std::optional<bool>> flag;
    Mapped<Colour> colour;
    Mapped<std::optional<Colour>> perhaps;
    Mapped<Small> small;
};

struct Mixed {
    struct Point {
        int x = 0, y = 0;
    };
    Key<int> id;
    std::array<int, 3> numbers{};
    Mapped<std::string> text;
    Point point;
    std::vector<std::string> words;
    Mapped<int> last;
};

struct Database {
    Engine db{"sqlite://"};
    Session session{db};
    Database() {
        create_all<Numbers>(db);
        create_all<Texts>(db);
        create_all<Mixed>(db);
    }
    template <class T> Ref<T> again(T&& value) {
        const auto id = session.add(std::move(value));
        session.commit();
        const auto key = id->id.get();
        session.expunge_all();
        return session.get<T>(key);
    }
};

TEST_CASE_FIXTURE(Database, "types: integers of every width keep their smallest and largest values") {
    auto low = again(Numbers{.i8 = Limits<std::int8_t>::min(),
        .i16 = Limits<std::int16_t>::min(),
        .i32 = Limits<std::int32_t>::min(),
        .i64 = Limits<std::int64_t>::min(),
        .wide = Limits<long long>::min()});
    CHECK(low->i8 == Limits<std::int8_t>::min());
    CHECK(low->i16 == Limits<std::int16_t>::min());
    CHECK(low->i32 == Limits<std::int32_t>::min());
    CHECK(low->i64 == Limits<std::int64_t>::min());
    CHECK(low->wide == Limits<long long>::min());
    auto high = again(Numbers{.i8 = 127,
        .i64 = Limits<std::int64_t>::max(),
        .u8 = 255,
        .u16 = 65535,
        .u32 = Limits<std::uint32_t>::max(),
        .u64 = std::uint64_t(Limits<std::int64_t>::max()),
        .letter = 'x',
        .flag = true});
    CHECK(high->i8 == 127);
    CHECK(high->i64 == Limits<std::int64_t>::max());
    CHECK(high->u8 == 255);
    CHECK(high->u16 == 65535);
    CHECK(high->u32 == Limits<std::uint32_t>::max());
    CHECK(high->u64 == std::uint64_t(Limits<std::int64_t>::max()));
    CHECK(high->letter == 'x');
    CHECK(high->flag);
    CHECK(!low->flag);
}

TEST_CASE_FIXTURE(Database, "types: what a database cannot hold is refused, not changed") {
    session.add(Numbers{.u64 = Limits<std::uint64_t>::max()});
    CHECK_THROWS_AS(session.commit(), ValueError);
    session.rollback();
    session.add(Numbers{.real = Limits<double>::quiet_NaN()});
    CHECK_THROWS_AS(session.commit(), ValueError);
    session.rollback();
    CHECK(session.select<Numbers>().count() == 0);
}

TEST_CASE_FIXTURE(Database, "types: floating-point numbers are exact, whole ones too") {
    auto one = again(Numbers{.single = 0.1f, .real = 0.1});
    CHECK(one->single == 0.1f);
    CHECK(one->real == 0.1);
    auto whole = again(Numbers{.single = 3.0f, .real = 1e300});
    CHECK(whole->single == 3.0f);
    CHECK(whole->real == 1e300);
    CHECK(again(Numbers{.real = -Limits<double>::infinity()})->real == -Limits<double>::infinity());
    CHECK(again(Numbers{.real = Limits<double>::denorm_min()})->real == Limits<double>::denorm_min());
    CHECK(again(Numbers{.real = 4})->real == 4.0);
}

TEST_CASE_FIXTURE(Database, "types: texts are kept byte by byte") {
    for (const std::string& text : {std::string(), std::string("ä € 🐧"), std::string("it's \"quoted\"; --"),
             std::string("a\nb\r\n\t"), std::string(1000000, 'x')}) {
        auto row = again(Texts{.text = text});
        CHECK((row->text == text));
    }
}

TEST_CASE_FIXTURE(Database, "types: an empty optional is NULL, a default value is not") {
    auto empty = again(Texts{});
    CHECK(empty->maybe == std::nullopt);
    CHECK(empty->number == std::nullopt);
    CHECK(empty->real == std::nullopt);
    CHECK(empty->flag == std::nullopt);
    CHECK(empty->perhaps == std::nullopt);
    auto zero = again(Texts{.maybe = "", .number = 0, .real = 0.0, .flag = false, .perhaps = Colour::red});
    CHECK(zero->maybe == "");
    CHECK(zero->number == 0);
    CHECK(zero->real == 0.0);
    CHECK(zero->flag == false);
    CHECK(zero->perhaps == Colour::red);
    zero->number = std::nullopt;
    zero->maybe = std::nullopt;
    session.commit();
    CHECK(
        session.execute("SELECT count(*) FROM texts WHERE number IS NULL AND maybe IS NULL").rows[0][0].integer() == 2);
}

TEST_CASE_FIXTURE(Database, "types: enumerations are their numbers") {
    auto row = again(Texts{.colour = Colour::green, .perhaps = Colour::blue, .small = Small::most});
    CHECK(row->colour == Colour::green);
    CHECK(row->perhaps == Colour::blue);
    CHECK(row->small == Small::most);
    CHECK(session.execute("SELECT colour FROM texts").rows[0][0].integer() == 7);
    CHECK(session.select<Texts>().where([](auto& t) { return t.perhaps == Colour::blue; }).count() == 1);
}

TEST_CASE_FIXTURE(
    Database, "types: members of other types are the program's own: never stored, and no column is lost") {
    auto mixed = session.add(Mixed{.numbers = {1, 2, 3}, .text = "a", .point = {4, 5}, .words = {"w"}, .last = 6});
    session.commit();
    CHECK(mixed->numbers[2] == 3);
    CHECK(mixed->point.y == 5);
    const auto row = session.execute("SELECT * FROM mixed");
    CHECK(row.columns == std::vector<std::string>{"id", "text", "last"});
    session.expunge_all();
    CHECK(session.get<Mixed>(1)->last == 6);
    CHECK(session.get<Mixed>(1)->words.empty());
}

} // namespace types
