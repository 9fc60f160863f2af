// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/query_functions.hpp"
#include "athanor/typed/ref.hpp"
#include "athanor/typed/selection.hpp"
#include "athanor/typed/subquery.hpp"

namespace athanor {
namespace kernel {

template <class U>
concept relationship_like = requires(U& member) {
    { member.athanor_relationship() } -> std::convertible_to<const volatile std::uint32_t*>;
};

/// A column or expression of group_by(…), or an alias: its key.
template <class U> Code grouping_code(U&& operand) {
    constexpr bool allowed = is_sql<U> || alias_like<U>;
    static_assert(allowed, "athanor: group_by takes columns and expressions of a query, and aliases");
    if constexpr (is_sql<U>)
        return code_of(static_cast<U&&>(operand));
    else if constexpr (alias_like<U>)
        return key_code(operand.athanor_alias());
    else
        return {};
}

} // namespace kernel

/// The steps that every query has; each gives a new query by value.
template <class Q> class QuerySteps {
public:
    /// Only what fulfils the condition too: an expression over an alias, or, where one class is asked for, a lambda
    /// `[](auto& u) { return u.age > 18; }`.
    template <class C> [[nodiscard]] Q where(C&& condition) const& { return copy().where(static_cast<C&&>(condition)); }
    template <class C> [[nodiscard]] Q where(C&& condition) && {
        selection().where(self().condition(static_cast<C&&>(condition)));
        return std::move(self());
    }
    /// Sorted by these: columns, expressions, `asc(…)`, `desc(…)`, or a lambda that gives one.
    template <class... O> [[nodiscard]] Q order_by(O&&... by) const& {
        return copy().order_by(static_cast<O&&>(by)...);
    }
    template <class... O> [[nodiscard]] Q order_by(O&&... by) && {
        (selection().order_by(self().ordering(static_cast<O&&>(by))), ...);
        return std::move(self());
    }
    [[nodiscard]] Q limit(std::int64_t count) const& { return copy().limit(count); }
    [[nodiscard]] Q limit(std::int64_t count) && {
        selection().limit(count);
        return std::move(self());
    }
    [[nodiscard]] Q offset(std::int64_t count) const& { return copy().offset(count); }
    [[nodiscard]] Q offset(std::int64_t count) && {
        selection().offset(count);
        return std::move(self());
    }
    /// Each row once.
    [[nodiscard]] Q distinct() const& { return copy().distinct(); }
    [[nodiscard]] Q distinct() && {
        selection().distinct();
        return std::move(self());
    }
    /// One row for each group of rows in which these are equal.
    template <class... G> [[nodiscard]] Q group_by(G&&... by) const& {
        return copy().group_by(static_cast<G&&>(by)...);
    }
    template <class... G> [[nodiscard]] Q group_by(G&&... by) && {
        (selection().group_by(kernel::grouping_code(static_cast<G&&>(by))), ...);
        return std::move(self());
    }
    /// Only groups that fulfil the condition: `having(count(c) > 3)`.
    template <class C> [[nodiscard]] Q having(C&& condition) const& {
        return copy().having(static_cast<C&&>(condition));
    }
    template <class C> [[nodiscard]] Q having(C&& condition) && {
        selection().having(kernel::condition_code(static_cast<C&&>(condition)));
        return std::move(self());
    }

    /// Every row of that alias with every row so far; or of the rows of a subquery.
    template <class A> [[nodiscard]] Q from(const A& table) const& { return copy().from(table); }
    template <class A> [[nodiscard]] Q from(const A& table) && {
        if constexpr (kernel::alias_like<const A>)
            selection().from(table.athanor_alias());
        else
            selection().from(table.athanor_rows());
        return std::move(self());
    }
    /// The alias stands for the rows of a query for its class instead of its table.
    template <class T, class Rows> [[nodiscard]] Q from(const athanor::from<T>& alias, const Rows& query) const& {
        return copy().from(alias, query);
    }
    template <class T, class Rows> [[nodiscard]] Q from(const athanor::from<T>& alias, const Rows& query) && {
        static_assert(std::is_same_v<typename Rows::row_type, Ref<T>>,
            "athanor: from(alias, query) takes a query for objects of the alias's class");
        selection().from(alias.athanor_alias(), query.athanor_selection().rows());
        return std::move(self());
    }
    /// Each row with the rows of that alias, or subquery, for which the condition holds; instead of a condition a
    /// relationship may stand: `join(c, c->year == p->year)`, `join(c, p->comments)`.
    template <class A, class C> [[nodiscard]] Q join(const A& table, C&& on) const& {
        return copy().join(table, static_cast<C&&>(on));
    }
    template <class A, class C> [[nodiscard]] Q join(const A& table, C&& on) && {
        return std::move(*this).template joined<kernel::JoinKind::inner>(table, static_cast<C&&>(on));
    }
    /// The same, but rows for which there is none stay, with NULL for its columns and null for its object.
    template <class A, class C> [[nodiscard]] Q left_join(const A& table, C&& on) const& {
        return copy().left_join(table, static_cast<C&&>(on));
    }
    template <class A, class C> [[nodiscard]] Q left_join(const A& table, C&& on) && {
        return std::move(*this).template joined<kernel::JoinKind::left>(table, static_cast<C&&>(on));
    }
    /// In a subquery that selects something of an alias of the query around it: this is that alias.
    template <class T> [[nodiscard]] Q correlate(const athanor::from<T>& alias) const& {
        return copy().correlate(alias);
    }
    template <class T> [[nodiscard]] Q correlate(const athanor::from<T>& alias) && {
        selection().correlate(alias.athanor_alias());
        return std::move(self());
    }

    /// The text of the statement, parameters as placeholders.
    std::string sql() const { return self().athanor_selection().sql(); }

private:
    Q& self() noexcept { return static_cast<Q&>(*this); }
    const Q& self() const noexcept { return static_cast<const Q&>(*this); }
    Q copy() const { return self(); }
    kernel::Selection& selection() noexcept { return self().athanor_selection(); }
    template <kernel::JoinKind Kind, class A, class C> Q joined(const A& table, C&& on) && {
        if constexpr (kernel::relationship_like<C> && kernel::alias_like<const A>)
            selection().join(Kind, table.athanor_alias(), on.athanor_relationship());
        else if constexpr (kernel::alias_like<const A>)
            selection().join(Kind, table.athanor_alias(), kernel::condition_code(static_cast<C&&>(on)));
        else
            selection().join(Kind, table.athanor_rows(), kernel::condition_code(static_cast<C&&>(on)));
        return std::move(self());
    }
};

} // namespace athanor
