// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/expression.hpp"
#include "athanor/typed/selection.hpp"
#include <tuple>
#include <utility>

namespace athanor {

/// The rows of a query that stand in FROM of another: what `subquery()`, `cte()` and `recursive(…)` give.
///
///     auto counts = session.select(p->author->id, count(p)).group_by(p->author->id).subquery();
///     session.select(u, counts.template get<1>()).join(counts, counts.template get<0>() == u->id);
template <class... Out> class Subquery {
public:
    /// A column, counted from 0.
    template <std::size_t I> Expr<std::tuple_element_t<I, std::tuple<Out...>>> get() const {
        return Expr<std::tuple_element_t<I, std::tuple<Out...>>>(kernel::rows_column(rows_, I));
    }
    /// All of them: `auto [author, number] = counts.columns();`
    std::tuple<Expr<Out>...> columns() const { return columns(std::index_sequence_for<Out...>()); }
    /// One more use of the same rows: `auto parents = tree.again();`
    Subquery again() const { return Subquery(kernel::again(rows_)); }

    /// Not for users.
    explicit Subquery(kernel::RowsPart rows) : rows_(std::move(rows)) {}
    const kernel::RowsPart& athanor_rows() const noexcept { return rows_; }

private:
    template <std::size_t... I> std::tuple<Expr<Out>...> columns(std::index_sequence<I...>) const {
        return {get<I>()...};
    }
    kernel::RowsPart rows_;
};

} // namespace athanor
