// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "orm/mapping/association.hpp"
#include "orm/mapping/contradictions.hpp"
#include "orm/mapping/direction.hpp"
#include "orm/mapping/draft.hpp"
#include "orm/mapping/foreign_key.hpp"
#include "orm/mapping/join.hpp"
#include "orm/mapping/load_columns.hpp"
#include "orm/mapping/order.hpp"
#include "orm/mapping/pairing.hpp"
#include "orm/mapping/registry.hpp"
#include <algorithm>
#include <unordered_set>

namespace athanor::kernel {
namespace {

using Problems = std::vector<std::string>;

const ClassInfo* target_of(const Attribute& attribute, Problems& problems) {
    try {
        return &attribute.spec->target_class();
    } catch (const MappingError& error) {
        problems.push_back(attribute.cls->name + "::" + attribute.name + ": " + error.what());
        return nullptr;
    }
}

/// The class and all it leads to. Registers them, and so must not hold the mutex: other threads register too.
std::vector<const ClassInfo*> closure_of(const ClassInfo& cls, Problems& problems) {
    std::vector<const ClassInfo*> found{&cls};
    std::unordered_set<const ClassInfo*> seen{&cls};
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const Attribute* attribute : found[i]->relationships) {
            const ClassInfo* target = target_of(*attribute, problems);
            if (target && seen.insert(target).second) found.push_back(target);
        }
    return found;
}

void check_table_names(Draft& draft) {
    for (std::size_t i = 0; i < draft.reached.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const ClassInfo &one = *draft.reached[j], &other = *draft.reached[i];
            if (one.table->name() == other.table->name() && one.table->schema() == other.table->schema())
                draft.problem(one.full_name + " and " + other.full_name + " are both mapped to the table " +
                    one.table->name() +
                    ": give one of them another with static constexpr auto table = athanor::table(\"…\")");
        }
}

void plan(Draft& draft) {
    check_table_names(draft);
    pair_relationships(draft);
    decide_directions(draft);
    resolve_references(draft);
    join_by_columns(draft);
    join_through_tables(draft);
    for (Side& side : draft.sides)
        if (!side.failed) find_order(draft, side);
    find_contradictions(draft);
}

void throw_problems(const Problems& problems) {
    if (problems.empty()) return;
    std::string text;
    for (const std::string& line : problems) text += (text.empty() ? "" : "\n") + line;
    throw MappingError(text);
}

/// unique_together and the like name columns, which are all there now.
void apply_table_options(Draft& draft, ClassInfo& cls) {
    const auto apply = draft.registry.entry(cls).table;
    if (!apply) return;
    Table& table = *cls.table;
    table.uniques.clear();
    table.indexes.clear();
    table.checks.clear();
    table.dialect_options.clear();
    try {
        apply(table, &cls);
        find_contradictions(draft, cls);
    } catch (const MappingError& error) {
        draft.problem(cls.name + ": " + error.what());
    }
}

/// They may also name references, whose columns are known by now.
void apply_table_options(Draft& draft) {
    for (Side& side : draft.sides) side.attribute->relationship = side.relationship.get();
    for (ClassInfo* cls : draft.classes) apply_table_options(draft, *cls);
    if (draft.problems.empty()) return;
    for (Side& side : draft.sides) side.attribute->relationship = nullptr;
    throw_problems(draft.problems);
}

void change_tables(Draft& draft) {
    draft.add_columns();
    apply_table_options(draft);
    for (NewForeignKey& added : draft.foreign_keys) added.table->foreign_keys.push_back(std::move(added.key));
    for (auto& table : draft.associations) draft.registry.keep(std::move(table));
    for (const auto& [table, column] : draft.not_null) table->column(column).nullable = false;
    for (Attribute* key : draft.not_generated) key->generated = key->cls->table->column(key->column).generated = false;
}

// Where none of them may be NULL it is the database that says so: its table may differ from the mapping.
void find_cleared(Relationship& relationship) {
    if (relationship.direction == Direction::many_to_many) return;
    const bool here = relationship.direction == Direction::many_to_one;
    const Table& table = *(here ? relationship.owner : relationship.target)->table;
    std::vector<std::uint16_t> nullable, required;
    bool in_key = false;
    for (const auto& [first, second] : relationship.join.on) {
        const std::uint16_t held = here ? first : second;
        const TableColumn& column = table.column(held);
        in_key |= column.primary_key;
        if (!column.primary_key) (column.nullable ? nullable : required).push_back(held);
    }
    relationship.cleared = nullable.empty() ? std::move(required) : std::move(nullable);
    relationship.shares_key = in_key && !relationship.cleared.empty();
}

void change_class(ClassInfo& cls) {
    cls.attribute_of_column.resize(cls.table->columns().size());
    for (Attribute* attribute : cls.relationships) {
        if (is_eager(attribute->relationship->load)) cls.eager.push_back(attribute);
        auto* target = const_cast<ClassInfo*>(attribute->relationship->target);
        target->referrers.push_back(attribute->relationship);
        find_cleared(*attribute->relationship);
        if (std::ranges::count(cls.neighbours, target) == 0) cls.neighbours.push_back(target);
    }
    fill_load_columns(cls);
}

void commit(Draft& draft) {
    change_tables(draft);
    for (Side& side : draft.sides) side.owner->owned_relationships.push_back(std::move(side.relationship));
    for (ClassInfo* cls : draft.classes) change_class(*cls);
    for (ClassInfo* cls : draft.classes) cls->configured.store(true, std::memory_order_release);
}

} // namespace

void configure(const ClassInfo& cls) {
    Problems problems;
    const auto closure = closure_of(cls, problems);
    Registry& registry = Registry::instance();
    const std::lock_guard lock(registry.mutex);
    if (cls.configured.load(std::memory_order_relaxed)) return;
    std::vector<ClassInfo*> classes;
    for (const ClassInfo* reached : closure) classes.push_back(&registry.entry(*reached).info);
    Draft draft(registry, std::move(classes));
    draft.problems.insert(draft.problems.begin(), problems.begin(), problems.end());
    plan(draft);
    throw_problems(draft.problems);
    commit(draft);
}

const ClassInfo& ready(const ClassInfo& cls) { return configured(cls); }

} // namespace athanor::kernel
