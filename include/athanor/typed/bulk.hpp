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

    /// The attribute of a member, seen through `volatile`.
    const Attribute& attribute(const volatile std::uint32_t* word) const;
    void set(const Attribute& attribute, Code value);
    void set(const Attribute& reference, const Header* target);
    void set(const Attribute& reference, const Alias& target);
    void where(Code condition) { statement_.where.combine(Op::and_, std::move(condition)); }
    const Alias& alias() const noexcept { return *alias_; }
    std::string sql() const;
    std::int64_t execute() const;

private:
    void set_columns(const Attribute& attribute, const std::vector<std::uint16_t>& columns, std::vector<Code> values);
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
    void rows(const Selection& query, const std::vector<const Attribute*>& members);
    void on_conflict(const std::vector<const Attribute*>& members);
    void ignore();
    void update(const std::vector<const Attribute*>& members);
    void set(const Attribute& attribute, Code value);
    void set(const Attribute& reference, const Header* target);
    void set(const Attribute& reference, const Alias& target);
    void where(Code condition) { common_.where.combine(Op::and_, std::move(condition)); }
    const Alias& alias() const noexcept { return *alias_; }
    /// The row that would have been inserted, had there been no conflict.
    const Alias& proposed() const { return proposed_alias(*cls_); }
    std::string sql() const;
    std::int64_t execute() const;

private:
    /// A value that is the key of an object.
    struct Key {
        std::size_t place;
        Ref<std::byte> object; ///< of whatever class
        const Attribute* shown;
    };
    struct Row {
        std::vector<Value> values;
        std::vector<Key> keys;
    };
    /// Rows that have the same columns, one after the other; or those of a query.
    struct Shape {
        std::vector<std::uint16_t> columns;
        std::vector<Row> rows;
        Code query;
    };
    std::vector<Value> values_of_row(const Row& row, bool running) const;
    Insert insert(const Shape& shape, std::size_t first, std::size_t count, bool running) const;
    std::size_t rows_at_once(const Shape& shape) const;
    void set_columns(const Attribute& attribute, std::vector<Code> values, std::string_view step);
    std::int64_t write_all() const;
    SessionCore* session_;
    const ClassInfo* cls_;
    const Alias* alias_;
    std::vector<Shape> shapes_;
    Insert common_;
    BulkWrite write_;
};

/// A value for a column, converted to the column's type; or an expression. What was calculated for a decimal is rounded
/// to its places. **Throws** ValueError that names the member.
template <class T, class V> Code assigned_code(V&& value, const Attribute& attribute) {
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
        if constexpr (allowed) {
            try {
                return plain_code(convert<T>(plain(value), nullptr));
            } catch (...) {
                refuse_for(attribute.cls->name + "::" + attribute.name);
            }
        }
    }
    return {};
}

/// Calls a lambda with the row that is there, and with the one that an INSERT proposes where it takes two.
template <class T, class Q, class F> decltype(auto) call_with_rows(const Q& query, F&& lambda) {
    if constexpr (std::is_same_v<Q, BulkInsert> && std::is_invocable_v<F&&, const volatile T&, const volatile T&>) {
        const LambdaLevel running;
        return static_cast<F&&>(lambda)(prototype<T>(query.alias()), prototype<T>(query.proposed()));
    } else
        return call_with_alias<T>(static_cast<F&&>(lambda), prototype<T>(query.alias()));
}
template <class T, class F>
inline constexpr bool takes_rows = std::is_class_v<std::remove_cvref_t<F>> &&
    (std::is_invocable_v<F, const volatile T&> || std::is_invocable_v<F, const volatile T&, const volatile T&>);

