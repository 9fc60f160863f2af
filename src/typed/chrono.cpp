// SPDX-License-Identifier: MIT
#include "athanor/typed/chrono.hpp"
#include "athanor/base/error.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

using namespace std::chrono;

void add_number(std::string& out, std::uint64_t value, std::size_t digits) {
    const std::string text = std::to_string(value);
    out.append(digits - std::min(digits, text.size()), '0').append(text);
}

void add_date(std::string& out, year_month_day date) {
    add_number(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
    out += '-';
    add_number(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    add_number(out, static_cast<unsigned>(date.day()), 2);
}

// Compared as numbers: the years of <chrono> wrap around beyond 32767.
constexpr std::int64_t first_day = sys_days(year{0} / 1 / 1).time_since_epoch().count();
constexpr std::int64_t end_of_days = sys_days(year{10000} / 1 / 1).time_since_epoch().count();
constexpr std::int64_t seconds_of_day = 86400;

bool has_four_digits(year year) { return static_cast<int>(year) >= 0 && static_cast<int>(year) <= 9999; }

/// Reads a text from left to right; what does not fit makes it fail for good.
class Reader {
public:
    explicit Reader(std::string_view text) noexcept : rest_(text) {}

    bool failed() const noexcept { return failed_; }
    bool at_end() const noexcept { return rest_.empty(); }
    bool starts_with(char letter) const noexcept { return !rest_.empty() && rest_.front() == letter; }
    bool take(char letter) noexcept {
        if (!starts_with(letter)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char letter) noexcept {
        if (!take(letter)) failed_ = true;
    }
    /// Exactly so many digits, not above the largest value.
    int number(std::size_t digits, int largest) noexcept {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) value = value * 10 + digit();
        if (value > largest) failed_ = true;
        return value;
    }
    /// The digits behind a point, as nanoseconds.
    std::int32_t fraction() noexcept {
        std::int32_t value = digit(), step = 100000000;
        for (value *= step; at_digit(); value += digit() * step) {
            step /= 10;
            if (step == 0 && !starts_with('0')) failed_ = true; // finer than a nanosecond
        }
        return value;
    }

private:
    bool at_digit() const noexcept { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
    int digit() noexcept {
        if (!at_digit()) {
            failed_ = true;
            return 0;
        }
        const int value = rest_.front() - '0';
        rest_.remove_prefix(1);
        return value;
    }
    std::string_view rest_;
    bool failed_ = false;
};

year_month_day date_of(Reader& reader) noexcept {
    const year year{reader.number(4, 9999)};
    reader.expect('-');
    const month month{static_cast<unsigned>(reader.number(2, 12))};
    reader.expect('-');
    return {year, month, day{static_cast<unsigned>(reader.number(2, 31))}};
}

/// `+02:00`, `-0330`, `+02` or `Z`, in seconds.
std::int64_t zone_of(Reader& reader) noexcept {
    if (reader.at_end() || reader.take('Z')) return 0;
    const bool east = reader.take('+');
    if (!east) reader.expect('-');
    std::int64_t offset = reader.number(2, 23) * 3600;
    if (!reader.at_end()) {
        reader.take(':');
        offset += reader.number(2, 59) * 60;
    }
    return east ? offset : -offset;
}

} // namespace

std::string spell_date(year_month_day date) {
    if (!date.ok()) throw ValueError("this is no day of the calendar");
    if (!has_four_digits(date.year()))
        throw ValueError("the year " + std::to_string(static_cast<int>(date.year())) +
            " cannot be written as a date: years from 0 to 9999 can");
    std::string text;
    add_date(text, date);
    return text;
}

std::string spell_day(std::int64_t day) {
    if (day < first_day || day >= end_of_days)
        throw ValueError("a date outside of the years 0 to 9999 cannot be written");
    return spell_date(year_month_day(sys_days(days(static_cast<int>(day)))));
}

std::string spell_time(Instant instant) {
    if (instant.seconds < first_day * seconds_of_day || instant.seconds >= end_of_days * seconds_of_day)
        throw ValueError("a point of time outside of the years 0 to 9999 cannot be written");
    const sys_seconds time{seconds(instant.seconds)};
    const auto day = floor<days>(time);
    const auto second = static_cast<std::uint64_t>((time - day).count());
    std::string text;
    add_date(text, year_month_day(day));
    text += ' ';
    add_number(text, second / 3600, 2);
    text += ':';
    add_number(text, second / 60 % 60, 2);
    text += ':';
    add_number(text, second % 60, 2);
    if (instant.nanoseconds == 0) return text;
    text += '.';
    add_number(text, static_cast<std::uint64_t>(instant.nanoseconds), 9);
    return text.erase(text.find_last_not_of('0') + 1);
}

bool read_date(std::string_view text, year_month_day& date) noexcept {
    Reader reader(text);
    date = date_of(reader);
    return !reader.failed() && reader.at_end() && date.ok();
}

bool read_time(std::string_view text, Instant& instant) noexcept {
    Reader reader(text);
    const year_month_day date = date_of(reader);
    if (!reader.take('T')) reader.expect(' ');
    std::int64_t second = reader.number(2, 23) * 3600;
    reader.expect(':');
    second += reader.number(2, 59) * 60;
    if (reader.take(':')) second += reader.number(2, 59);
    instant.nanoseconds = reader.take('.') ? reader.fraction() : 0;
    second -= zone_of(reader);
    if (reader.failed() || !reader.at_end() || !date.ok()) return false;
    instant.seconds = sys_seconds(sys_days(date)).time_since_epoch().count() + second;
    return true;
}

} // namespace athanor::kernel
