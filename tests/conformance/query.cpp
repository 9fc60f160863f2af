// SPDX-License-Identifier: MIT
#include "query.hpp"

namespace conformance {
namespace {

// A field that may be absent: then empty.
const Json& field(const Json& op, const char* name) {
    static const Json empty = Json::array();
    const auto found = op.find(name);
    return found == op.end() ? empty : *found;
}

const ColumnEntry& column_of(const ClassEntry& cls, const std::string& name) {
    const ColumnEntry* column = cls.column(name);
    if (!column) throw Unsupported("column " + cls.name + "." + name);
    return *column;
}

const RelationEntry& relation_of(const ClassEntry& cls, const std::string& name) {
    const RelationEntry* relation = cls.relation(name);
    if (!relation) throw Unsupported("relationship " + cls.name + "." + name);
    return *relation;
}

Condition make_condition(const ClassEntry& cls, const Json& json, const Handles& handles);

std::vector<Condition> make_conditions(const ClassEntry& cls, const Json& list, const Handles& handles) {
    std::vector<Condition> conditions;
    for (const Json& json : list) conditions.push_back(make_condition(cls, json, handles));
    return conditions;
}

Condition joined(std::vector<Condition> parts, bool all) {
    if (parts.empty()) return {};
    return [parts = std::move(parts), all](Alias alias) {
        Expr<bool> condition = parts.front()(alias);
        for (std::size_t i = 1; i < parts.size(); ++i)
            condition = all ? std::move(condition) && parts[i](alias) : std::move(condition) || parts[i](alias);
        return condition;
    };
}

Condition comparison(const ColumnEntry& column, const std::string& kind, const Json& value) {
    return [&column, kind, value](Alias alias) { return column.compare(alias, kind, value); };
}

Condition member_condition(const ClassEntry& cls, const std::string& name, const Json& json, const Handles& handles) {
    const RelationEntry& relation = relation_of(cls, name);
    const ClassEntry& target = class_entry(relation.target);
    Condition inner = joined(make_conditions(target, field(json, "where"), handles), true);
    return [&relation, inner = std::move(inner)](Alias alias) { return relation.any(alias, inner); };
}

Condition holding(const ClassEntry& cls, const std::string& name, const Json& handle, const Handles& handles) {
    const RelationEntry& relation = relation_of(cls, name);
    return [&relation, object = handles.object(handle)](Alias alias) { return relation.holds(alias, object); };
}

Condition make_condition(const ClassEntry& cls, const Json& json, const Handles& handles) {
    if (json.contains("not"))
        return [inner = make_condition(cls, json["not"], handles)](Alias alias) { return !inner(alias); };
    if (json.contains("or")) return joined(make_conditions(cls, json["or"], handles), false);
    if (json.contains("and")) return joined(make_conditions(cls, json["and"], handles), true);
    if (json.contains("any")) return member_condition(cls, json["any"], json, handles);
    if (json.contains("has")) return member_condition(cls, json["has"], json, handles);
    if (json.contains("contains")) return holding(cls, json["contains"], json.at("o"), handles);
    if (json.contains("is")) return holding(cls, json["is"], json.at("o"), handles);
    return comparison(column_of(cls, json.at("col")), json.at("cmp"), json.value("v", Json()));
}

QueryPlan::Mode mode_of(const std::string& name) {
    if (name == "all") return QueryPlan::all;
    if (name == "count") return QueryPlan::count;
    if (name == "first") return QueryPlan::first;
    if (name == "one") return QueryPlan::one;
    if (name == "one_or_none") return QueryPlan::one_or_none;
    throw Unsupported("query mode " + name);
}

} // namespace

QueryPlan make_member_plan(const ClassEntry& cls, const Json& op, const Handles& handles) {
    QueryPlan plan;
    if (op.contains("with_parent")) {
        plan.parent = handles.object(op["with_parent"].at("o"));
        plan.relation_of_parent = &relation_of(class_of(plan.parent), op["with_parent"].at("attr"));
    }
    plan.mode = mode_of(op.value("mode", "all"));
    plan.limit = op.value("limit", std::int64_t{-1});
    plan.offset = op.value("offset", std::int64_t{0});
    plan.populate_existing = op.value("populate_existing", false);
    for (const auto& [name, value] : field(op, "filter_by").items())
        plan.conditions.push_back(comparison(column_of(cls, name), "eq", value));
    for (Condition& condition : make_conditions(cls, field(op, "where"), handles))
        if (condition) plan.conditions.push_back(std::move(condition));
    for (const auto& [name, how] : field(op, "load").items()) plan.load.push_back(&relation_of(cls, name));
    if (plan.mode == QueryPlan::count) return plan;
    for (const Json& by : field(op, "order")) plan.order.emplace_back(&column_of(cls, by.at(0)), by.at(1) == "desc");
    return plan;
}

QueryPlan make_plan(const ClassEntry& cls, const Json& op, const Handles& handles) {
    QueryPlan plan = make_member_plan(cls, op, handles);
    if (plan.order.empty() && plan.mode != QueryPlan::count)
        for (const std::string& key : cls.keys) plan.order.emplace_back(&column_of(cls, key), false);
    return plan;
}

} // namespace conformance
