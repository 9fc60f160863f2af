// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/convert.hpp"
#include <compare>
#include <iosfwd>

// Operators that compare and join *values*; those that build expressions are in expression.hpp. There is one template
// per operator for all kinds of operands, so that none of the combinations can be missing.

namespace athanor {
namespace kernel {

/// True for an attribute seen through `volatile`, or an expression.
template <class U>
inline constexpr bool is_sql = expression_like<U> || (mapped_like<U> && std::is_volatile_v<std::remove_reference_t<U>>);
/// One operand is an attribute, none is part of a query.
template <class L, class R>
concept values = (mapped_like<L> || mapped_like<R>)&&!is_sql<L> && !is_sql<R>;

template <class T>
concept plain_integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;
/// Integers of different signedness: the built-in comparison would convert the sign away.
template <class L, class R>
concept mixed_signs = plain_integer<L> && plain_integer<R> && std::is_signed_v<L>
!= std::is_signed_v<R>;
/// A floating-point number and an integer.
template <class L, class R>
concept mixed_numbers = std::is_arithmetic_v<L> && std::is_arithmetic_v<R> && std::is_floating_point_v<L>
!= std::is_floating_point_v<R>;

template <class L, class R> constexpr auto compare_numbers(L l, R r) noexcept {
    if constexpr (mixed_signs<L, R>) {
        if constexpr (std::is_signed_v<L>)
            return l < 0 ? std::strong_ordering::less : static_cast<std::make_unsigned_t<L>>(l) <=> r;
        else
            return r < 0 ? std::strong_ordering::greater : l <=> static_cast<std::make_unsigned_t<R>>(r);
    } else if constexpr (std::is_floating_point_v<L>)
        return l <=> static_cast<L>(r);
    else
        return static_cast<R>(l) <=> r;
}

template <class L, class R>
concept equal_values = mixed_signs<L, R> || mixed_numbers<L, R> || requires(const L& l, const R& r) {
    { l == r } -> std::convertible_to<bool>;
};
template <class L, class R>
concept ordered_values = mixed_signs<L, R> || mixed_numbers<L, R> || requires(const L& l, const R& r) {
    { l < r } -> std::convertible_to<bool>;
    { r <= l } -> std::convertible_to<bool>;
};

template <class L, class R> constexpr bool values_equal(const L& l, const R& r) {
    if constexpr (mixed_signs<L, R> || mixed_numbers<L, R>)
        return compare_numbers(l, r) == 0;
    else
        return static_cast<bool>(l == r);
}
template <class L, class R> constexpr bool values_less(const L& l, const R& r) {
    if constexpr (mixed_signs<L, R> || mixed_numbers<L, R>)
        return compare_numbers(l, r) < 0;
    else
        return static_cast<bool>(l < r);
}
template <class L, class R> constexpr bool values_less_equal(const L& l, const R& r) {
    if constexpr (mixed_signs<L, R> || mixed_numbers<L, R>)
        return compare_numbers(l, r) <= 0;
    else
        return static_cast<bool>(l <= r);
}

} // namespace kernel

namespace operators {

template <class L, class R>
    requires(kernel::values<L, R>&& kernel::equal_values<kernel::value_or_self<L>, kernel::value_or_self<R>>)
constexpr bool operator==(L&& l, R&& r) { return kernel::values_equal(kernel::plain(l), kernel::plain(r)); }
template <class L, class R>
    requires(kernel::values<L, R>&& kernel::equal_values<kernel::value_or_self<L>, kernel::value_or_self<R>>)
constexpr bool operator!=(L&& l, R&& r) { return !kernel::values_equal(kernel::plain(l), kernel::plain(r)); }
template <class L, class R>
    requires(kernel::values<L, R>&& kernel::ordered_values<kernel::value_or_self<L>, kernel::value_or_self<R>>)
constexpr bool operator<(L&& l, R&& r) { return kernel::values_less(kernel::plain(l), kernel::plain(r)); }
template <class L, class R>
    requires(kernel::values<L, R>&& kernel::ordered_values<kernel::value_or_self<L>, kernel::value_or_self<R>>)
constexpr bool operator>(L&& l, R&& r) { return kernel::values_less(kernel::plain(r), kernel::plain(l)); }
template <class L, class R>
    requires(kernel::values<L, R>&& kernel::ordered_values<kernel::value_or_self<L>, kernel::value_or_self<R>>)
constexpr bool operator<=(L&& l, R&& r) { return kernel::values_less_equal(kernel::plain(l), kernel::plain(r)); }
template <class L, class R>
    requires(kernel::values<L, R>&& kernel::ordered_values<kernel::value_or_self<L>, kernel::value_or_self<R>>)
constexpr bool operator>=(L&& l, R&& r) { return kernel::values_less_equal(kernel::plain(r), kernel::plain(l)); }
template <class L, class R>
    requires(kernel::values<L, R>&& requires(
        const kernel::value_or_self<L>& l, const kernel::value_or_self<R>& r) { l <=> r; })
constexpr auto operator<=>(L&& l, R&& r) { return kernel::plain(l) <=> kernel::plain(r); }

/// Joins texts; numbers calculate through their conversion.
template <class L, class R>
    requires(kernel::values<L, R> &&
        !(std::is_arithmetic_v<kernel::value_or_self<L>> && std::is_arithmetic_v<kernel::value_or_self<R>>)&&requires(
            const kernel::value_or_self<L>& l, const kernel::value_or_self<R>& r) { l + r; })
constexpr auto operator+(L&& l, R&& r) { return kernel::plain(l) + kernel::plain(r); }

template <class C, class Traits, class M>
    requires(kernel::mapped_like<M> && !kernel::is_sql<M> &&
        requires(std::basic_ostream<C, Traits> & out, const kernel::mapped_value<M>& value) { out << value; })
std::basic_ostream<C, Traits>
&operator<<(std::basic_ostream<C, Traits>& out, M&& attribute) { return out << attribute.get(); }
template <class C, class Traits, class M>
    requires(kernel::mapped_like<M> && !kernel::is_sql<M> &&
        requires(std::basic_istream<C, Traits> & in, kernel::mapped_value<M>& value) { in >> value; })
std::basic_istream<C, Traits>
&operator>>(std::basic_istream<C, Traits>& in, M& attribute) {
    kernel::mapped_value<M> value{};
    if (in >> value) attribute = std::move(value);
    return in;
}

} // namespace operators
} // namespace athanor

