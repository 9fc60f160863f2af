// SPDX-License-Identifier: MIT
#include "orm/mapping/association.hpp"
#include "orm/mapping/join.hpp"
#include "orm/mapping/registry.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

/// The table between two classes, seen from one side.
struct Between {
    Side& side;
    Table* table = nullptr;
    const ClassInfo* mapped = nullptr; ///< the class that the table belongs to
    bool fresh = false;
    Columns to_owner, to_target;
};

std::string_view via_of(const Side& side) {
    return !side.options().via.empty() || !side.back ? side.options().via : side.back->options().via;
}

/// Paired: both tables in alphabetical order; unpaired or self-referential: the table and the member.
std::string table_name(const Side& side) {
    if (const auto via = via_of(side); !via.empty()) return std::string(via);
    const std::string& one = side.owner->table->name();
    const std::string& other = side.target->table->name();
    if (!side.back || side.owner == side.target) return one + "_" + side.attribute->name;
    return std::min(one, other) + "_" + std::max(one, other);
}

bool points_at(const Draft& draft, const ClassInfo& cls, const ClassInfo& target) {
    return std::ranges::any_of(cls.relationships,
        [&](const Attribute* attribute) { return draft.registry.find(attribute->spec->target) == &target; });
}

/// A class that maps the table: one of those that belong together, or one that points at both ends.
const ClassInfo* class_of_table(const Draft& draft, const Side& side, std::string_view name) {
    for (const ClassInfo* cls : draft.reached)
        if (cls->table->name() == name) return cls;
    for (const ClassEntry& entry : draft.registry.entries())
        if (entry.info.table->name() == name && points_at(draft, entry.info, *side.owner) &&
            points_at(draft, entry.info, *side.target))
            return &entry.info;
    return nullptr;
}

bool leads_to(const Table& table, const ClassInfo& cls) {
    return std::ranges::count(table.foreign_keys, cls.table, &ForeignKey::target) > 0;
}

/// A table of that name between the same classes, made for another relationship.
Table* known_association(Draft& draft, const Side& side, std::string_view name) {
    const auto is_it = [&](const std::unique_ptr<Table>& table) {
        return table->name() == name && leads_to(*table, *side.owner) && leads_to(*table, *side.target);
    };
    if (const auto found = std::ranges::find_if(draft.associations, is_it); found != draft.associations.end())
        return found->get();
    const auto& kept = draft.registry.associations();
    const auto found = std::ranges::find_if(kept, is_it);
    return found == kept.end() ? nullptr : found->get();
}

void find_table(Draft& draft, Between& between) {
    Side& side = between.side;
    const std::string name = table_name(side);
    between.mapped = class_of_table(draft, side, name);
    between.table = between.mapped ? between.mapped->table : known_association(draft, side, name);
    if (between.table && via_of(side).empty()) {
        draft.problem(side,
            "needs a table between, but " + name + " is already the table of " +
                (between.mapped ? between.mapped->name : "another relationship") + ": name one with via(\"…\")");
        return;
    }
    if (between.table) return;
    between.fresh = true;
    between.table = draft.associations.emplace_back(std::make_unique<Table>(name, side.owner->table->schema())).get();
}

/// The columns that point at the owner of the side: its by(…), or `<table>_<key>`; of a class linked to itself
/// `<member>_<key>`, after the member that leads there.
std::vector<std::string> names_to_owner(const Side* side, const ClassInfo& owner, const std::string& otherwise) {
    std::vector<std::string> names;
    if (side && side->options().by.size > 0) {
        const NameList& by = side->options().by;
        for (std::size_t i = 0; i < by.size; ++i) names.emplace_back(by.names[i]);
        return names;
    }
    for (const Attribute* key : owner.keys) names.push_back(otherwise + "_" + owner.table->column(key->column).name);
    return names;
}

std::vector<std::string> owner_names(const Side& side) {
    const bool self = side.owner == side.target && side.back;
    return names_to_owner(&side, *side.owner, self ? side.back->attribute->name : side.owner->table->name());
}

