// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include "athanor/orm/session/session_core.hpp"
#include "athanor/sql/statement.hpp"
#include "athanor/typed/query_steps.hpp"
#include "athanor/typed/ref.hpp"
#include "athanor/typed/relationship_options.hpp"
#include "athanor/typed/stream.hpp"
#include <cstddef>
#include <optional>
#include <vector>

namespace athanor {
namespace kernel {

/// The attribute that a member pointer names. **Throws** MappingError for a member that is not mapped.
const Attribute& attribute_at(const ClassInfo& cls, std::uint32_t offset);
/// `T`: the mapped class, which may have the member from a base.
template <auto Member, class T> const Attribute& attribute_of_member() {
    constexpr bool has = std::is_base_of_v<typename MemberPointer<decltype(Member)>::Class, T>;
    static_assert(has, "athanor: this is a member of another class");
    if constexpr (has)
        return attribute_at(configured(class_info<T>()), member_offset_in<Member, T>());
    else
        __builtin_unreachable();
}
/// A handle, or a reference, which gives one.
template <class H>
concept handle_like = requires(const H& handle) {
    Ref<std::remove_reference_t<decltype(*handle)>>(handle);
};

/// The class of a member, which is T when T has it from a base.
template <auto Member, class T, class Class = typename MemberPointer<decltype(Member)>::Class>
using OwnerOf = std::conditional_t<std::is_base_of_v<Class, T>, T, Class>;

/// What a query calls with an alias, as far as its type can say.
template <class C>
inline constexpr bool query_lambda = std::is_class_v<std::remove_cvref_t<C>> && !is_sql<C> && !requires {
    typename std::remove_cvref_t<C>::athanor_ordering;
};

/// The untyped half of a query for objects of one class, and what is to be loaded with them.
class EntityQuery : public Selection {
public:
    EntityQuery(SessionCore* session, const Alias& alias);

    void load_with(const Attribute* const* path, std::size_t count, LoadMode mode);
    /// Only members of that relationship of the owner.
    void with_parent(const Attribute& relationship, Header* owner);
    /// The same, in the order of that relationship unless it is given another.
    void members_of(const Attribute& relationship, Header* owner);
    void fetch(const ObjectSink& sink) const { run(-1, sink); }
    ObjectStream stream() const;
    Header* fetch_first() const;
    Header* fetch_one(bool required) const;
    std::int64_t count() const;
    Code rows() const;
    Code key_rows() const;
    std::string sql() const;