// Algorithms ask for the type that an attribute and its value have in common.
template <class T> struct std::common_type<athanor::Mapped<T>, T> { using type = T; };
template <class T> struct std::common_type<T, athanor::Mapped<T>> { using type = T; };
template <class T, auto... O> struct std::common_type<athanor::Column<T, O...>, T> { using type = T; };
template <class T, auto... O> struct std::common_type<T, athanor::Column<T, O...>> { using type = T; };
template <class T, auto... O> struct std::common_type<athanor::Key<T, O...>, T> { using type = T; };
template <class T, auto... O> struct std::common_type<T, athanor::Key<T, O...>> { using type = T; };
template <class T, template <class> class Q, template <class> class P>
struct std::basic_common_reference<athanor::Mapped<T>, T, Q, P> {
    using type = const T&;
};
template <class T, template <class> class Q, template <class> class P>
struct std::basic_common_reference<T, athanor::Mapped<T>, Q, P> {
    using type = const T&;
};
template <class T, auto... O, template <class> class Q, template <class> class P>
struct std::basic_common_reference<athanor::Column<T, O...>, T, Q, P> {
    using type = const T&;
};
template <class T, auto... O, template <class> class Q, template <class> class P>
struct std::basic_common_reference<T, athanor::Column<T, O...>, Q, P> {
    using type = const T&;
};
template <class T, auto... O, template <class> class Q, template <class> class P>
struct std::basic_common_reference<athanor::Key<T, O...>, T, Q, P> {
    using type = const T&;
};
template <class T, auto... O, template <class> class Q, template <class> class P>
struct std::basic_common_reference<T, athanor::Key<T, O...>, Q, P> {
    using type = const T&;
};
