// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/query.hpp"
#include "athanor/typed/row_query.hpp"

namespace athanor {
namespace kernel {

template <class T> Query<T> query_of(SessionCore* session, const ClassInfo& cls) {
    return Query<T>(EntityQuery(session, default_alias(configured(cls), lambda_level())));
}

/// A single alias makes a query for its objects, everything else one for rows.
template <class First, class... Rest> auto query_for(SessionCore* session, First&& first, Rest&&... rest) {
    if constexpr (sizeof...(Rest) == 0 && alias_like<First>) {
        return Query<typename std::remove_cvref_t<First>::athanor_entity>(EntityQuery(session, first.athanor_alias()));
    } else {
        RowQuery<typename OutputOf<First>::type, typename OutputOf<Rest>::type...> query(session);
        add_output(query.athanor_selection(), static_cast<First&&>(first));
        (add_output(query.athanor_selection(), static_cast<Rest&&>(rest)), ...);
        return query;
    }
}

template <class T> Query<T> set_of(SetOperation operation, const Query<T>& left, const Query<T>& right) {
    const EntityQuery &l = left.athanor_selection(), &r = right.athanor_selection();
    const Alias& alias = default_alias(class_of(l.alias()), lambda_level());
    EntityQuery whole(l.either_session(r), alias);
    whole.from(alias, set_operation_code(operation, l.rows(), r.rows()));
    return Query<T>(std::move(whole));
}
template <class... Out>
RowQuery<Out...> set_of(SetOperation operation, const RowQuery<Out...>& left, const RowQuery<Out...>& right) {
    static_assert(!(is_ref<Out> || ...),
        "athanor: a union of rows has columns, not objects; select the columns, or make a union of queries for "
        "objects");
    const Selection &l = left.athanor_selection(), &r = right.athanor_selection();
    const RowsPart rows = rows_part(set_operation_code(operation, l.rows(), r.rows()));
    RowQuery<Out...> whole(l.either_session(r));
    whole.athanor_selection().from(rows);
    std::uint16_t column = 0;
    (whole.athanor_selection().add_output(rows_column(rows, column++), {nullptr, &type_ops<Out>}), ...);
    return whole;
}

template <class Left, class Right> auto set_operation(SetOperation operation, const Left& left, const Right& right) {
    static_assert(std::is_same_v<Left, Right>, "athanor: both queries must give rows of the same types");
    if constexpr (std::is_same_v<Left, Right>)
        return set_of(operation, left, right);
    else
        return left;
}

} // namespace kernel

/// A query that belongs to no session: part of another. `where(in(p->title, select(q->title).where(…)))`
template <class First, class... Rest> auto select(First&& first, Rest&&... rest) {
    return kernel::query_for(nullptr, static_cast<First&&>(first), static_cast<Rest&&>(rest)...);
}
template <class T, std::uint64_t Layout = layout_of<T>()> Query<T> select() {
    return kernel::query_of<T>(nullptr, class_info<T, Layout>());
}

/// The rows of both queries, each once. The outputs must be of the same types; sorting and limits go behind, those of
/// an operand count for it alone. `column<0>()` and so on are the columns of the whole.
template <kernel::query_like Left, kernel::query_like Right> auto union_(const Left& left, const Right& right) {
    return kernel::set_operation(kernel::SetOperation::union_, left, right);
}
/// The rows of both queries, as often as they come.
template <kernel::query_like Left, kernel::query_like Right> auto union_all(const Left& left, const Right& right) {
    return kernel::set_operation(kernel::SetOperation::union_all, left, right);
}
/// The rows that both queries give.
template <kernel::query_like Left, kernel::query_like Right> auto intersect(const Left& left, const Right& right) {
    return kernel::set_operation(kernel::SetOperation::intersect, left, right);
}
/// The rows of the first query that the second does not give.
template <kernel::query_like Left, kernel::query_like Right> auto except(const Left& left, const Right& right) {
    return kernel::set_operation(kernel::SetOperation::except, left, right);
}

} // namespace athanor
