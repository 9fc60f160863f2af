// SPDX-License-Identifier: MIT
#include "orm/flush/row_values.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/attribute_write.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

[[noreturn]] void refuse_value(const Header* object, const Attribute& attribute, const std::string& why) {
    const Table& table = *object->cls->table;
    throw ValueError(object->cls->name + "::" + attribute.name + " of " + kernel::describe(object) +
        " cannot be stored in " + table.name() + "." + table.column(attribute.column).name + ": " + why);
}

void check_fits(const Header* object, const Attribute& attribute, const void* field) {
    std::string why;
    if (!attribute.type->fits(field, why)) refuse_value(object, attribute, why);
}

Cell cell_of(Header* object, const Attribute& attribute, Scratch& scratch) {
    const void* field = field_of(object, attribute);
    if (attribute.type->fits) check_fits(object, attribute, field);
    try {
        return attribute.type->store(field, scratch);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) { // from a codec
        refuse_value(object, attribute, error.what());
    }
}

Cell key_cell(Header* source, std::uint16_t column, Scratch& scratch) {
    if (!source) return {};
    const Attribute* attribute = source->cls->showing(column);
    return attribute ? attribute->type->store(field_of(source, *attribute), scratch) : Cell{};
}

[[noreturn]] void refuse_missing_key(const Header* object, const Attribute& attribute) {
    throw UsageError(kernel::describe(object) + " has no value for its key " + object->cls->name +
        "::" + attribute.name + ", and the database does not generate one: set it before the flush");
}

[[noreturn]] void refuse_lost_value(const Header* object, const Attribute& attribute) {
    throw UsageError(object->cls->name + "::" + attribute.name + " of " + kernel::describe(object) +
        " is not known: it was expired when a rollback took the row away; set it before the object is written again");
}

// The key a reference without members for its columns had when the row was written.
KeyCells key_behind(const OldReference& old, Scratch& scratch) {
    KeyCells key;
    if (old.object()) return stored_key(old.object(), scratch);
    if (old.kind == ReferenceStorage::integer_key) key.cells[key.size++] = Cell::of(old.key);
    if (old.wide)
        for (const Value& value : *old.wide) key.cells[key.size++] = value.cell();
    return key;
}

bool unchanged_in_row(const Header* object, std::uint16_t column, const Cell& cell, Scratch& scratch) {
    for (const Attribute* attribute : object->cls->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (relationship.direction != Direction::many_to_one || !relationship.key_in_reference) continue;
        for (std::size_t i = 0; i < relationship.join.on.size(); ++i) {
            if (relationship.join.on[i].first != column) continue;
            const OldReference* old = old_reference(object, *attribute);
            if (!old || !old->known) return false;
            const KeyCells key = key_behind(*old, scratch);
            return same(i < key.size ? key.cells[i] : Cell{}, cell);
        }
    }
    return false;
}

// The columns say already whose row it is: what it refers to must be of the same.
void check_own_key(Header* object, const Attribute& key, const Sync& sync, const Cell& cell, Scratch& scratch) {
    if (!sync.source || !is_assigned(object, key)) return;
    const Cell own = key.type->store(field_of(object, key), scratch);
    if (same(own, cell)) return;
    throw UsageError(kernel::describe(object) + " in table " + object->cls->table->name() + " cannot refer to " +
        kernel::describe(sync.source) + ": that would change its own key " + object->cls->name + "::" + key.name +
        " from " + to_string(own) + " to " + to_string(cell) + "; refer to an object with the same value, or write " +
        key.name + " too");
}

} // namespace

bool left_to_database(const Header* object, const Attribute& attribute) {
    if (word_of(const_cast<Header*>(object), attribute) & word_bits::assigned) return false;
    return attribute.generated || !object->cls->table->column(attribute.column).server_default.empty();
}

