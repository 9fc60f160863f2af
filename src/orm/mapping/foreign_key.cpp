// SPDX-License-Identifier: MIT
#include "orm/mapping/foreign_key.hpp"
#include "orm/mapping/registry.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

void raise(ForeignKeyAction& action, ForeignKeyAction wanted) {
    if (action == ForeignKeyAction::none) action = wanted;
}

bool same_key(const ForeignKey& left, const ForeignKey& right) {
    return left.columns == right.columns && left.target == right.target && left.target_columns == right.target_columns;
}

/// Adds the key, or tells the one that is there what to do.
void add(Draft& draft, Table& table, const ForeignKey& key) {
    const auto merge = [&](ForeignKey& known) {
        raise(known.on_delete, key.on_delete);
        raise(known.on_update, key.on_update);
    };
    for (ForeignKey& known : table.foreign_keys)
        if (same_key(known, key)) return merge(known);
    for (NewForeignKey& known : draft.foreign_keys)
        if (known.table == &table && same_key(known.key, key)) return merge(known.key);
    draft.foreign_keys.push_back({&table, key});
}

/// What the database does with the members of a collection whose deletes are passive.
ForeignKeyAction passive_action(
    const Draft& draft, const Side* collection, const Table& table, const Columns& columns) {
    if (!collection || collection->options().passive_deletes == PassiveDeletes::no) return ForeignKeyAction::none;
    if ((collection->options().cascade & delete_cascade) != 0) return ForeignKeyAction::cascade;
    const bool nullable =
        std::ranges::all_of(columns, [&](std::uint16_t column) { return draft.column(table, column).nullable; });
    return nullable ? ForeignKeyAction::set_null : ForeignKeyAction::none;
}

// A key that is also a reference gets its value from there.
void stop_generating(Draft& draft, const ClassInfo& holder, const Columns& columns) {
    for (Attribute* key : holder.keys)
        if (key->generated && std::ranges::count(columns, key->column) > 0) draft.not_generated.push_back(key);
}

/// The tables of that name: of the classes that belong together, else of any class.
std::vector<const ClassInfo*> classes_of_table(const Draft& draft, std::string_view name) {
    std::vector<const ClassInfo*> found;
    const auto is_it = [&](const ClassInfo& cls) {
        const Table& table = *cls.table;
        return table.name() == name || (!table.schema().empty() && table.schema() + "." + table.name() == name);
    };
    for (const ClassInfo* cls : draft.reached)
        if (is_it(*cls)) found.push_back(cls);
    if (!found.empty()) return found;
    for (const ClassEntry& entry : draft.registry.entries())
        if (is_it(entry.info)) found.push_back(&entry.info);
    return found;
}

void resolve(Draft& draft, ClassInfo& cls, const Attribute& attribute) {
    const MemberOptions& options = attribute.spec->options;
    const std::string start =
        cls.name + "::" + attribute.name + " references \"" + std::string(options.references) + "\", ";
    const auto dot = options.references.rfind('.');
    if (dot == options.references.npos) return draft.problem(start + "which names no column: write \"table.column\"");
    const auto table_name = options.references.substr(0, dot);
    const auto classes = classes_of_table(draft, table_name);
    if (classes.size() != 1)
        return draft.problem(start + (classes.empty() ? "but no mapped class has" : "but several mapped classes have") +
            " the table " + std::string(table_name) + ": use a One<…> to its class instead, or correct the name");
    const auto column = draft.find(*classes[0]->table, options.references.substr(dot + 1));
    if (!column) return draft.problem(start + "but that table has no such column: correct the name");
    add(draft, *cls.table, {{attribute.column}, classes[0]->table, {*column}, options.on_delete, options.on_update});
}

} // namespace

void add_foreign_key(
    Draft& draft, const Side& side, const ClassInfo& holder, const Columns& columns, const ClassInfo& target) {
    const Side* collection = side.relationship->direction == Direction::many_to_one ? side.back : &side;
    ForeignKey key{columns, target.table, key_columns(target), side.options().on_delete, side.options().on_update};
    if (side.back) {
        raise(key.on_delete, side.back->options().on_delete);
        raise(key.on_update, side.back->options().on_update);
    }
    raise(key.on_delete, passive_action(draft, collection, *holder.table, columns));
    stop_generating(draft, holder, columns);
    add(draft, *holder.table, key);
}

void resolve_references(Draft& draft) {
    for (ClassInfo* cls : draft.classes)
        for (const Attribute* attribute : cls->columns)
            if (!attribute->spec->options.references.empty()) resolve(draft, *cls, *attribute);
}

} // namespace athanor::kernel
