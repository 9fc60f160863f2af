// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/members.hpp"
#include "orm/instance/expiry.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/key_tracking.hpp"
#include "orm/loading/run_program.hpp"
#include "orm/session/session_state.hpp"
#include <algorithm>

// Which rows a bulk statement reached only the database knows, so all objects that may show one of them are read again
// at their next use. What the program has changed and not flushed (where autoflush is off) stays as it is.

namespace athanor::kernel {
namespace {

bool is_among(const std::vector<std::uint16_t>& columns, std::uint16_t column) {
    return std::ranges::find(columns, column) != columns.end();
}

bool has_changes(const Header* object, const Attribute& attribute) {
    const RelationLog* log = find_log(object, attribute);
    return old_reference(object, attribute) || (log && !log->changes().empty()) ||
        (word_of(const_cast<Header*>(object), attribute) & word_bits::dirty) != 0;
}

// The tables whose rows the database deletes or changes by itself when rows of this one go.
std::vector<const Table*> tables_behind(const Table* table, const std::vector<const ClassInfo*>& classes) {
    std::vector<const Table*> reached{table};
    for (std::size_t i = 0; i < reached.size(); ++i)
        for (const ClassInfo* cls : classes)
            for (const ForeignKey& key : cls->table->foreign_keys) {
                const bool acts =
                    key.on_delete != ForeignKeyAction::none && key.on_delete != ForeignKeyAction::restrict;
                if (acts && key.target == reached[i] && std::ranges::find(reached, cls->table) == reached.end())
                    reached.push_back(cls->table);
            }
    return reached;
}

using Tables = std::vector<const Table*>;

bool is_among(const Tables& tables, const Table* table) { return std::ranges::find(tables, table) != tables.end(); }

// A reference by its own columns, a collection by those of its members. `gone`: tables that lost rows.
bool depends(const Relationship& relationship, const BulkWrite& what, const Tables& gone) {
    if (is_among(gone, relationship.target->table)) return true;
    if (relationship.owner == what.cls && relationship.direction == Direction::many_to_one)
        return std::ranges::any_of(
            relationship.join.on, [&](const auto& pair) { return is_among(what.columns, pair.first); });
    return relationship.target == what.cls && relationship.direction == Direction::one_to_many &&
        std::ranges::any_of(relationship.join.on, [&](const auto& pair) {
            return is_among(what.columns, pair.second) || is_among(what.inserted, pair.second);
        });
}

} // namespace

std::int64_t SessionState::write(const Program& program) {
    autoflush_now();
    Cursor cursor = run_program(program, connection());
    while (cursor.next()) {}
    return cursor.changes();
}

void SessionState::expire_written(const BulkWrite& what) {
    if (frames_.empty()) return; // nothing was begun, so nothing was written
    std::vector<Header*> objects;
    std::vector<const ClassInfo*> classes;
    identity_map_.each([&](Header* object) {
        objects.push_back(object);
        if (std::ranges::find(classes, object->cls) == classes.end()) classes.push_back(object->cls);
    });
    const Tables gone = what.erases ? tables_behind(what.cls->table, classes) : Tables();
    for (Header* object : objects) {
        const bool whole = is_among(gone, object->cls->table);
        if (whole && !(object->flags & modified)) expire_object(object);
        for (const auto& attribute : object->cls->attributes) {
            const bool written = attribute->kind == MemberKind::column
                ? object->cls == what.cls && is_among(what.columns, attribute->column)
                : depends(*attribute->relationship, what, gone);
            if (!written || has_changes(object, *attribute)) continue;
            if (word_of(object, *attribute) & word_bits::watched) give_up_entries(object, attribute.get());
            expire_attribute(object, *attribute);
        }
        if (whole || object->cls == what.cls) frame().written.push_back(object); // a rollback reads it again
    }
}

} // namespace athanor::kernel
