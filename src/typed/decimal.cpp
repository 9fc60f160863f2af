// SPDX-License-Identifier: MIT
#include "athanor/typed/decimal.hpp"
#include "athanor/base/error.hpp"
#include <cmath>

namespace athanor::kernel {
namespace {

constexpr std::int64_t power_of_ten(int exponent) noexcept {
    std::int64_t result = 1;
    for (int i = 0; i < exponent; ++i) result *= 10;
    return result;
}

bool has_digits(std::int64_t units, int digits) noexcept {
    const std::int64_t limit = power_of_ten(digits);
    return units > -limit && units < limit;
}

[[noreturn]] void refuse_size(const std::string& value, int digits, int scale) {
    throw ValueError(value + " does not fit a Decimal<" + std::to_string(digits) + ", " + std::to_string(scale) +
        ">: it has more than " + std::to_string(digits - scale) + " digits before the point");
}

[[noreturn]] void refuse_text(std::string_view text, int scale) {
    throw ValueError("'" + std::string(text) + "' is no decimal number with at most " + std::to_string(scale) +
        " places behind the point");
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

} // namespace

std::int64_t check_decimal(std::int64_t units, int digits, int scale) {
    if (!has_digits(units, digits)) refuse_size(spell_decimal(units, scale), digits, scale);
    return units;
}

std::int64_t add_decimal(std::int64_t left, std::int64_t right, int digits, int scale) {
    return check_decimal(left + right, digits, scale); // 15 digits each: no overflow
}

std::int64_t multiply_decimal(std::int64_t left, std::int64_t right, int digits, int scale) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(left, right, &product)) refuse_size("the product", digits, scale);
    return check_decimal(product, digits, scale);
}

std::int64_t parse_decimal(std::string_view text, int digits, int scale) {
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative) rest.remove_prefix(1);
    std::int64_t units = 0;
    int places = -1; // none, until the point
    bool any = false;
    for (const char letter : rest) {
        if (letter == '.' && places < 0)
            places = 0;
        else if (!is_digit(letter) || (places >= scale && letter != '0'))
            refuse_text(text, scale);
        else if (any = true; places < scale) {
            if (!has_digits(units, digits)) refuse_size(std::string(text), digits, scale);
            units = units * 10 + (letter - '0');
            places += places >= 0;
        }
    }
    if (!any) refuse_text(text, scale);
    for (int place = places < 0 ? 0 : places; place < scale && has_digits(units, digits); ++place) units *= 10;
    if (!has_digits(units, digits)) refuse_size(std::string(text), digits, scale);
    return negative ? -units : units;
}

std::string spell_decimal(std::int64_t units, int scale) {
    const bool negative = units < 0;
    std::string text = std::to_string(units);
    if (negative) text.erase(0, 1);
    const auto places = static_cast<std::size_t>(scale);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    if (scale > 0) text.insert(text.size() - places, 1, '.');
    return negative ? '-' + text : text;
}

// The quotient of two whole numbers below 2^53 is the double nearest to the decimal, as if it had been read from text.
double decimal_to_real(std::int64_t units, int scale) noexcept {
    return static_cast<double>(units) / static_cast<double>(power_of_ten(scale));
}

bool decimal_from_real(double number, int digits, int scale, std::int64_t& units) noexcept {
    const double scaled = std::round(number * static_cast<double>(power_of_ten(scale)));
    if (!(std::fabs(scaled) < static_cast<double>(power_of_ten(digits)))) return false;
    units = static_cast<std::int64_t>(scaled);
    // 15 digits of a double are exact; a sum of several may be one or two units of the 16th away
    return std::fabs(decimal_to_real(units, scale) - number) <= std::fabs(number) * 1e-15;
}

std::int64_t round_decimal(double number, int digits, int scale) {
    const double scaled = std::round(number * static_cast<double>(power_of_ten(scale)));
    if (!(std::fabs(scaled) < static_cast<double>(power_of_ten(digits))))
        refuse_size(std::to_string(number), digits, scale);
    return static_cast<std::int64_t>(scaled);
}

} // namespace athanor::kernel
