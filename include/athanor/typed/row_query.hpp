// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/query_steps.hpp"
#include "athanor/typed/ref.hpp"
#include "athanor/typed/row_range.hpp"
#include <optional>
#include <tuple>
#include <vector>

namespace athanor {
namespace kernel {

/// What a query gives for an operand of select(…).
template <class U> struct OutputOf {
    static_assert(is_sql<U>,
        "athanor: select(…) takes aliases (from<T>), columns of an alias and expressions; a value of the program is "
        "none of the database");
    using type = int;
};
template <class U>
    requires is_sql<U>
struct OutputOf<U> {
    using type = output_of<U>;
};
template <class U>
    requires alias_like<U>
struct OutputOf<U> {
    using type = Ref<typename std::remove_cvref_t<U>::athanor_entity>;
};

template <class Out> inline constexpr bool is_ref = false;
template <class T> inline constexpr bool is_ref<Ref<T>> = true;

template <class U> void add_output(Selection& query, U&& operand) {
    if constexpr (alias_like<U>)
        query.add_output(operand.athanor_alias());
    else if constexpr (is_sql<U>)
        query.add_output(code_of(static_cast<U&&>(operand)), {nullptr, &type_ops<output_of<U>>});
}

[[noreturn]] void refuse_row_count(bool several);

} // namespace kernel

/// A query for rows of values and objects: a tuple each, or, of a single output, just that. It runs when it is
/// iterated, or asked for `all`, `first`, `one`, `scalar` or `count`.
///
///     from<Post> p;
///     from<Comment> c;
///     for (auto [title, comments] :
///         session.select(p->title, count(c)).left_join(c, p->comments).group_by(p->title))
///
/// **Emits** one SELECT each time it runs, preceded by a flush of what is pending.
template <class... Out> class RowQuery : public QuerySteps<RowQuery<Out...>> {
public:
    using row_type = typename kernel::RowOf<Out...>::type;
    using iterator = typename std::vector<row_type>::iterator;

    std::vector<row_type> all() const { return run(-1); }
    /// The first row, if there is one.
    std::optional<row_type> first() const {
        std::vector<row_type> rows = run(1);
        return rows.empty() ? std::nullopt : std::optional<row_type>(std::move(rows.front()));
    }
    /// The only row. **Throws** NoResultError, MultipleResultsError.
    row_type one() const {
        std::vector<row_type> rows = run(2);
        if (rows.size() != 1) kernel::refuse_row_count(!rows.empty());
        return std::move(rows.front());
    }
    /// The only row, if there is one. **Throws** MultipleResultsError.
    std::optional<row_type> one_or_none() const {
        std::vector<row_type> rows = run(2);
        if (rows.size() > 1) kernel::refuse_row_count(true);
        return rows.empty() ? std::nullopt : std::optional<row_type>(std::move(rows.front()));
    }
    /// The only value of the first row: `session.select(max_of(u->age)).scalar()`. **Throws** NoResultError.
    row_type scalar() const requires(sizeof...(Out) == 1) {
        std::vector<row_type> rows = run(1);
        if (rows.empty()) kernel::refuse_row_count(false);
        return std::move(rows.front());
    }
    /// How many rows there are; the database counts.
    std::int64_t count() const { return query_.count(); }

    /// The rows one at a time, each when it is asked for, so that memory stays flat.
    RowRange<Out...> stream() const {
        static_assert(!(kernel::is_ref<Out> || ...),
            "athanor: the rows of a stream have values, not objects; select the columns, or stream a query for "
            "objects");
        return RowRange<Out...>(query_.stream());
    }

    /// Runs the query and iterates what it gave.
    iterator begin() {
        rows_ = all();
        return rows_.begin();
    }
    iterator end() { return rows_.end(); }

    // ---- as part of another query

    /// The expression of one output, counted from 0: `query.order_by(desc(query.template column<1>()))`.
    template <std::size_t I> auto column() const {
        using Type = std::tuple_element_t<I, std::tuple<Out...>>;
        static_assert(!kernel::is_ref<Type>, "athanor: this output is an object; its columns are those of its alias");
        return Expr<Type>(query_.output_code(I));
    }
    /// The only value, NULL when there is no row: `where(u->age > select(avg(v->age)).value())`.
    auto value() const requires(sizeof...(Out) == 1) {
        using Type = std::tuple_element_t<0, std::tuple<Out...>>;
        using Result = std::conditional_t<kernel::is_optional<Type>, Type, std::optional<Type>>;
        return Expr<Result>(query_.value_rows());
    }
    /// Its rows, to stand in FROM of another query.
    Subquery<Out...> subquery() const { return Subquery<Out...>(kernel::rows_part(part())); }
    /// The same, written once in front (WITH), however often it is used.
    Subquery<Out...> cte() const { return Subquery<Out...>(kernel::cte_part(part())); }
    /// A common table expression that begins with these rows; `step`, given those found so far, says which rows they
    /// lead to, until there are no more: `children.recursive([&](auto& tree) { return select(…).join(tree, …); })`.
    /// A row that was found already is not followed again; `recursive_all` does not ask.
    template <class F> Subquery<Out...> recursive(F&& step) const { return recursive(static_cast<F&&>(step), false); }
    template <class F> Subquery<Out...> recursive_all(F&& step) const {
        return recursive(static_cast<F&&>(step), true);
    }

    /// Not for users.
    explicit RowQuery(kernel::SessionCore* session) : query_(session) {}
    explicit RowQuery(kernel::Selection query) : query_(std::move(query)) {}
    template <class F> static std::vector<row_type> athanor_rows(F fetch) {
        std::vector<row_type> rows;
        fetch(&rows, [](void* receiver, const kernel::OutputRow& row) {
            row_type fields{};
            read(row, fields, std::index_sequence_for<Out...>());
            static_cast<std::vector<row_type>*>(receiver)->push_back(std::move(fields));
        });
        return rows;
    }
    const kernel::Selection& athanor_selection() const noexcept { return query_; }
    kernel::Selection& athanor_selection() noexcept { return query_; }

private:
    friend class QuerySteps<RowQuery>;
    template <class C> kernel::Code condition(C&& given) const {
        return kernel::condition_code(static_cast<C&&>(given));
    }
    template <class O> kernel::Code ordering(O&& given) const { return kernel::ordering_code(static_cast<O&&>(given)); }
    kernel::Code part() const {
        static_assert(!(kernel::is_ref<Out> || ...),
            "athanor: a subquery in FROM has columns, not objects; select the columns, or use from(alias, query)");
        return query_.rows();
    }
    template <class F> Subquery<Out...> recursive(F&& step, bool all) const {
        kernel::RowsPart base = kernel::cte_part(part());
        kernel::RowsPart found = kernel::again(base);
        found.definition = {}; // it is being defined
        const Subquery<Out...> so_far(std::move(found));
        const RowQuery next = static_cast<F&&>(step)(so_far);
        return Subquery<Out...>(kernel::recursive_part(base, next.part(), all));
    }
    template <std::size_t... I>
    static void read(const kernel::OutputRow& row, row_type& into, std::index_sequence<I...>) {
        const auto one = [&](std::size_t index, auto& field) {
            using Field = std::remove_cvref_t<decltype(field)>;
            if constexpr (kernel::is_ref<Field>)
                field = Field(row.object(index));
            else
                row.read(index, &field);
        };
        if constexpr (sizeof...(Out) == 1)
            one(0, into);
        else
            (one(I, std::get<I>(into)), ...);
    }
    std::vector<row_type> run(std::int64_t at_most) const {
        return athanor_rows([&](void* rows, kernel::RowReceiver receive) { query_.fetch(at_most, rows, receive); });
    }

    kernel::Selection query_;
    std::vector<row_type> rows_;
};

} // namespace athanor