void apply_syncs(
    const RowCommand& row, const FlushPlan& plan, RowValues& extra, Scratch& scratch, FlushOutcome& outcome) {
    extra.clear();
    Header* object = row.object;
    for (std::uint32_t i = row.first_sync; i != no_sync; i = plan.syncs[i].next) {
        const Sync& sync = plan.syncs[i];
        const Cell cell = key_cell(sync.source, sync.source_column, scratch);
        const Attribute* attribute = object->cls->showing(sync.column);
        if (sync.fixed && attribute) check_own_key(object, *attribute, sync, cell, scratch);
        if (attribute && write_attribute(object, *attribute, cell, scratch)) {
            if (sync.source) outcome.filled.push_back({object, attribute, sync.source});
            // of a row that this flush has inserted nobody keeps the old values: the column is named here
            if (row.verb == RowVerb::insert || has_identity(object)) continue;
        }
        // a later sync of the same column wins
        const auto found = std::ranges::find(extra.columns, sync.column);
        if (found == extra.columns.end())
            extra.add(sync.column, cell);
        else
            extra.cells[static_cast<std::size_t>(found - extra.columns.begin())] = cell;
    }
}

void insert_values(const RowCommand& row, const RowValues& extra, RowValues& values, Scratch& scratch) {
    values.clear();
    Header* object = row.object;
    for (const Attribute* attribute : object->cls->columns) {
        const std::uint32_t word = word_of(object, *attribute);
        if (!extra.columns.empty() && std::ranges::count(extra.columns, attribute->column)) continue;
        if (word & word_bits::slow_read) {
            if (attribute->generated) continue; // there will be another one
            if (object->flags & lost_key) refuse_lost_value(object, *attribute);
            // one that the object does not have any more is one that it never had
            if (object->cls->table->column(attribute->column).server_default.empty()) values.add(attribute->column, {});
            continue;
        }
        if (left_to_database(object, *attribute)) continue;
        if (attribute->in_key && !(word & word_bits::assigned)) refuse_missing_key(object, *attribute);
        values.add(attribute->column, cell_of(object, *attribute, scratch));
    }
    for (std::size_t i = 0; i < extra.columns.size(); ++i) values.add(extra.columns[i], extra.cells[i]);
}

void leave_out_same_values(Header* before, RowValues& values, Scratch& scratch) {
    RowValues changed;
    for (std::size_t i = 0; i < values.columns.size(); ++i) {
        const Attribute* attribute = before->cls->showing(values.columns[i]);
        if (attribute && attribute->in_key) continue;
        const OldValue* old = attribute && before->extra ? before->extra->old(attribute->index) : nullptr;
        const bool known = attribute && (old ? old->known : in_memory(before, *attribute));
        if (known &&
            same(old ? old->value.cell() : attribute->type->store(field_of(before, *attribute), scratch),
                values.cells[i]))
            continue;
        changed.add(values.columns[i], values.cells[i]);
    }
    values = std::move(changed);
}

void update_values(const RowCommand& row, const RowValues& extra, RowValues& values, Scratch& scratch) {
    values.clear();
    Header* object = row.object;
    if (object->extra) {
        auto& old_values = object->extra->old_values;
        if (old_values.size() > 1) std::ranges::sort(old_values, {}, &OldValue::attribute);
        for (const OldValue& old : old_values) {
            const Attribute& attribute = *object->cls->attributes[old.attribute];
            if (!extra.columns.empty() && std::ranges::count(extra.columns, attribute.column)) continue;
            const Cell cell = cell_of(object, attribute, scratch);
            if (!old.known || !same(old.value.cell(), cell)) values.add(attribute.column, cell);
        }
    }
    if (row.parked && !std::ranges::count(values.columns, row.parked->column))
        values.add(row.parked->column, cell_of(object, *row.parked, scratch));
    for (std::size_t i = 0; i < extra.columns.size(); ++i)
        if (!unchanged_in_row(object, extra.columns[i], extra.cells[i], scratch))
            values.add(extra.columns[i], extra.cells[i]);
}

} // namespace athanor::kernel
