// SPDX-License-Identifier: MIT
#include "orm/mapping/join.hpp"
#include "orm/mapping/attributes.hpp"
#include "orm/mapping/foreign_key.hpp"
#include "orm/mapping/pairing.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

bool can_hold(SqlType column, SqlType key) { return column == key || (is_integer(column) && is_integer(key)); }

std::uint16_t column_for_key(
    Draft& draft, Side& side, ClassInfo& holder, const std::string& name, const TableColumn& key) {
    const auto found = draft.find(*holder.table, name);
    if (!found) {
        TableColumn column = copy_of_key(key, name);
        column.nullable = !side.options().required;
        column.unique = side.options().unique;
        column.indexed = side.options().indexed;
        return draft.add(*holder.table, std::move(column));
    }
    if (!can_hold(draft.column(*holder.table, *found).type, key.type))
        draft.problem(side,
            "uses the column " + holder.table->name() + "." + name + ", which has another type than the key " +
                key.name + " it should hold: give both the same type, or name another column with by(\"…\")");
    if (side.options().required) draft.not_null.emplace_back(holder.table, *found);
    return *found;
}

void join_reference(Draft& draft, Side& side) {
    Relationship& relationship = *side.relationship;
    const Columns here = columns_for_key(draft, side, *side.owner, reference_columns(side), *side.target);
    if (side.failed) return;
    relationship.join.target = side.target->table;
    relationship.join.on = zip(here, key_columns(*side.target));
    relationship.to_primary_key = true;
    const auto& shown = side.owner->attribute_of_column;
    relationship.key_in_reference = std::ranges::any_of(
        here, [&](std::uint16_t column) { return column >= shown.size() || shown[column] == nullptr; });
    add_foreign_key(draft, side, *side.owner, here, *side.target);
}

/// Unpaired and without by(…): `<member>_<owner table>_id`, so that each relationship has a column of its own.
std::vector<std::string> default_columns(const Side& side) {
    const std::string start = side.attribute->name + "_" + side.owner->table->name() + "_";
    const auto& keys = side.owner->keys;
    if (keys.size() == 1) return {start + "id"};
    std::vector<std::string> names;
    for (const Attribute* key : keys) names.push_back(start + side.owner->table->column(key->column).name);
    return names;
}

std::vector<std::string> member_columns(const Side& side) {
    const NameList& by = side.options().by;
    if (by.size == 0) return default_columns(side);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < by.size; ++i) names.push_back(column_name(*side.target, by.names[i]));
    return names;
}

void join_unpaired(Draft& draft, Side& side) {
    const Columns there = columns_for_key(draft, side, *side.target, member_columns(side), *side.owner);
    if (side.failed) return;
    side.relationship->join.target = side.target->table;
    side.relationship->join.on = zip(key_columns(*side.owner), there);
    add_foreign_key(draft, side, *side.target, there, *side.owner);
}

/// The join of the reference on the other side, seen from here.
void join_backwards(Side& side) {
    side.failed = side.failed || side.back->failed;
    if (side.failed) return;
    side.relationship->join.target = side.target->table;
    for (const auto& [there, here] : side.back->relationship->join.on)
        side.relationship->join.on.emplace_back(here, there);
}

} // namespace

Columns columns_for_key(
    Draft& draft, Side& side, ClassInfo& holder, const std::vector<std::string>& names, const ClassInfo& keyed) {
    const Columns keys = key_columns(keyed);
    Columns columns;
    if (keys.empty()) { // reported with the class
        side.failed = true;
        return columns;
    }
    if (names.size() != keys.size()) {
        draft.problem(side,
            "names " + std::to_string(names.size()) + " column(s) with by(…), but the key of " + keyed.name + " has " +
                std::to_string(keys.size()) + ": name one for each of " + column_names(draft, *keyed.table, keys));
        return columns;
    }
    for (std::size_t i = 0; i < names.size() && !side.failed; ++i)
        columns.push_back(column_for_key(draft, side, holder, names[i], keyed.table->column(keys[i])));
    return columns;
}

TableColumn copy_of_key(const TableColumn& key, std::string name) {
    TableColumn column;
    column.name = std::move(name);
    column.type = key.type;
    column.length = key.length;
    column.digits = key.digits;
    column.scale = key.scale;
    return column;
}

Join::Pairs zip(const Columns& left, const Columns& right) {
    Join::Pairs pairs;
    for (std::size_t i = 0; i < left.size(); ++i) pairs.emplace_back(left[i], right[i]);
    return pairs;
}

void join_by_columns(Draft& draft) {
    for (Side& side : draft.sides)
        if (!side.failed && side.relationship->direction == Direction::many_to_one) join_reference(draft, side);
    for (Side& side : draft.sides) {
        if (side.failed || side.relationship->direction != Direction::one_to_many) continue;
        if (side.back)
            join_backwards(side);
        else
            join_unpaired(draft, side);
    }
}

} // namespace athanor::kernel
