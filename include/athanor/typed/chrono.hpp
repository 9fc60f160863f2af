// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/codec.hpp"
#include <chrono>

// Points of time, dates and durations as columns: include this where a class has them.
//
// A point of time (`std::chrono::sys_time` of days to nanoseconds, always UTC) is a text such as `2024-05-01
// 17:30:00.25`, with as many digits of the second as it needs, so that the order of the texts is that of the times,
// also where columns have different precision. `sys_days` and `year_month_day` are dates, `2024-05-01`. A duration is
// the number of its units.

namespace athanor {
namespace kernel {

/// A point of time taken apart.
struct Instant {
    std::int64_t seconds = 0; ///< since 1970
    std::int32_t nanoseconds = 0;
};
/// `2024-05-01 17:30:00.25`. **Throws** ValueError for years outside of 0 to 9999.
std::string spell_time(Instant instant);
/// Takes a `T` between date and time, too, seconds that are left out, and a zone, `Z` or `+02:00`. False for all else.
bool read_time(std::string_view text, Instant& instant) noexcept;
/// `2024-05-01`. **Throws** ValueError for what is no day of the years 0 to 9999.
std::string spell_date(std::chrono::year_month_day date);
/// The same for a number of days since 1970.
std::string spell_day(std::int64_t day);
bool read_date(std::string_view text, std::chrono::year_month_day& date) noexcept;

template <class U> struct SqlTypeOf; // see expression.hpp

/// Whole days are dates; what is finer has a time.
template <class Duration>
inline constexpr bool is_days = std::ratio_equal_v<typename Duration::period, std::chrono::days::period>;
template <class Duration>
concept clock_unit = std::is_integral_v<typename Duration::rep> &&
    std::ratio_less_equal_v<typename Duration::period, std::chrono::days::period> &&
    std::ratio_greater_equal_v<typename Duration::period, std::nano>;

template <class Duration> Instant to_instant(std::chrono::sys_time<Duration> time) {
    using Period = typename Duration::period;
    if constexpr (Period::den == 1) {
        // a product that is too large becomes one that is refused
        const auto count = static_cast<std::int64_t>(time.time_since_epoch().count());
        std::int64_t seconds = 0;
        if (__builtin_mul_overflow(count, std::int64_t{Period::num}, &seconds)) seconds = INT64_MAX;
        return {seconds, 0};
    } else {
        // by numbers: floor() multiplies back, which the smallest count does not bear
        static_assert(Period::num == 1 && 1000000000 % Period::den == 0,
            "athanor: a point of time below a second counts units of which a second has a whole number");
        const auto count = static_cast<std::int64_t>(time.time_since_epoch().count());
        std::int64_t seconds = count / Period::den, rest = count % Period::den;
        if (rest < 0) rest += Period::den, --seconds;
        return {seconds, static_cast<std::int32_t>(rest * (1000000000 / Period::den))};
    }
}
/// The instant in units of the duration; empty where it is finer or too far away.
template <class Duration> std::optional<std::chrono::sys_time<Duration>> from_instant(const Instant& instant) {
    using std::chrono::nanoseconds;
    using Period = typename Duration::period;
    using PerUnit = std::ratio_divide<std::ratio<1>, Period>; // units in a second
    const std::int64_t step = 1000000000 / PerUnit::num;      // nanoseconds in a unit, below a second
    std::int64_t count = 0;
    if constexpr (PerUnit::den == 1) {
        if (instant.nanoseconds % step != 0) return std::nullopt;
        // towards zero first: the smallest count may only be reached through its fraction
        const bool borrow = instant.seconds < 0 && instant.nanoseconds > 0;
        const std::int64_t fraction = instant.nanoseconds / step - (borrow ? PerUnit::num : 0);
        if (__builtin_mul_overflow(instant.seconds + borrow, std::int64_t{PerUnit::num}, &count) ||
            __builtin_add_overflow(count, fraction, &count))
            return std::nullopt;
    } else {
        if (instant.nanoseconds != 0 || instant.seconds % PerUnit::den != 0) return std::nullopt;
        count = instant.seconds / PerUnit::den;
    }
    if (!in_range<typename Duration::rep>(count)) return std::nullopt;
    return std::chrono::sys_time<Duration>(Duration(static_cast<typename Duration::rep>(count)));
}

} // namespace kernel

/// A point of time finer than a day.
template <class Duration>
    requires(kernel::clock_unit<Duration> && !kernel::is_days<Duration>)
struct codec<std::chrono::sys_time<Duration>> {
    static constexpr SqlType sql_type = SqlType::timestamp;
    static constexpr const char* name = "a point of time";
    static std::string to_database(std::chrono::sys_time<Duration> time) {
        return kernel::spell_time(kernel::to_instant(time));
    }
    static std::optional<std::chrono::sys_time<Duration>> from_database(std::string_view text) {
        kernel::Instant instant;
        if (!kernel::read_time(text, instant)) return std::nullopt;
        return kernel::from_instant<Duration>(instant);
    }
};
/// A date of the calendar.
template <> struct codec<std::chrono::year_month_day> {
    static constexpr SqlType sql_type = SqlType::date;
    static constexpr const char* name = "a date";
    static std::string to_database(std::chrono::year_month_day date) { return kernel::spell_date(date); }
    static std::optional<std::chrono::year_month_day> from_database(std::string_view text) {
        std::chrono::year_month_day date;
        if (!kernel::read_date(text, date)) return std::nullopt;
        return date;
    }
};
/// A date as a number of days.
template <class Duration>
    requires(kernel::clock_unit<Duration>&& kernel::is_days<Duration>)
struct codec<std::chrono::sys_time<Duration>> {
    static constexpr SqlType sql_type = SqlType::date;
    static constexpr const char* name = "a date";
    static std::string to_database(std::chrono::sys_time<Duration> day) {
        return kernel::spell_day(static_cast<std::int64_t>(day.time_since_epoch().count()));
    }
    static std::optional<std::chrono::sys_time<Duration>> from_database(std::string_view text) {
        std::chrono::year_month_day date;
        if (!kernel::read_date(text, date)) return std::nullopt;
        return std::chrono::sys_time<Duration>(std::chrono::sys_days(date));
    }
};
/// A duration, as the number of its own units.
template <std::integral Rep, class Period> struct codec<std::chrono::duration<Rep, Period>> {
    static constexpr const char* name = "a duration";
    static Rep to_database(std::chrono::duration<Rep, Period> duration) { return duration.count(); }
    static std::chrono::duration<Rep, Period> from_database(Rep count) {
        return std::chrono::duration<Rep, Period>(count);
    }
};

namespace kernel {

// All dates can be compared with each other in a query, and all points of time.
template <clock_unit Duration> struct SqlTypeOf<std::chrono::sys_time<Duration>> {
    using type = std::conditional_t<is_days<Duration>, std::chrono::year_month_day,
        std::chrono::sys_time<std::chrono::nanoseconds>>;
};
// What is one of several points of time has the finest unit among them.
template <class L, class R> struct CommonCodec;
template <clock_unit L, clock_unit R>
    requires(!std::is_same_v<L, R>)
struct CommonCodec<std::chrono::sys_time<L>, std::chrono::sys_time<R>> {
    using type = std::chrono::sys_time<std::common_type_t<L, R>>;
};

} // namespace kernel
} // namespace athanor
