// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/members.hpp"
#include "orm/instance/extra.hpp"
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
    return (word_of(const_cast<Header*>(object), attribute) & word_bits::dirty) || find_log(object, attribute);
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

// A reference by its own columns, a collection by those of its members.
bool depends(const Relationship& relationship, const BulkWrite& what) {
    if (relationship.owner == what.cls && relationship.direction == Direction::many_to_one)
        return std::ranges::any_of(
            relationship.join.on, [&](const auto& pair) { return is_among(what.columns, pair.first); });
    if (relationship.target != what.cls) return false;
    return what.erases ||
        (relationship.direction == Direction::one_to_many &&
            std::ranges::any_of(relationship.join.on, [&](const auto& pair) {
                return is_among(what.columns, pair.second) || is_among(what.inserted, pair.second);
            }));
}

} // namespace

std::int64_t SessionState::write(const Program& program, const BulkWrite& what) {
    autoflush_now();
    Cursor cursor = run_program(program, connection());
    while (cursor.next()) {}
    const std::int64_t changes = cursor.changes();
    expire_written(what);
    return changes;
}

void SessionState::expire_written(const BulkWrite& what) {
    std::vector<Header*> objects;
    std::vector<const ClassInfo*> classes;
    identity_map_.each([&](Header* object) {
        objects.push_back(object);
        if (std::ranges::find(classes, object->cls) == classes.end()) classes.push_back(object->cls);
    });
    const std::vector<const Table*> gone =
        what.erases ? tables_behind(what.cls->table, classes) : std::vector<const Table*>();
    for (Header* object : objects) {
        const bool whole = std::ranges::find(gone, object->cls->table) != gone.end();
        if (whole && !(object->flags & modified))
            expire_object(object);
        else if (object->cls == what.cls)
            expire_columns_of(object, what);
        expire_links_to(object, what);
        if (whole || object->cls == what.cls) frame().written.push_back(object); // a rollback reads it again
    }
}

void SessionState::expire_columns_of(Header* object, const BulkWrite& what) {
    for (const Attribute* attribute : object->cls->columns)
        if (is_among(what.columns, attribute->column) && !has_changes(object, *attribute))
            expire(object, &attribute, 1);
}

void SessionState::expire_links_to(Header* object, const BulkWrite& what) {
    for (const Attribute* attribute : object->cls->relationships)
        if (depends(*attribute->relationship, what) && !has_changes(object, *attribute))
            expire_relationship(object, *attribute);
}

} // namespace athanor::kernel
