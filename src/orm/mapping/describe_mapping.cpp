// SPDX-License-Identifier: MIT
#include "athanor/orm/mapping/describe_mapping.hpp"
#include <algorithm>
#include <array>

namespace athanor::kernel {
namespace {

std::string type_name(const TableColumn& column) {
    static constexpr std::array names{"integer", "bigint", "smallint", "boolean", "real", "text", "blob", "date",
        "timestamp", "uuid", "json", "decimal"};
    const std::string name = names[static_cast<std::size_t>(column.type)];
    if (column.digits) return name + "(" + std::to_string(column.digits) + ", " + std::to_string(column.scale) + ")";
    return column.length ? name + "(" + std::to_string(column.length) + ")" : name;
}

std::string qualified(const Table& table) {
    return table.schema().empty() ? table.name() : table.schema() + "." + table.name();
}

std::string names_of(const Table& table, const std::vector<std::uint16_t>& columns) {
    std::string text;
    for (std::uint16_t column : columns) text += (text.empty() ? "" : ", ") + table.column(column).name;
    return text;
}

std::string action_name(const char* event, ForeignKeyAction action) {
    static constexpr std::array names{"", "cascade", "set null", "set default", "restrict"};
    if (action == ForeignKeyAction::none) return "";
    return std::string(" on ") + event + " " + names[static_cast<std::size_t>(action)];
}

std::string describe_column(const TableColumn& column) {
    std::string text = "    " + column.name + " " + type_name(column);
    if (column.primary_key) text += ", primary key";
    if (column.generated) text += ", generated";
    if (!column.nullable && !column.primary_key) text += ", not null";
    if (column.unique) text += ", unique";
    if (column.indexed) text += ", indexed";
    if (!column.server_default.empty()) text += ", default " + column.server_default;
    return text + "\n";
}

std::string describe_foreign_key(const Table& table, const ForeignKey& key) {
    return "    (" + names_of(table, key.columns) + ") references " + qualified(*key.target) + "(" +
        names_of(*key.target, key.target_columns) + ")" + action_name("delete", key.on_delete) +
        action_name("update", key.on_update) + "\n";
}

std::string describe_table(const Table& table) {
    std::string text = "  table " + qualified(table) + "\n";
    for (const TableColumn& column : table.columns()) text += describe_column(column);
    for (const ForeignKey& key : table.foreign_keys) text += describe_foreign_key(table, key);
    for (const auto& columns : table.uniques) text += "    unique (" + names_of(table, columns) + ")\n";
    for (const auto& columns : table.indexes) text += "    index (" + names_of(table, columns) + ")\n";
    for (const std::string& check : table.checks) text += "    check (" + check + ")\n";
    for (const auto& [name, value] : table.dialect_options)
        text += "    option " + name + (value.empty() ? "" : " " + value) + "\n";
    return text;
}

std::string describe_pairs(const Table& left, const Table& right, const Join::Pairs& pairs) {
    std::string text;
    for (const auto& [one, other] : pairs)
        text += (text.empty() ? "" : " and ") + left.name() + "." + left.column(one).name + " = " + right.name() + "." +
            right.column(other).name;
    return text;
}

std::string describe_join(const Relationship& relationship) {
    const Table& here = *relationship.owner->table;
    const Join& join = relationship.join;
    if (!join.via) return describe_pairs(here, *join.target, join.on);
    return describe_pairs(here, *join.via, join.on) + " and " + describe_pairs(*join.via, *join.target, join.on_target);
}

std::string describe_cascade(const Relationship& relationship) {
    const std::uint8_t cascade = relationship.cascade;
    if (cascade == default_cascade) return "";
    if ((cascade & owned_cascade) == owned_cascade) return ", owned";
    static constexpr std::array<std::pair<Cascade, const char*>, 6> names{
        {{save_update, "save_update"}, {merge_cascade, "merge"}, {refresh_expire, "refresh_expire"},
            {expunge_cascade, "expunge"}, {delete_cascade, "delete"}, {delete_orphan, "delete_orphan"}}};
    std::string text;
    for (const auto& [kind, name] : names)
        if (relationship.cascades(kind)) text += std::string(text.empty() ? "" : " ") + name;
    return text.empty() ? ", no cascade" : ", cascade " + text;
}

std::string describe_options(const Relationship& relationship) {
    static constexpr std::array loads{"", "joined", "selectin", "subquery", "immediate", "raise_on_load", "noload"};
    std::string text = describe_cascade(relationship);
    if (relationship.passive_deletes == PassiveDeletes::yes) text += ", passive_deletes";
    if (relationship.passive_deletes == PassiveDeletes::all) text += ", passive_deletes(all)";
    if (relationship.post_update) text += ", post_update";
    if (relationship.view_only) text += ", view_only";
    if (relationship.load != LoadMode::lazy)
        text += std::string(", ") + loads[static_cast<std::size_t>(relationship.load)];
    return text;
}

std::string describe_order(const Relationship& relationship) {
    std::string text;
    for (const auto& [column, descending] : relationship.order_by)
        text += (text.empty() ? "" : ", ") + relationship.target->table->column(column).name +
            (descending ? " descending" : "");
    if (!text.empty()) text = ", ordered by " + text;
    if (relationship.position) text += ", position in " + relationship.position->name;
    return text;
}

std::string kind_of(const Relationship& relationship) {
    switch (relationship.direction) {
    case Direction::many_to_one: return "many-to-one";
    case Direction::many_to_many: return "many-to-many";
    case Direction::one_to_many: break;
    }
    return relationship.scalar ? "one-to-one" : "one-to-many";
}

std::string describe_relationship(const Attribute& attribute) {
    const Relationship& relationship = *attribute.relationship;
    std::string text = "  " + attribute.name + ": " + kind_of(relationship) + " " + relationship.target->name;
    text += relationship.back ? ", pairs with " + relationship.back->name : ", alone";
    text += describe_options(relationship) + describe_order(relationship);
    return text + "\n    " + describe_join(relationship) + "\n";
}

/// The attribute or proxy of the class that stands there.
std::string member_at(const ClassInfo& cls, std::uint32_t offset) {
    for (const auto& attribute : cls.attributes)
        if (attribute->offset == offset) return attribute->name;
    for (const ProxyMember& proxy : cls.proxies)
        if (proxy.offset == offset) return proxy.name;
    return "(a member that is not mapped)";
}

std::string describe_proxy(const ClassInfo& cls, const ProxyMember& proxy) {
    const ClassInfo& target = proxy.spec->target_class();
    return "  " + proxy.name + ": proxy through " + member_at(cls, proxy.spec->through()) + " of " + target.name +
        "::" + member_at(target, proxy.spec->shown()) + "\n";
}

std::string describe_class(const ClassInfo& cls) {
    std::string text = cls.name + "\n" + describe_table(*cls.table);
    for (const Attribute* attribute : cls.columns)
        if (const std::string& column = cls.table->column(attribute->column).name; column != attribute->name)
            text += "  " + attribute->name + ": column " + column + "\n";
    for (const Attribute* attribute : cls.columns)
        if (attribute->deferred) text += "  " + attribute->name + ": deferred\n";
    for (const Attribute* attribute : cls.relationships) text += describe_relationship(*attribute);
    for (const ProxyMember& proxy : cls.proxies) text += describe_proxy(cls, proxy);
    return text;
}

} // namespace

std::string describe_mapping(const ClassInfo& cls) {
    std::string text;
    std::vector<const Table*> of_classes;
    for (const ClassInfo* one : reachable(cls)) {
        text += describe_class(*one);
        of_classes.push_back(one->table);
    }
    for (const Table* table : tables_of(cls))
        if (std::ranges::count(of_classes, table) == 0) text += "(no class)\n" + describe_table(*table);
    return text;
}

} // namespace athanor::kernel
