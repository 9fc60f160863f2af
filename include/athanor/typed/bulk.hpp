// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/session/session_core.hpp"
#include "athanor/sql/insert.hpp"
#include "athanor/typed/query.hpp"
#include "athanor/typed/row_query.hpp"
#include <vector>

namespace athanor {
namespace kernel {

/// The untyped half of an UPDATE or DELETE.
class BulkQuery {
public:
    BulkQuery(SessionCore& session, Verb verb, const Alias& alias);

    void set(const Attribute& attribute, Code value);
    void set(const volatile std::uint32_t* word, Code value);
    /// `word` is that of a reference.
    void set_reference(const volatile std::uint32_t* word, const Header* target);
    void where(Code condition) { statement_.where.combine(Op::and_, std::move(condition)); }
    const Alias& alias() const noexcept { return *alias_; }
    std::string sql() const;
    std::int64_t execute() const;

private:
    void set_column(std::uint16_t column, Code value);
    SessionCore* session_;
    const Alias* alias_;
    Statement statement_;
    BulkWrite write_;
};

/// The untyped half of an INSERT.
class BulkInsert {
public:
    BulkInsert(SessionCore& session, const ClassInfo& cls);

    /// One more row: the values of a free-standing object.
    void add(const void* object);
    void rows(Code select, std::vector<const Attribute*> columns);
    void on_conflict(std::vector<const Attribute*> columns);
    void ignore();
    void update(std::vector<const Attribute*> columns);
    void update(const Attribute& attribute, Code value);
    const Alias& alias() const noexcept { return *alias_; }
    std::string sql() const;
    std::int64_t execute() const;

private:
    /// Rows that have the same columns, one after the other.
    struct Shape {
        std::vector<std::uint16_t> columns;
        std::vector<Code> rows;
    };
    Insert insert(const Shape& shape, std::size_t first, std::size_t count) const;
    std::size_t rows_at_once(const Shape& shape) const;
    std::int64_t write_all() const;
    SessionCore* session_;
    const ClassInfo* cls_;
    const Alias* alias_;
    std::vector<Shape> shapes_;
    Insert common_;
    BulkWrite write_;
};

/// A value for a column, converted to the column's type; or an expression. What was calculated for a decimal is rounded
/// to its places.
template <class T, class V> Code assigned_code(V&& value) {
    if constexpr (is_sql<V>) {
        constexpr bool allowed = comparable<sql_type_of<T>, sql_type_of<V>>();
        static_assert(allowed, "athanor: set() takes a column and a value or expression of its type");
        using Column = bare_type_of<T>;
        if constexpr (allowed && decimal_like<Column> && !std::is_same_v<Column, bare_type_of<V>>)
            return rounded_code(code_of(static_cast<V&&>(value)), codec<Column>::scale);
        else if constexpr (allowed)
            return code_of(static_cast<V&&>(value));
    } else {
        using Plain = std::remove_cvref_t<decltype(plain(value))>;
        constexpr bool allowed = convertible_value<const Plain&, T>;
        static_assert(allowed, "athanor: set() takes a column and a value or expression of its type");
        if constexpr (allowed) return plain_code(convert<T>(plain(value), nullptr));
    }
    return {};
}

template <class T, class C> Code bulk_condition(const Alias& alias, C&& given) {
    if constexpr (query_lambda<C>)
        return condition_code(call_with_alias<T>(static_cast<C&&>(given), prototype<T>(alias)));
    else
        return condition_code(static_cast<C&&>(given));
}
template <class T, class Column, class V> Code bulk_value(const Alias& alias, V&& given) {
    if constexpr (std::is_class_v<std::remove_cvref_t<V>> && std::is_invocable_v<V, const volatile T&>)
        return assigned_code<Column>(call_with_alias<T>(static_cast<V&&>(given), prototype<T>(alias)));
    else
        return assigned_code<Column>(static_cast<V&&>(given));
}
/// What a reference is set to: a handle, or nothing.
template <class C, class V> const Header* target_header(C&, const V& value) {
    using Target = typename std::remove_cvref_t<C>::athanor_entity;
    return Ref<Target>(value).header();
}
template <auto Member> using value_of_member = typename MemberPointer<decltype(Member)>::Member::value_type;

} // namespace kernel

/// An UPDATE of many rows at once: `session.update<User>().set<&User::active>(false).where(…).execute()`.
///
/// **Emits**, when it is executed, what is pending and one UPDATE. Objects in memory do not see it happen: of all
/// objects of the class the columns that were set are read again at their next use, and so are relationships that
/// depend on them.
template <class T> class Update {
public:
    /// The member becomes the value, or what the lambda says: `set<&User::age>([](auto& u) { return u.age + 1; })`.
    template <auto Member, class V> [[nodiscard]] Update set(V&& value) && {
        query_.set(kernel::attribute_of_member<Member>(),
            kernel::bulk_value<T, kernel::value_of_member<Member>>(query_.alias(), static_cast<V&&>(value)));
        return std::move(*this);
    }
    /// The column of an alias becomes the value: `set(u->age, u->age + 1)`; a reference points at the object.
    template <class C, class V> [[nodiscard]] Update set(C&& column, V&& value) && {
        if constexpr (kernel::relationship_like<C>)
            query_.set_reference(column.athanor_relationship(), kernel::target_header(column, value));
        else {
            static_assert(kernel::is_sql<C> && kernel::mapped_like<C>, "athanor: set() takes a column of the alias");
            query_.set(column.athanor_word(), kernel::assigned_code<kernel::mapped_value<C>>(static_cast<V&&>(value)));
        }
        return std::move(*this);
    }
    /// Only rows that fulfil the condition; without it, all rows.
    template <class C> [[nodiscard]] Update where(C&& condition) && {
        query_.where(kernel::bulk_condition<T>(query_.alias(), static_cast<C&&>(condition)));
        return std::move(*this);
    }
    std::string sql() const { return query_.sql(); }
    /// Runs it; how many rows it reached.
    std::int64_t execute() const { return query_.execute(); }

    /// Not for users.
    explicit Update(kernel::BulkQuery query) : query_(std::move(query)) {}

private:
    kernel::BulkQuery query_;
};

/// A DELETE of many rows at once: `session.erase<User>().where(…).execute()`.
///
/// **Emits**, when it is executed, what is pending and one DELETE; nothing is deleted in the name of owned
/// relationships but by ON DELETE in the database. Objects in memory do not see it happen: those of the class, of
/// classes that ON DELETE reaches and relationships to them are read again at their next use, and an object whose row
/// is gone says so.
template <class T> class Erase {
public:
    /// Only rows that fulfil the condition; without it, all rows.
    template <class C> [[nodiscard]] Erase where(C&& condition) && {
        query_.where(kernel::bulk_condition<T>(query_.alias(), static_cast<C&&>(condition)));
        return std::move(*this);
    }
    std::string sql() const { return query_.sql(); }
    /// Runs it; how many rows it deleted.
    std::int64_t execute() const { return query_.execute(); }

    /// Not for users.
    explicit Erase(kernel::BulkQuery query) : query_(std::move(query)) {}

private:
    kernel::BulkQuery query_;
};

/// An INSERT of many rows at once, of values or of what a query gives; it makes no objects.
///
///     session.insert<User>().add({.name = "ed", .visits = 1})
///         .on_conflict<&User::name>().set<&User::visits>([](auto& u) { return u.visits + 1; }).execute();
///
/// **Emits**, when it is executed, what is pending and one INSERT for as many rows as the database takes at once.
template <class T> class InsertRows {
public:
    /// A row with the values of a free-standing object; a reference gives the key of what it points at. **Throws**
    /// UsageError when a collection of it holds anything.
    [[nodiscard]] InsertRows add(T&& row) && {
        query_.add(&row);
        return std::move(*this);
    }
    [[nodiscard]] InsertRows add_all(const std::vector<T>& rows) && {
        for (const T& row : rows) query_.add(&row);
        return std::move(*this);
    }
    /// The rows of a query, whose outputs become these members: `from<&Old::title, &Old::year>(select(p->title, …))`.
    template <auto... Members, class... Out> [[nodiscard]] InsertRows from(const RowQuery<Out...>& query) && {
        static_assert(sizeof...(Members) == sizeof...(Out), "athanor: the query must have one output for each member");
        if constexpr (sizeof...(Members) == sizeof...(Out)) {
            static_assert((kernel::comparable<kernel::sql_type_of<kernel::value_of_member<Members>>,
                               kernel::sql_type_of<Out>>() &&
                              ...),
                "athanor: each output of the query must be of the type of its member");
        }
        query_.rows(query.athanor_selection().rows(), {&kernel::attribute_of_member<Members>()...});
        return std::move(*this);
    }
    /// Where another row has the same values in these members, which must be unique together: what follows says what
    /// happens. Without members: in any that are unique, for `ignore()` only.
    template <auto... Members> [[nodiscard]] InsertRows on_conflict() && {
        query_.on_conflict({&kernel::attribute_of_member<Members>()...});
        return std::move(*this);
    }
    /// … nothing: the other row stays.
    [[nodiscard]] InsertRows ignore() && {
        query_.ignore();
        return std::move(*this);
    }
    /// … these members of the other row take the new values.
    template <auto... Members> [[nodiscard]] InsertRows update() && {
        query_.update({&kernel::attribute_of_member<Members>()...});
        return std::move(*this);
    }
    /// … the member of the other row becomes the value, or what the lambda says.
    template <auto Member, class V> [[nodiscard]] InsertRows set(V&& value) && {
        query_.update(kernel::attribute_of_member<Member>(),
            kernel::bulk_value<T, kernel::value_of_member<Member>>(query_.alias(), static_cast<V&&>(value)));
        return std::move(*this);
    }
    std::string sql() const { return query_.sql(); }
    /// Runs it; how many rows were inserted or updated.
    std::int64_t execute() const { return query_.execute(); }

    /// Not for users.
    explicit InsertRows(kernel::BulkInsert query) : query_(std::move(query)) {}

private:
    kernel::BulkInsert query_;
};

} // namespace athanor
