// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/codec.hpp"
#include <compare>

namespace athanor {
namespace kernel {

/// Units of the last place. **Throws** ValueError when the text is no number or has more places.
std::int64_t parse_decimal(std::string_view text, int digits, int scale);
std::string spell_decimal(std::int64_t units, int scale);
/// The number, rounded to the nearest with so many places, halves away from zero.
std::int64_t round_decimal(double number, int digits, int scale);
/// **Throws** ValueError above the largest number.
std::int64_t check_decimal(std::int64_t units, int digits, int scale);
/// `left + right`, `left * right`, checked.
std::int64_t add_decimal(std::int64_t left, std::int64_t right, int digits, int scale);
std::int64_t multiply_decimal(std::int64_t left, std::int64_t right, int digits, int scale);
double decimal_to_real(std::int64_t units, int scale) noexcept;
/// False when the number has more places, or more digits.
bool decimal_from_real(double number, int digits, int scale, std::int64_t& units) noexcept;

} // namespace kernel

/// A number with a fixed count of places behind the point, calculated without rounding: Decimal<10, 2> holds money up
/// to 99999999.99.
///
///     using Money = Decimal<10, 2>;
///     Money price("12.50"), sum = price * 3 + 1;
///
/// A column of it is a NUMERIC(10, 2), compared and summed as a number by the database.
template <int Digits, int Scale = 2> class Decimal {
    static_assert(Digits >= 1 && Digits <= 15,
        "athanor: a Decimal has up to 15 digits, as many as every database keeps exactly; keep larger numbers as a "
        "std::int64_t of their smallest unit");
    static_assert(Scale >= 0 && Scale <= Digits, "athanor: the places of a Decimal are among its digits");

public:
    static constexpr int digits = Digits, scale = Scale;

    constexpr Decimal() noexcept = default;
    /// **Throws** ValueError when it has too many digits.
    template <std::integral Integer> Decimal(Integer whole) : units_(multiply(to_integer(whole), power())) {}
    Decimal(double) = delete; // 0.1 is no decimal number: Decimal("0.1"), or rounded(…) where rounding is meant
    /// Reads `-12.5`. **Throws** ValueError when it is no number, or has more places.
    explicit Decimal(std::string_view text) : units_(kernel::parse_decimal(text, Digits, Scale)) {}

    /// The nearest decimal, halves away from zero.
    static Decimal rounded(double number) { return from_units(kernel::round_decimal(number, Digits, Scale)); }
    /// `Decimal<10, 2>::from_units(1250)` is 12.50. **Throws** ValueError when it has too many digits.
    static Decimal from_units(std::int64_t units) {
        Decimal result;
        result.units_ = kernel::check_decimal(units, Digits, Scale);
        return result;
    }
    /// How many of the last place it is.
    constexpr std::int64_t units() const noexcept { return units_; }
    double to_double() const noexcept { return kernel::decimal_to_real(units_, Scale); }

    // **Throws** ValueError when the result has too many digits.
    Decimal& operator+=(const Decimal& other) { return *this = sum(units_, other.units_); }
    Decimal& operator-=(const Decimal& other) { return *this = sum(units_, -other.units_); }
    template <std::integral Integer> Decimal& operator*=(Integer factor) { return *this = *this * factor; }
    friend Decimal operator+(const Decimal& left, const Decimal& right) { return sum(left.units_, right.units_); }
    friend Decimal operator-(const Decimal& left, const Decimal& right) { return sum(left.units_, -right.units_); }
    template <std::integral Integer> friend Decimal operator*(const Decimal& left, Integer right) {
        return from_units(multiply(left.units_, to_integer(right)));
    }
    template <std::integral Integer> friend Decimal operator*(Integer left, const Decimal& right) {
        return right * left;
    }
    friend Decimal operator-(const Decimal& value) { return from_units(-value.units_); }
    friend constexpr auto operator<=>(const Decimal&, const Decimal&) noexcept = default;

private:
    static constexpr std::int64_t power() {
        std::int64_t result = 1;
        for (int i = 0; i < Scale; ++i) result *= 10;
        return result;
    }
    template <class Integer> static std::int64_t to_integer(Integer value) {
        return kernel::to_integer<std::int64_t>(value, nullptr);
    }
    static std::int64_t multiply(std::int64_t left, std::int64_t right) {
        return kernel::multiply_decimal(left, right, Digits, Scale);
    }
    static Decimal sum(std::int64_t left, std::int64_t right) {
        Decimal result;
        result.units_ = kernel::add_decimal(left, right, Digits, Scale);
        return result;
    }
    std::int64_t units_ = 0;
};

/// `12.50`, with all its places.
template <int Digits, int Scale> std::string to_string(const Decimal<Digits, Scale>& value) {
    return kernel::spell_decimal(value.units(), Scale);
}

/// Goes to the database as a number, which keeps 15 digits exactly.
template <int Digits, int Scale> struct codec<Decimal<Digits, Scale>> {
    static constexpr SqlType sql_type = SqlType::decimal;
    static constexpr const char* name = "a Decimal";
    static constexpr std::uint8_t digits = Digits, scale = Scale;
    static double to_database(const Decimal<Digits, Scale>& value) { return value.to_double(); }
    static std::optional<Decimal<Digits, Scale>> from_database(double number) {
        std::int64_t units = 0;
        if (!kernel::decimal_from_real(number, Digits, Scale, units)) return std::nullopt;
        return Decimal<Digits, Scale>::from_units(units);
    }
};

namespace kernel {

template <class U> struct SqlTypeOf; // see expression.hpp
// To the database it is a number like any other.
template <int Digits, int Scale> struct SqlTypeOf<Decimal<Digits, Scale>> { using type = double; };

// What is one of several decimals has the digits that hold them all.
constexpr int larger(int left, int right) { return left > right ? left : right; }
constexpr int common_digits(int left, int left_scale, int right, int right_scale) {
    const int all = larger(left - left_scale, right - right_scale) + larger(left_scale, right_scale);
    return all > 15 ? 15 : all;
}
template <class L, class R> struct CommonCodec;
template <int D, int S, int D2, int S2>
    requires(D != D2 || S != S2)
struct CommonCodec<Decimal<D, S>, Decimal<D2, S2>> {
    using type = Decimal<common_digits(D, S, D2, S2), larger(S, S2)>;
};
template <int D, int S, std::integral R> struct CommonCodec<Decimal<D, S>, R> { using type = Decimal<D, S>; };
template <std::integral L, int D, int S> struct CommonCodec<L, Decimal<D, S>> { using type = Decimal<D, S>; };

} // namespace kernel

} // namespace athanor
