// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/expression.hpp"
#include "athanor/typed/from.hpp"
#include <initializer_list>

// The functions of a query: free functions of columns and expressions. Their names are none of the standard library's
// that would fit the same arguments, so they can be used with both namespaces open.

namespace athanor {
namespace kernel {

/// An operand with its direction, as order_by(…) takes it.
struct Ordering {
    Code code;
    using athanor_ordering = Ordering;
};

Code like_code(Code operand, Code pattern, char escape);
/// `first` holds the operand, the rest are values.
Code in_code(Code operand, Code values, std::uint32_t count);
Code between_code(Code operand, Code low, Code high);
Code call_code(std::string_view function, Code operands, std::uint32_t count);
/// coalesce(first, rest…); `count`: how many there are in `rest`.
Code coalesce_code(Code first, Code rest, std::uint32_t count);
Code count_all_code();
Code count_code(const Alias& alias);
Code exists_code(const Alias& alias, Code condition);

/// An operand of order_by(…): a column, an expression, or asc(…) or desc(…) of one.
template <class U> Code ordering_code(U&& operand) {
    if constexpr (requires { typename std::remove_cvref_t<U>::athanor_ordering; })
        return static_cast<U&&>(operand).code;
    else {
        static_assert(
            is_sql<U>, "athanor: order_by takes columns of an alias, expressions, and asc(…) or desc(…) of them");
        if constexpr (is_sql<U>)
            return code_of(static_cast<U&&>(operand));
        else
            return {};
    }
}

template <class U, Category Wanted> constexpr bool is_operand() {
    return is_sql<U> && category<sql_type_of<U>>() == Wanted;
}
template <class Result, class U> auto text_function(std::string_view name, U&& text) {
    constexpr bool allowed = is_operand<U, Category::text>();
    static_assert(allowed, "athanor: this function takes a text column or a text expression of a query");
    if constexpr (allowed)
        return Expr<result_of<Result, U>>(call_code(name, code_of(static_cast<U&&>(text)), 1));
    else
        return Expr<Result>({});
}
template <class Result, class U> auto aggregate(std::string_view name, U&& operand) {
    static_assert(is_sql<U>, "athanor: an aggregate takes a column or an expression of a query");
    if constexpr (is_sql<U>)
        return Expr<Result>(call_code(name, code_of(static_cast<U&&>(operand)), 1));
    else
        return Expr<Result>({});
}
/// Whether the database calculates with values of this type; what is no operand at all has an error of its own.
template <class U> constexpr bool is_countable() {
    if constexpr (is_sql<U>) {
        constexpr SqlType type = ops::sql_type<sql_type_of<U>>();
        return type != SqlType::text && type != SqlType::blob && type != SqlType::date && type != SqlType::timestamp &&
            type != SqlType::uuid && type != SqlType::json;
    } else
        return true;
}
template <class U>
using number_sum = std::optional<std::conditional_t<decimal_like<bare_type_of<U>>, bare_type_of<U>,
    std::conditional_t<std::is_floating_point_v<sql_type_of<U>>, double, std::int64_t>>>;

/// Whether a reference leads to one of the objects (relationship_query.hpp).
template <class U, class Objects> Expr<bool> in_objects(U& reference, const Objects& objects);

template <class U, class Values> auto in_values(U&& operand, const Values& values) {
    using Element = std::remove_cvref_t<decltype(*values.begin())>;
    if constexpr (alias_like<U>)
        return in_objects(operand, values);
    else {
        constexpr bool allowed = is_sql<U> && comparable<sql_type_of<U>, sql_type_of<Element>>();
        static_assert(allowed, "athanor: in() takes a column and values of its type");
        if constexpr (allowed) {
            Code column = code_of(static_cast<U&&>(operand)), list;
            std::uint32_t count = 0;
            for (const auto& value : values) {
                list.append(code_beside(plain(value), column));
                ++count;
            }
            return Expr<result_of<bool, U>>(in_code(static_cast<Code&&>(column), static_cast<Code&&>(list), count));
        } else
            return Expr<bool>({});
    }
}

} // namespace kernel

/// `text LIKE pattern`: `%` stands for any characters, `_` for one. With `escape`, that character before `%` or `_`
/// takes their meaning away.
template <class U, class P> auto like(U&& text, P&& pattern, char escape = '\0') {
    constexpr bool allowed = kernel::is_operand<U, kernel::Category::text>() &&
        kernel::category<kernel::sql_type_of<P>>() == kernel::Category::text;
    static_assert(allowed, "athanor: like() takes a text column or expression of a query, and a text");
    if constexpr (allowed)
        return Expr<kernel::result_of<bool, U, P>>(kernel::like_code(
            kernel::code_of(static_cast<U&&>(text)), kernel::code_of(static_cast<P&&>(pattern)), escape));
    else
        return Expr<bool>({});
}

template <class U> Expr<bool> is_null(U&& operand) {
    static_assert(kernel::is_sql<U>, "athanor: is_null() takes a column or an expression of a query");
    if constexpr (kernel::is_sql<U>)
        return Expr<bool>(kernel::unary_code(kernel::Op::is_null, kernel::code_of(static_cast<U&&>(operand))));
    else
        return Expr<bool>({});
}

/// Whether the operand is one of the values; false for no values.
template <class U, class V> auto in(U&& operand, std::initializer_list<V> values) {
    return kernel::in_values(static_cast<U&&>(operand), values);
}
template <class U, class Range>
    requires requires(const Range& range) { range.begin() != range.end(); }
auto in(U&& operand, const Range& values) { return kernel::in_values(static_cast<U&&>(operand), values); }
template <class U, class L, class H> auto between(U&& operand, L&& low, H&& high) {
    constexpr bool allowed = kernel::is_sql<U> &&
        kernel::comparable<kernel::sql_type_of<U>, kernel::sql_type_of<L>>() &&
        kernel::comparable<kernel::sql_type_of<U>, kernel::sql_type_of<H>>();
    static_assert(allowed, "athanor: between() takes a column and two values of its type");
    if constexpr (allowed) {
        kernel::Code column = kernel::compared_code<L>(static_cast<U&&>(operand));
        kernel::Code from = kernel::compared_beside<U>(static_cast<L&&>(low), column);
        kernel::Code to = kernel::compared_beside<U>(static_cast<H&&>(high), column);
        return Expr<kernel::result_of<bool, U, L, H>>(kernel::between_code(
            static_cast<kernel::Code&&>(column), static_cast<kernel::Code&&>(from), static_cast<kernel::Code&&>(to)));
    } else
        return Expr<bool>({});
}

template <class U> auto lower(U&& text) { return kernel::text_function<std::string>("lower", static_cast<U&&>(text)); }
template <class U> auto upper(U&& text) { return kernel::text_function<std::string>("upper", static_cast<U&&>(text)); }
/// The length of a text in characters.
template <class U> auto char_length(U&& text) {
    return kernel::text_function<std::int64_t>("length", static_cast<U&&>(text));
}

/// The number of rows; with an operand, of those where it is not NULL.
inline Expr<std::int64_t> count() { return Expr<std::int64_t>(kernel::count_all_code()); }
/// Of an alias: the rows in which it has one, as behind a left_join there may be none.
template <class U> Expr<std::int64_t> count(U&& operand) {
    if constexpr (kernel::alias_like<U>)
        return Expr<std::int64_t>(kernel::count_code(operand.athanor_alias()));
    else
        return kernel::aggregate<std::int64_t>("count", static_cast<U&&>(operand));
}
/// The sum, NULL for no rows; that of decimals is exact.
template <class U> auto sum(U&& operand) {
    static_assert(kernel::is_countable<U>(), "athanor: sum() and avg() take numbers, not texts, times or identifiers");
    auto result = kernel::aggregate<kernel::number_sum<U>>("sum", static_cast<U&&>(operand));
    using Number = kernel::bare_type_of<U>;
    if constexpr (kernel::decimal_like<Number>)
        result.code = kernel::rounded_code(std::move(result.code), codec<Number>::scale);
    return result;
}
template <class U> auto avg(U&& operand) {
    static_assert(kernel::is_countable<U>(), "athanor: sum() and avg() take numbers, not texts, times or identifiers");
    return kernel::aggregate<std::optional<double>>("avg", static_cast<U&&>(operand));
}
template <class U> auto min_of(U&& operand) {
    return kernel::aggregate<std::optional<kernel::kept_type_of<U>>>("min", static_cast<U&&>(operand));
}
template <class U> auto max_of(U&& operand) {
    return kernel::aggregate<std::optional<kernel::kept_type_of<U>>>("max", static_cast<U&&>(operand));
}
/// `count(distinct(p->author_id))`.
template <class U> auto distinct(U&& operand) {
    static_assert(kernel::is_sql<U>, "athanor: distinct() takes a column or an expression of a query");
    using Type = kernel::output_of<U>;
    return Expr<Type>(kernel::unary_code(kernel::Op::distinct, kernel::code_of(static_cast<U&&>(operand))));
}

/// The first operand that is not NULL.
template <class U, class... V> auto coalesce(U&& first, V&&... rest) {
    using Type = kernel::common_type_of<U, V...>;
    constexpr bool allowed = !std::is_same_v<Type, kernel::Refused>;
    static_assert(allowed, "athanor: the operands of coalesce() must be of one type");
    constexpr bool nullable = kernel::nullable_sql<U>() && (kernel::nullable_sql<V>() && ...);
    kernel::Code others;
    if constexpr (allowed) (others.append(kernel::code_of(static_cast<V&&>(rest))), ...);
    return Expr<kernel::choice_of<Type, nullable>>(kernel::coalesce_code(
        kernel::code_of(static_cast<U&&>(first)), static_cast<kernel::Code&&>(others), sizeof...(V)));
}

/// Any SQL function: `sql_function<double>("round", p->price, 2)`.
template <class T, class... U> Expr<T> sql_function(std::string_view name, U&&... operands) {
    kernel::Code code;
    (code.append(kernel::code_of(static_cast<U&&>(operands))), ...);
    return Expr<T>(kernel::call_code(name, static_cast<kernel::Code&&>(code), sizeof...(U)));
}

/// Whether there is a T for which the condition holds: `exists<Post>([&](auto& p) { return p.year == u->born; })`.
template <class T, std::uint64_t Layout = layout_of<T>(), class F> Expr<bool> exists(F&& condition) {
    const kernel::Alias& alias = kernel::exists_alias(class_info<T, Layout>(), kernel::lambda_level());
    return Expr<bool>(kernel::exists_code(alias,
        kernel::condition_code(kernel::call_with_alias(static_cast<F&&>(condition), kernel::prototype<T>(alias)))));
}

template <class U> kernel::Ordering asc(U&& operand) {
    return {kernel::unary_code(kernel::Op::ascending, kernel::ordering_code(static_cast<U&&>(operand)))};
}
template <class U> kernel::Ordering desc(U&& operand) {
    return {kernel::unary_code(kernel::Op::descending, kernel::ordering_code(static_cast<U&&>(operand)))};
}

} // namespace athanor