template <class T, class Q, class C> Code bulk_condition(const Q& query, C&& given) {
    if constexpr (query_lambda<C>)
        return condition_code(call_with_rows<T>(query, static_cast<C&&>(given)));
    else
        return condition_code(static_cast<C&&>(given));
}
/// Makes a column or a reference the value: an object, nullptr or an alias where it is a reference.
template <class M, class Q, class V> void assign(Q& query, const Attribute& attribute, V&& value) {
    if constexpr (mapped_like<M>)
        query.set(attribute, assigned_code<mapped_value<M>>(static_cast<V&&>(value), attribute));
    else {
        constexpr bool reference = requires { typename M::athanor_entity; };
        static_assert(reference, "athanor: set() takes a column or a reference");
        if constexpr (reference) {
            using Target = typename M::athanor_entity;
            constexpr bool object = std::is_constructible_v<Ref<Target>, const std::remove_cvref_t<V>&>;
            static_assert(object || alias_like<V>,
                "athanor: a reference is set to an object of its class, to nullptr or to an alias of that class");
            if constexpr (object)
                query.set(attribute, Ref<Target>(value).header());
            else if constexpr (alias_like<V>) {
                static_assert(std::is_same_v<typename std::remove_cvref_t<V>::athanor_entity, Target>,
                    "athanor: a reference is set to an object of its class, to nullptr or to an alias of that class");
                query.set(attribute, value.athanor_alias());
            }
        }
    }
}
template <class T, class M, class Q, class V> void assign_given(Q& query, const Attribute& attribute, V&& given) {
    if constexpr (takes_rows<T, V>)
        assign<M>(query, attribute, call_with_rows<T>(query, static_cast<V&&>(given)));
    else
        assign<M>(query, attribute, static_cast<V&&>(given));
}
template <auto Member> using member_type = typename MemberPointer<decltype(Member)>::Member;

/// Whether an output of a query may become a member: a value of its type, or an object or its key where the member is a
/// reference.
template <class M, class Out> constexpr bool can_become() {
    if constexpr (mapped_like<M>)
        return comparable<sql_type_of<typename M::value_type>, sql_type_of<Out>>();
    else if constexpr (is_ref<Out> && requires { typename M::athanor_entity; })
        return std::is_same_v<Out, Ref<typename M::athanor_entity>>;
    else
        return !is_ref<Out>;
}

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
        kernel::assign_given<T, kernel::member_type<Member>>(
            query_, kernel::attribute_of_member<Member, T>(), static_cast<V&&>(value));
        return std::move(*this);
    }
    /// The column of an alias becomes the value: `set(u->age, u->age + 1)`; a reference points at the object.
    template <class C, class V> [[nodiscard]] Update set(C&& column, V&& value) && {
        using Type = std::remove_cvref_t<C>;
        if constexpr (kernel::relationship_like<C>)
            kernel::assign<Type>(query_, query_.attribute(column.athanor_relationship()), static_cast<V&&>(value));
        else {
            static_assert(kernel::is_sql<C> && kernel::mapped_like<C>, "athanor: set() takes a column of the alias");
            kernel::assign<Type>(query_, query_.attribute(column.athanor_word()), static_cast<V&&>(value));
        }
        return std::move(*this);
    }
    /// Only rows that fulfil the condition; without it, all rows.
    template <class C> [[nodiscard]] Update where(C&& condition) && {
        query_.where(kernel::bulk_condition<T>(query_, static_cast<C&&>(condition)));
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
        query_.where(kernel::bulk_condition<T>(query_, static_cast<C&&>(condition)));
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
            static_assert((kernel::can_become<kernel::member_type<Members>, Out>() && ...),
                "athanor: each output of the query must be of the type of its member");
        }
        query_.rows(query.athanor_selection(), {&kernel::attribute_of_member<Members, T>()...});
        return std::move(*this);
    }
    /// Where another row has the same values in these members, which must be unique together: what follows says what
    /// happens. Without members: in any that are unique, for `ignore()` only.
    template <auto... Members> [[nodiscard]] InsertRows on_conflict() && {
        query_.on_conflict({&kernel::attribute_of_member<Members, T>()...});
        return std::move(*this);
    }
    /// … nothing: the other row stays.
    [[nodiscard]] InsertRows ignore() && {
        query_.ignore();
        return std::move(*this);
    }
    /// … these members of the other row take the new values.
    template <auto... Members> [[nodiscard]] InsertRows update() && {
        query_.update({&kernel::attribute_of_member<Members, T>()...});
        return std::move(*this);
    }
    /// … the member of the other row becomes the value, or what the lambda says. A lambda with two parameters gets the
    /// row that was to be inserted, too: `set<&Stock::count>([](auto& old, auto& fresh) { return old.count +
    /// fresh.count; })`.
    template <auto Member, class V> [[nodiscard]] InsertRows set(V&& value) && {
        kernel::assign_given<T, kernel::member_type<Member>>(
            query_, kernel::attribute_of_member<Member, T>(), static_cast<V&&>(value));
        return std::move(*this);
    }
    /// … only where the condition holds, a lambda as in `set`; the other row stays as it is where it does not.
    template <class C> [[nodiscard]] InsertRows where(C&& condition) && {
        query_.where(kernel::bulk_condition<T>(query_, static_cast<C&&>(condition)));
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
