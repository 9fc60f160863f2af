// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/functions.hpp"
#include "athanor/typed/ref.hpp"
#include "athanor/typed/selection.hpp"

// Functions that only whole queries need: choices, casts, conditions put together at run time, and subqueries.

namespace athanor {
namespace kernel {

/// Query<T> and RowQuery<…>.
template <class U>
concept query_like = requires(const U& query) {
    typename U::row_type;
    query.athanor_selection();
};

/// A branch of case_(…).
template <class U> struct When {
    Code code;
    using operand = U;
};
/// Its last branch.
template <class U> struct Otherwise {
    Code code;
    using operand = U;
};
template <class> inline constexpr bool is_otherwise = false;
template <class U> inline constexpr bool is_otherwise<Otherwise<U>> = true;

Code case_code(Code branches, std::uint32_t operands);
Code boolean_code(Op op);

template <Op Operator, class Range> Expr<bool> combined(const Range& conditions) {
    Code all = boolean_code(Operator);
    for (const auto& condition : conditions) all.combine(Operator, condition_code(condition));
    return Expr<bool>(std::move(all));
}

} // namespace kernel

/// All of the conditions; true when there is none. They are a range of `Expr<bool>`, put together at run time.
template <class Range>
    requires requires(const Range& range) { range.begin()->code; }
Expr<bool> and_(const Range& conditions) { return kernel::combined<kernel::Op::and_>(conditions); }
/// Any of the conditions; false when there is none.
template <class Range>
    requires requires(const Range& range) { range.begin()->code; }
Expr<bool> or_(const Range& conditions) { return kernel::combined<kernel::Op::or_>(conditions); }

/// The value where the condition holds.
template <class C, class V> auto when(C&& condition, V&& value) {
    kernel::Code code = kernel::condition_code(static_cast<C&&>(condition));
    code.append(kernel::code_of(static_cast<V&&>(value)));
    return kernel::When<std::decay_t<V>>{std::move(code)};
}
/// The value where no condition holds.
template <class V> auto otherwise(V&& value) {
    return kernel::Otherwise<std::decay_t<V>>{kernel::code_of(static_cast<V&&>(value))};
}
/// The value of the first condition that holds, NULL when none does:
/// `case_(when(u->age < 18, "young"), when(u->age < 65, "grown"), otherwise("old"))`.
template <class First, class... Rest> auto case_(First&& first, Rest&&... rest) {
    using Branch = typename std::remove_cvref_t<First>::operand;
    using Type = kernel::common_type_of<Branch, typename std::remove_cvref_t<Rest>::operand...>;
    static_assert(!std::is_same_v<Type, kernel::Refused>, "athanor: the branches of case_() must be of one type");
    constexpr bool closed = (kernel::is_otherwise<std::remove_cvref_t<Rest>> || ... || false);
    constexpr bool nullable = !closed || kernel::nullable_sql<Branch>() ||
        (kernel::nullable_sql<typename std::remove_cvref_t<Rest>::operand>() || ...);
    kernel::Code code = static_cast<First&&>(first).code;
    (code.append(static_cast<Rest&&>(rest).code), ...);
    return Expr<kernel::choice_of<Type, nullable>>(
        kernel::case_code(std::move(code), 2 * (1 + sizeof...(Rest)) - (closed ? 1 : 0)));
}

/// The operand as another type: `cast<std::string>(u->age)`.
template <class T, class U> auto cast(U&& operand) {
    static_assert(kernel::is_sql<U>, "athanor: cast() takes a column or an expression of a query");
    kernel::Code code = kernel::code_of(static_cast<U&&>(operand));
    code.push(kernel::Op::cast, static_cast<std::uint32_t>(kernel::type_ops<T>.sql));
    return Expr<kernel::result_of<T, U>>(std::move(code));
}

/// The operand as an optional: for columns behind a path or a left_join, which are NULL where there is no row.
template <class U> auto nullable(U&& operand) {
    static_assert(kernel::is_sql<U>, "athanor: nullable() takes a column or an expression of a query");
    using Type = kernel::output_of<U>;
    return Expr<std::conditional_t<kernel::is_optional<Type>, Type, std::optional<Type>>>(
        kernel::code_of(static_cast<U&&>(operand)));
}

/// Whether the operand is one of the values that the query gives.
template <class U, kernel::query_like Q> auto in(U&& operand, const Q& query) {
    if constexpr (kernel::alias_like<U>) {
        using Object = Ref<typename std::remove_cvref_t<U>::athanor_entity>;
        static_assert(std::is_same_v<typename Q::row_type, Object>,
            "athanor: in() takes a reference and a query for objects of its class");
        return Expr<bool>(
            kernel::in_rows_code(kernel::key_row_code(operand.athanor_alias()), query.athanor_selection().key_rows()));
    } else {
        constexpr bool allowed = kernel::is_sql<U> &&
            kernel::comparable<kernel::sql_type_of<U>, kernel::sql_type_of<typename Q::row_type>>();
        static_assert(allowed, "athanor: in() takes a column and a query for values of its type");
        if constexpr (allowed)
            return Expr<kernel::result_of<bool, U>>(kernel::in_rows_code(
                kernel::code_of(static_cast<U&&>(operand)), query.athanor_selection().value_rows()));
        else
            return Expr<bool>({});
    }
}
/// Whether the query gives any row.
template <kernel::query_like Q> Expr<bool> exists(const Q& query) {
    return Expr<bool>(kernel::exists_rows_code(query.athanor_selection().rows()));
}

} // namespace athanor
