// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"
#include "collection_operations.hpp"
#include "queried_operations.hpp"

// Writes the entries of class_entry.hpp for a class: `entry<User>("User", {column<&User::name>("name"), …}, {…})`.

namespace conformance {

template <auto Member> using OwnerOf = typename athanor::kernel::MemberPointer<decltype(Member)>::Class;
template <auto Member> using MemberOf = typename athanor::kernel::MemberPointer<decltype(Member)>::Member;

template <auto Member> auto& member_of(const AnyRef& object) { return (*object.as<OwnerOf<Member>>()).*Member; }
template <auto Member> auto& member_of(Alias alias) {
    return static_cast<const volatile OwnerOf<Member>*>(alias)->*Member;
}

/// What expire and refresh of one member are, whatever it is.
template <auto Member, class Entry> void add_access(Entry& entry) {
    using Owner = OwnerOf<Member>;
    entry.is_loaded = [](const AnyRef& object) { return athanor::is_loaded<Member>(object.as<Owner>()); };
    entry.expire = [](Session& session, const AnyRef& object) { session.expire<Member>(object.as<Owner>()); };
    entry.refresh = [](Session& session, const AnyRef& object) { session.refresh<Member>(object.as<Owner>()); };
}

/// A value of a column; null stays null.
template <class Value> Value from_json(const Json& value) {
    if (value.is_null()) return std::nullopt;
    return value.get<typename Value::value_type>();
}

template <auto Member> Expr<bool> compare(Alias alias, const std::string& comparison, const Json& json) {
    using Value = typename MemberOf<Member>::value_type;
    const auto& column = member_of<Member>(alias);
    if (comparison == "is_null") return athanor::is_null(column);
    if (comparison == "not_null") return !athanor::is_null(column);
    if (comparison == "in") {
        std::vector<Value> values;
        for (const Json& element : json) values.push_back(from_json<Value>(element));
        return athanor::in(column, values);
    }
    const Value value = from_json<Value>(json);
    if (comparison == "eq") return column == value;
    if (comparison == "ne") return column != value;
    if (comparison == "lt") return column < value;
    if (comparison == "le") return column <= value;
    if (comparison == "gt") return column > value;
    if (comparison == "ge") return column >= value;
    if constexpr (std::is_same_v<Value, std::optional<std::string>>)
        if (comparison == "like") return athanor::like(column, value);
    throw Unsupported("comparison " + comparison);
}

template <auto Member> ColumnEntry column(std::string name) {
    using Value = typename MemberOf<Member>::value_type;
    ColumnEntry entry{};
    entry.name = std::move(name);
    entry.read = [](const AnyRef& object) {
        const Value& value = member_of<Member>(object).get();
        return value ? Json(*value) : Json();
    };
    entry.set = [](const AnyRef& object, const Json& value) { member_of<Member>(object) = from_json<Value>(value); };
    entry.compare = compare<Member>;
    entry.order = [](Alias alias, bool descending) {
        const auto& ordered = member_of<Member>(alias);
        return descending ? athanor::desc(ordered) : athanor::asc(ordered);
    };
    add_access<Member>(entry);
    return entry;
}

template <class T> struct ReferenceTarget;
template <class T, auto... Options> struct ReferenceTarget<athanor::One<T, Options...>> { using Type = T; };

template <auto Member, class Target> RelationEntry relation(std::string name, std::string target) {
    RelationEntry entry{};
    entry.name = std::move(name);
    entry.target = std::move(target);
    entry.load = [](void* query) {
        auto& loading = *static_cast<athanor::Query<OwnerOf<Member>>*>(query);
        loading = loading.template with<Member>();
    };
    entry.with_parent = [](void* query, const AnyRef& owner) {
        auto& members = *static_cast<athanor::Query<Target>*>(query);
        members = members.template with_parent<Member>(owner.as<OwnerOf<Member>>());
    };
    add_access<Member>(entry);
    return entry;
}

template <auto Member> RelationEntry reference(std::string name, std::string target) {
    using Target = typename ReferenceTarget<MemberOf<Member>>::Type;
    RelationEntry entry = relation<Member, Target>(std::move(name), std::move(target));
    entry.read = [](const AnyRef& object, const Handles& handles) {
        return handles.show(member_of<Member>(object).ref());
    };
    entry.point = [](const AnyRef& object, const AnyRef& pointed) {
        if (pointed)
            member_of<Member>(object) = pointed.as<Target>();
        else
            member_of<Member>(object) = nullptr;
    };
    entry.any = [](Alias alias, const Condition& condition) {
        const auto& member = member_of<Member>(alias);
        return condition ? member.has([&](auto& one) { return condition(&one); }) : member.has();
    };
    entry.holds = [](Alias alias, const AnyRef& object) {
        return object ? member_of<Member>(alias) == object.as<Target>() : member_of<Member>(alias) == nullptr;
    };
    return entry;
}

template <auto Member> Expr<bool> any_member(Alias alias, const Condition& condition) {
    const auto& member = member_of<Member>(alias);
    return condition ? member.any([&](auto& one) { return condition(&one); }) : member.any();
}
template <auto Member> Expr<bool> holds_member(Alias alias, const AnyRef& object) {
    return member_of<Member>(alias).contains(object.as<typename MemberOf<Member>::target_type>());
}

template <auto Member> RelationEntry collection(std::string name, std::string target) {
    using Traits = CollectionTraits<MemberOf<Member>>;
    using Target = typename Traits::Target;
    RelationEntry entry = relation<Member, Target>(std::move(name), std::move(target));
    entry.read = [](const AnyRef& object, const Handles& handles) {
        std::vector<Json> shown;
        if constexpr (Traits::kind == athanor::kernel::CollectionOps::dict)
            for (const auto& [key, one] : member_of<Member>(object))
                shown.push_back(Json::array({Json(key), handles.show(one)}));
        else
            for (const auto& one : member_of<Member>(object)) shown.push_back(handles.show(one));
        return Traits::kind == athanor::kernel::CollectionOps::list ? Json(std::move(shown)) : sorted(std::move(shown));
    };
    entry.any = any_member<Member>;
    entry.holds = holds_member<Member>;
    if constexpr (Traits::kind == athanor::kernel::CollectionOps::list)
        entry.operations = &ListOperations<Member>::table();
    else if constexpr (Traits::kind == athanor::kernel::CollectionOps::dict)
        entry.operations = &DictOperations<Member>::table();
    else
        entry.operations = &SetOperations<Member>::table();
    return entry;
}

template <class T> QueryResult run(athanor::Query<T> query, const QueryPlan& plan) {
    for (const Condition& condition : plan.conditions)
        query = query.where([&](auto& object) { return condition(&object); });
    for (const auto& [column, descending] : plan.order)
        query = query.order_by([&](auto& object) { return column->order(&object, descending); });
    if (plan.limit >= 0) query = query.limit(plan.limit);
    if (plan.offset > 0) query = query.offset(plan.offset);
    if (plan.relation_of_parent) plan.relation_of_parent->with_parent(&query, plan.parent);
    for (const RelationEntry* relation : plan.load) relation->load(&query);
    if (plan.populate_existing) query = query.populate_existing();
    QueryResult result;
    const auto keep = [&](const athanor::Ref<T>& object) {
        if (object) result.objects.emplace_back(object);
    };
    switch (plan.mode) {
    case QueryPlan::all:
        for (const auto& object : query.all()) keep(object);
        break;
    case QueryPlan::count: result.count = query.count(); break;
    case QueryPlan::first: keep(query.first()); break;
    case QueryPlan::one: keep(query.one()); break;
    case QueryPlan::one_or_none: keep(query.one_or_none()); break;
    }
    return result;
}

template <class T> QueryResult run_query(Session& session, const QueryPlan& plan) {
    return run(session.select<T>(), plan);
}

/// What a Dynamic answers itself, without a query in between.
template <class Collection> QueryResult read(const Collection& members, QueryPlan::Mode mode) {
    QueryResult result;
    if (mode == QueryPlan::count) {
        result.count = members.count();
    } else if (mode == QueryPlan::all) {
        for (const auto& object : members.all()) result.objects.emplace_back(object);
    } else if (const auto object = mode == QueryPlan::one ? members.one() : members.one_or_none()) {
        result.objects.emplace_back(object);
    }
    return result;
}

/// A Dynamic or a WriteOnly.
template <auto Member> RelationEntry queried(std::string name, std::string target) {
    using Target = typename MemberOf<Member>::target_type;
    RelationEntry entry = relation<Member, Target>(std::move(name), std::move(target));
    entry.any = any_member<Member>;
    entry.holds = holds_member<Member>;
    entry.operations = &QueriedOperations<Member>::table();
    entry.query = [](const AnyRef& owner, const QueryPlan& plan) {
        const auto& members = member_of<Member>(owner);
        if constexpr (requires { members.count(); })
            if (plan.is_plain() && plan.mode != QueryPlan::first) return read(members, plan.mode);
        return run(members.select(), plan);
    };
    return entry;
}

/// `Keys` are the members of the primary key.
template <class T, auto... Keys>
ClassEntry entry(std::string name, std::vector<ColumnEntry> columns, std::vector<RelationEntry> relations = {}) {
    ClassEntry made{};
    made.name = std::move(name);
    made.columns = std::move(columns);
    made.relations = std::move(relations);
    for (std::size_t i = 0; i < sizeof...(Keys); ++i) made.keys.push_back(made.columns[i].name);
    made.make = [] { return AnyRef(athanor::make(T{})); };
    made.get = [](Session& session, const Json& key) {
        std::size_t next = 0;
        const auto part = [&]() -> const Json& { return key.is_array() ? key.at(next++) : key; };
        std::tuple values{from_json<typename MemberOf<Keys>::value_type>(part())...};
        return std::apply([&](const auto&... value) { return AnyRef(session.get<T>(value...)); }, values);
    };
    made.add = [](Session& session, const AnyRef& object) { session.add(object.as<T>()); };
    made.erase = [](Session& session, const AnyRef& object) { session.erase(object.as<T>()); };
    made.expunge = [](Session& session, const AnyRef& object) { session.expunge(object.as<T>()); };
    made.expire = [](Session& session, const AnyRef& object) { session.expire(object.as<T>()); };
    made.refresh = [](Session& session, const AnyRef& object) { session.refresh(object.as<T>()); };
    made.merge = [](Session& session, const AnyRef& object) { return AnyRef(session.merge(object.as<T>())); };
    made.contains = [](Session& session, const AnyRef& object) { return session.contains(object.as<T>()); };
    made.query = run_query<T>;
    return made;
}

} // namespace conformance