    bool populate_existing = false;
    const Alias& alias() const noexcept { return *alias_; }

private:
    struct Parent {
        const Attribute* relationship;
        Ref<std::byte> owner; ///< of whatever class; its key is asked for when the query runs
    };
    struct Joins;
    Statement statement(std::int64_t at_most) const;
    Code own_ordering() const;
    static void join(const std::vector<LoadStep>& said, std::size_t owner, Statement& select, Joins& joins);
    Statement joined_statement(std::int64_t at_most, Joins& joins) const;
    void run(std::int64_t at_most, const ObjectSink& sink) const;
    const Alias* alias_;
    const ClassInfo* cls_;
    std::vector<LoadStep> steps_;
    std::vector<Parent> parents_;
    const Relationship* own_order_ = nullptr; ///< where no other is given
};

} // namespace kernel

/// A query for objects of one class, built step by step; every step gives a new query by value. It runs when it is
/// iterated, or asked for `all`, `first`, `one` or `count`.
///
///     for (auto user : session.select<User>().where([](auto& u) { return u.age > 18; }).order_by([](auto& u) { return
///     asc(u.name); }))
///
/// **Emits** one SELECT each time it runs, preceded by a flush of what is pending, and one per relationship and 500
/// objects for `with` and for members that are loaded with their owner.
template <class T> class Query : public QuerySteps<Query<T>> {
public:
    using row_type = Ref<T>;
    using iterator = typename std::vector<Ref<T>>::iterator;
    explicit Query(kernel::EntityQuery query) : query_(std::move(query)) {}

    /// Loads the relationship of all objects with one more SELECT; several members name a path: `with<&User::posts,
    /// &Post::tags>()`.
    template <auto... Path> [[nodiscard]] Query with() const& { return Query(*this).template with<Path...>(); }
    template <auto... Path> [[nodiscard]] Query with() && { return std::move(*this).template with<Path...>(selectin); }
    /// Says how, whatever the options of the member say: `joined`, with the same SELECT, by a LEFT JOIN; `lazy`, not
    /// now but when it is first read; the others as above. A collection is not joined where rows are counted or
    /// grouped: with a limit or an offset, for the first or only object, under a group_by.
    template <auto... Path, kernel::LoadMode Mode> [[nodiscard]] Query with(kernel::Loads<Mode> how) const& {
        return Query(*this).template with<Path...>(how);
    }
    template <auto... Path, kernel::LoadMode Mode> [[nodiscard]] Query with(kernel::Loads<Mode>) && {
        static_assert(kernel::is_eager(Mode) || Mode == kernel::LoadMode::lazy,
            "athanor: with<…>(…) takes joined, selectin, subquery, immediate or lazy; raise_on_load and noload are "
            "options of a member");
        const kernel::Attribute* path[] = {&kernel::attribute_of_member<Path, kernel::OwnerOf<Path, T>>()...};
        query_.load_with(path, sizeof...(Path), Mode);
        return std::move(*this);
    }
    /// Only what the relationship of this object leads to: `session.select<Post>().with_parent<&User::posts>(ed)`. The
    /// keys of the object are those it has when the query runs; an object without a key has no members.
    template <auto Relationship, kernel::handle_like Handle>
    [[nodiscard]] Query with_parent(const Handle& owner) const& {
        return Query(*this).template with_parent<Relationship>(owner);
    }
    template <auto Relationship, kernel::handle_like Handle> [[nodiscard]] Query with_parent(const Handle& owner) && {
        using Owner = std::remove_reference_t<decltype(*owner)>;
        const Ref<Owner> object = owner;
        if (!object) kernel::refuse_null_handle();
        query_.with_parent(kernel::attribute_of_member<Relationship, Owner>(), object.header());
        return std::move(*this);
    }
    /// Rows overwrite what the session has in memory, unwritten changes included; also those that `with` brings.
    [[nodiscard]] Query populate_existing() const& { return Query(*this).populate_existing(); }
    [[nodiscard]] Query populate_existing() && {
        query_.populate_existing = true;
        return std::move(*this);
    }

    std::vector<Ref<T>> all() const {
        std::vector<Ref<T>> objects;
        query_.fetch({&objects, [](void* context, kernel::Header* object) {
                          static_cast<std::vector<Ref<T>>*>(context)->emplace_back(object);
                      }});
        return objects;
    }
    /// The objects one row at a time, detached and unknown to the session, so that any number of rows needs the memory
    /// of one: `for (const User& user : query.stream())`. **Throws** UsageError after `with`.
    Stream<T> stream() const { return Stream<T>(query_.stream()); }
    /// The first object, null when there is none.
    Ref<T> first() const { return Ref<T>(query_.fetch_first()); }
    /// The only object. **Throws** NoResultError, MultipleResultsError.
    Ref<T> one() const { return Ref<T>(query_.fetch_one(true)); }
    /// The only object, null when there is none. **Throws** MultipleResultsError.
    Ref<T> one_or_none() const { return Ref<T>(query_.fetch_one(false)); }
    /// How many rows there are; the database counts.
    std::int64_t count() const { return query_.count(); }
    /// Runs the query and iterates what it gave.
    iterator begin() {
        rows_ = all();
        return rows_.begin();
    }
    iterator end() { return rows_.end(); }

    /// Not for users.
    const kernel::EntityQuery& athanor_selection() const noexcept { return query_; }
    kernel::EntityQuery& athanor_selection() noexcept { return query_; }

private:
    friend class QuerySteps<Query>;
    const volatile T& prototype() const { return kernel::prototype<T>(query_.alias()); }
    template <class C> kernel::Code condition(C&& given) const {
        if constexpr (kernel::query_lambda<C>)
            return kernel::condition_code(kernel::call_with_alias<T>(static_cast<C&&>(given), prototype()));
        else
            return kernel::condition_code(static_cast<C&&>(given));
    }
    template <class O> kernel::Code ordering(O&& by) const {
        if constexpr (kernel::query_lambda<O>)
            return kernel::ordering_code(kernel::call_with_alias<T>(static_cast<O&&>(by), prototype()));
        else
            return kernel::ordering_code(static_cast<O&&>(by));
    }
    kernel::EntityQuery query_;
    std::vector<Ref<T>> rows_;
};

} // namespace athanor
