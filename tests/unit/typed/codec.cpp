// SPDX-License-Identifier: MIT
#include "athanor/typed/codec.hpp"
#include "athanor/base/value.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <limits>

namespace codecs {
using namespace athanor;

enum class Size : std::uint8_t { small = 1, large = 2 };
struct Money {
    std::int64_t cents = 0;
};
struct Code {
    std::string letters;
};
struct Name {
    std::string text;
};

class Kept final : public kernel::Scratch {
public:
    std::string& text() override { return text_; }

private:
    std::string text_;
};

template <class T> std::optional<T> loaded(const Cell& cell) {
    T value{};
    if (!kernel::type_ops<T>.load(&value, cell)) return std::nullopt;
    return value;
}
template <class T> Value stored(const T& value) {
    Kept kept;
    return Value(kernel::type_ops<T>.store(&value, kept));
}
bool fits_with(const kernel::TypeOps& ops, const void* value) {
    std::string why;
    return !ops.fits || ops.fits(value, why);
}
template <class T> bool fits(const T& value) { return fits_with(kernel::type_ops<T>, &value); }
template <class T> void keeps(T value) {
    const Value cell = stored(value);
    CHECK(loaded<T>(cell.cell()) == value);
    const std::optional<T> maybe = value;
    CHECK(stored(maybe) == cell);
    CHECK(*loaded<std::optional<T>>(cell.cell()) == maybe);
}
template <class... T> void keeps_limits() {
    (..., (keeps(std::numeric_limits<T>::min()), keeps(std::numeric_limits<T>::max())));
}

} // namespace codecs

template <> struct athanor::codec<codecs::Money> {
    static std::int64_t to_database(const codecs::Money& money) { return money.cents; }
    static codecs::Money from_database(std::int64_t cents) { return {cents}; }
};
template <> struct athanor::codec<codecs::Code> {
    static constexpr SqlType sql_type = SqlType::uuid;
    static std::string to_database(const codecs::Code& code) { return '<' + code.letters + '>'; }
    static std::optional<codecs::Code> from_database(std::string_view text) {
        if (text.size() < 2 || text.front() != '<') return std::nullopt;
        return codecs::Code{std::string(text.substr(1, text.size() - 2))};
    }
};
template <> struct athanor::codec<codecs::Name> {
    static std::string_view to_database(const codecs::Name& name) { return name.text; }
    static codecs::Name from_database(std::string_view text) { return {std::string(text)}; }
};

using namespace codecs;

TEST_CASE("every standard type comes back from its cell as it went") {
    keeps_limits<bool, char, signed char, unsigned char, short, unsigned short, int, unsigned, long, long long, float,
        double>();
    keeps(std::string("text"));
    keeps(std::string("\0zero", 5));
    keeps(Size::large);
    CHECK(stored(Size::large) == Value(2));
    CHECK(stored(std::optional<int>()).is_null());
    CHECK(loaded<std::optional<int>>(Cell()).has_value());
}

TEST_CASE("a cell that does not fit its type is refused") {
    CHECK(!loaded<int>(Cell::of(std::int64_t{1} << 40)));
    CHECK(!loaded<unsigned>(Cell::of(std::int64_t{-1})));
    CHECK(!loaded<std::uint64_t>(Cell::of(std::int64_t{-1})));
    CHECK(!loaded<bool>(Cell::of(std::int64_t{2})));
    CHECK(!loaded<int>(Cell::of(std::string_view("3"))));
    CHECK(!loaded<int>(Cell::of(1.5)));
    CHECK(!loaded<std::int64_t>(Cell::of(9223372036854775808.0)));
    CHECK(!loaded<int>(Cell()));
    CHECK(!loaded<std::string>(Cell()));
    CHECK(!loaded<std::string>(Cell::blob("x")));
    CHECK(!loaded<std::string>(Cell::of(std::int64_t{3})));
    CHECK(!loaded<double>(Cell::of(std::string_view("1.5"))));
    CHECK(!loaded<float>(Cell::of(1e300)));
    CHECK(!loaded<Size>(Cell::of(std::int64_t{256})));
    CHECK(!loaded<std::optional<int>>(Cell::of(1.5)));
}

TEST_CASE("whole numbers and reals meet where nothing is lost") {
    CHECK(loaded<double>(Cell::of(std::int64_t{3})) == 3.0);
    CHECK(loaded<int>(Cell::of(3.0)) == 3);
}

TEST_CASE("values that no database holds do not fit") {
    CHECK(!fits(std::numeric_limits<double>::quiet_NaN()));
    CHECK(!fits(std::numeric_limits<float>::quiet_NaN()));
    CHECK(fits(std::numeric_limits<double>::infinity()));
    CHECK(!fits(~std::uint64_t{0}));
    CHECK(fits(std::uint64_t{1} << 62));
    CHECK(!fits(std::optional(~std::uint64_t{0})));
    CHECK(fits(std::optional<double>()));
}

TEST_CASE("a type of the user's own is kept through its two functions") {
    CHECK(stored(Money{250}) == Value(250));
    CHECK(loaded<Money>(Cell::of(std::int64_t{7}))->cents == 7);
    CHECK(stored(Code{"ab"}) == Value("<ab>"));
    CHECK(loaded<Code>(Cell::of(std::string_view("<xy>")))->letters == "xy");
    CHECK(!loaded<Code>(Cell::of(std::string_view("xy"))));
    CHECK(!loaded<Code>(Cell::of(std::int64_t{1})));
    CHECK(stored(Name{"ed"}) == Value("ed"));
    CHECK(stored(std::optional<Name>()).is_null());
    CHECK((*loaded<std::optional<Name>>(Cell::of(std::string_view("ed"))))->text == "ed");
    CHECK(kernel::type_ops<Code>.sql == SqlType::uuid);
    CHECK(kernel::type_ops<Money>.sql == SqlType::bigint);
}
