// SPDX-License-Identifier: MIT
#pragma once
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor {
template <class T> class Mapped;
template <class T, auto... Options> class Column;
template <class T, auto... Options> class Key;

/// Where the operators of attributes and expressions live: found through their operands only, so that they are no
/// candidates for anything else under `using namespace athanor`.
namespace operators {
struct Operand {};
} // namespace operators

namespace kernel {

template <class> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

/// Mapped<T> and what derives from it, whatever its qualifiers.
template <class U>
concept mapped_like = requires {
    typename std::remove_cvref_t<U>::athanor_mapped;
};
template <class M> using mapped_value = typename std::remove_cvref_t<M>::value_type;
/// An expression; see expression.hpp.
template <class U>
concept expression_like = requires {
    typename std::remove_cvref_t<U>::athanor_expression;
};

template <class U> constexpr const auto& plain(const U& value) {
    if constexpr (mapped_like<U>)
        return value.get();
    else
        return value;
}

template <class T>
concept number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;
template <class U>
concept text_like = !mapped_like<U> && !std::is_null_pointer_v<std::remove_cvref_t<U>> &&
    std::is_convertible_v<std::remove_cvref_t<U>, std::string_view>;
/// A text that std::string takes by assignment.
template <class T, class U>
concept plain_text = std::is_same_v<T, std::string> && text_like<U>;

template <class U, class T> constexpr bool converts() {
    using From = std::remove_cvref_t<U>;
    if constexpr (std::is_same_v<From, T>)
        return true;
    else if constexpr (requires { typename From::athanor_probe; })
        return false; // see specimen.hpp
    else if constexpr (is_optional<T>) {
        if constexpr (std::is_same_v<From, std::nullopt_t>)
            return true;
        else if constexpr (is_optional<From>)
            return converts<typename From::value_type, typename T::value_type>();
        else
            return converts<U, typename T::value_type>();
    } else if constexpr (is_optional<From>)
        return false;
    else if constexpr (std::is_integral_v<T> && std::is_integral_v<From>)
        return true;
    else if constexpr (std::is_floating_point_v<T> && std::is_floating_point_v<From>)
        return sizeof(From) <= sizeof(T);
    else if constexpr (std::is_floating_point_v<T>)
        return std::is_integral_v<From> || (std::is_class_v<From> && std::is_convertible_v<U, T>);
    else if constexpr (std::is_integral_v<T>)
        return !std::is_floating_point_v<From> && !std::is_pointer_v<std::decay_t<From>> && std::is_convertible_v<U, T>;
    else if constexpr (std::is_same_v<T, std::string>)
        return text_like<U> || (std::is_class_v<From> && std::is_convertible_v<U, T>);
    else
        return std::is_convertible_v<U, T>;
}
/// What may be assigned to an attribute: what loses nothing, and integers, which are checked.
template <class U, class T>
concept convertible_value = converts<U, T>();

/// **Throws** ValueError: a number does not fit the attribute. `word` may be null: a free-standing value.
[[noreturn]] void out_of_range(
    const std::uint32_t* word, std::uint64_t value, bool negative, std::uint32_t bits, bool sign);
/// **Throws** ValueError: a calculation left the range of the attribute's type.
[[noreturn]] void overflow(const std::uint32_t* word, char operation, std::uint32_t bits, bool sign);
/// **Throws** UsageError when the word belongs to an object of the library: that must not move.
void refuse_move(const std::uint32_t* word);

template <std::integral T, std::integral U> constexpr bool in_range(U value) noexcept {
    using Limits = std::numeric_limits<T>;
    if constexpr (std::is_same_v<T, bool>)
        return value == U(0) || value == U(1);
    else if constexpr (std::is_signed_v<U>) {
        if constexpr (std::is_signed_v<T>) {
            if constexpr (sizeof(U) <= sizeof(T))
                return true;
            else
                return value >= U(Limits::min()) && value <= U(Limits::max());
        } else
            return value >= 0 && static_cast<std::uint64_t>(value) <= static_cast<std::uint64_t>(Limits::max());
    } else
        return static_cast<std::uint64_t>(value) <= static_cast<std::uint64_t>(Limits::max());
}

template <std::integral U> constexpr bool negative([[maybe_unused]] U value) noexcept {
    if constexpr (std::is_signed_v<U>)
        return value < 0;
    else
        return false;
}
template <std::integral T, std::integral U> constexpr T to_integer(U value, const std::uint32_t* word) {
    if (!in_range<T>(value)) [[unlikely]]
        out_of_range(word, static_cast<std::uint64_t>(value), negative(value), sizeof(T) * 8, std::is_signed_v<T>);
    return static_cast<T>(value);
}

/// The value as a T; integers are checked. `word` names the attribute in messages.
template <class T, class U> constexpr T convert(U&& value, const std::uint32_t* word) {
    using From = std::remove_cvref_t<U>;
    if constexpr (std::is_same_v<From, T>)
        return std::forward<U>(value);
    else if constexpr (is_optional<T>) {
        if constexpr (std::is_same_v<From, std::nullopt_t>)
            return std::nullopt;
        else if constexpr (is_optional<From>)
            return value ? T(convert<typename T::value_type>(*std::forward<U>(value), word)) : T(std::nullopt);
        else
            return T(convert<typename T::value_type>(std::forward<U>(value), word));
    } else if constexpr (std::is_integral_v<T> && std::is_integral_v<From>)
        return to_integer<T>(value, word);
    else if constexpr (std::is_arithmetic_v<T>)
        return static_cast<T>(value);
    else if constexpr (plain_text<T, U> && !std::is_convertible_v<U, T>)
        return T(std::string_view(value));
    else
        return std::forward<U>(value);
}

/// The type of the value behind an attribute; any other type as it is.
template <class U> struct value_or_self_t { using type = std::remove_cvref_t<U>; };
template <mapped_like U> struct value_or_self_t<U> { using type = mapped_value<U>; };
template <class U> using value_or_self = typename value_or_self_t<U>::type;

/// Numbers that calculate without a surprise: integers with integers, floating point with any number.
template <class T, class U>
concept calculates = number<T> && number<value_or_self<U>> &&
    (std::is_floating_point_v<T> || std::is_integral_v<value_or_self<U>>);
template <class T, class U>
concept calculates_bits = std::is_integral_v<T> && std::is_integral_v<value_or_self<U>>;
template <class T, class U>
concept adds = calculates<T, U> ||
    (plain_text<T, value_or_self<U>> || (std::is_same_v<T, std::string> && std::is_same_v<U, char>)) ||
    (std::is_class_v<T> && !std::is_same_v<T, std::string> && requires(T & t, const value_or_self<U>& u) { t += u; });

/// `left Operator right` as a T, checked for its range where T is an integer.
template <char Operator, class T, class U>
constexpr T calculate(const T& left, const U& right, const std::uint32_t* word) {
    constexpr std::uint32_t bits = sizeof(T) * 8;
    if constexpr (std::is_floating_point_v<T>) {
        const T other = static_cast<T>(right);
        if constexpr (Operator == '+')
            return left + other;
        else if constexpr (Operator == '-')
            return left - other;
        else if constexpr (Operator == '*')
            return left * other;
        else
            return left / other;
    } else if constexpr (Operator == '+' || Operator == '-' || Operator == '*') {
        T result{};
        const bool too_large = Operator == '+' ? __builtin_add_overflow(left, right, &result)
            : Operator == '-'                  ? __builtin_sub_overflow(left, right, &result)
                                               : __builtin_mul_overflow(left, right, &result);
        if (too_large) [[unlikely]]
            overflow(word, Operator, bits, std::is_signed_v<T>);
        return result;
    } else {
        const T other = to_integer<T>(right, word);
        if constexpr (Operator == '/' || Operator == '%') {
            const bool least =
                std::is_signed_v<T> && left == std::numeric_limits<T>::min() && other == static_cast<T>(-1);
            if (other == 0 || least) [[unlikely]]
                overflow(word, Operator, bits, std::is_signed_v<T>);
            return static_cast<T>(Operator == '/' ? left / other : left % other);
        } else if constexpr (Operator == '|')
            return static_cast<T>(left | other);
        else if constexpr (Operator == '&')
            return static_cast<T>(left & other);
        else if constexpr (Operator == '^')
            return static_cast<T>(left ^ other);
        else if constexpr (Operator == 'l')
            return static_cast<T>(left << other);
        else
            return static_cast<T>(left >> other);
    }
}

/// The value of the option default_value(…) among the options.
template <auto Option>
concept gives_default = requires {
    Option.athanor_default();
};
template <auto First, auto... Rest> constexpr decltype(auto) initial_value() {
    if constexpr (gives_default<First>)
        return First.athanor_default();
    else
        return initial_value<Rest...>();
}

} // namespace kernel
} // namespace athanor