std::vector<std::string> target_names(const Side& side) {
    const bool self = side.owner == side.target;
    return names_to_owner(side.back, *side.target, self ? side.attribute->name : side.target->table->name());
}

/// `side`: the relationship of the class that the key leads to; its actions are those of the key.
Columns add_key(Table& table, const Side* side, const std::vector<std::string>& names, const ClassInfo& cls) {
    ForeignKey key;
    for (std::size_t i = 0; i < names.size(); ++i) {
        TableColumn column = copy_of_key(cls.table->column(cls.keys[i]->column), names[i]);
        column.nullable = false;
        column.primary_key = true;
        key.columns.push_back(table.add(std::move(column)));
    }
    key.target = cls.table;
    key.target_columns = key_columns(cls);
    if (side) {
        key.on_delete = side->options().on_delete;
        key.on_update = side->options().on_update;
    }
    table.foreign_keys.push_back(key);
    return key.columns;
}

Columns find_key(Draft& draft, const Between& between, const std::vector<std::string>& names) {
    Columns columns;
    for (const std::string& wanted : names) {
        const std::string name = between.mapped ? column_name(*between.mapped, wanted) : wanted;
        const auto found = draft.find(*between.table, name);
        if (found)
            columns.push_back(*found);
        else
            draft.problem(between.side,
                "goes via " + between.table->name() + ", which has no column " + name +
                    ": name the columns that lead to " + between.side.owner->name + " with by(\"…\")" +
                    (between.side.back ? " here or at " + between.side.back->name() : ""));
    }
    return columns;
}

bool check_names(
    Draft& draft, Side& side, const std::vector<std::string>& owner, const std::vector<std::string>& target) {
    const auto check = [&](Side& one, const std::vector<std::string>& names, const ClassInfo& keyed) {
        if (names.size() != keyed.keys.size())
            draft.problem(one,
                "names " + std::to_string(names.size()) + " column(s) with by(…), but the key of " + keyed.name +
                    " has " + std::to_string(keyed.keys.size()) + ": name one for each of " +
                    column_names(draft, *keyed.table, key_columns(keyed)));
    };
    check(side, owner, *side.owner);
    if (side.back) check(*side.back, target, *side.target);
    for (const std::string& name : owner)
        if (std::ranges::count(target, name) > 0)
            draft.problem(side,
                "would use the column " + name + " of the table between for both ends: name another with by(\"…\")");
    return !side.failed && (!side.back || !side.back->failed);
}

void fill_join(const Between& between, Relationship& relationship, const Columns& to_owner, const Columns& to_target) {
    relationship.association = between.table;
    relationship.join.target = relationship.target->table;
    relationship.join.via = between.table;
    relationship.join.on = zip(key_columns(*relationship.owner), to_owner);
    relationship.join.on_target = zip(to_target, key_columns(*relationship.target));
    relationship.link.target = between.table;
    relationship.link.on = zip(key_columns(*relationship.target), to_target);
}

void join_through(Draft& draft, Side& side) {
    if (side.owner->keys.empty() || side.target->keys.empty()) return; // reported with the class
    const auto owner = owner_names(side), target = target_names(side);
    if (!check_names(draft, side, owner, target)) return;
    Between between{side, nullptr, nullptr, false, {}, {}};
    find_table(draft, between);
    if (side.failed) return;
    between.to_owner =
        between.fresh ? add_key(*between.table, &side, owner, *side.owner) : find_key(draft, between, owner);
    between.to_target =
        between.fresh ? add_key(*between.table, side.back, target, *side.target) : find_key(draft, between, target);
    if (side.failed) return;
    fill_join(between, *side.relationship, between.to_owner, between.to_target);
    if (side.back) fill_join(between, *side.back->relationship, between.to_target, between.to_owner);
}

} // namespace

void join_through_tables(Draft& draft) {
    for (Side& side : draft.sides) {
        if (side.failed || side.relationship->direction != Direction::many_to_many || side.relationship->association)
            continue;
        if (side.back && side.back->failed) continue;
        join_through(draft, side);
    }
}

} // namespace athanor::kernel
