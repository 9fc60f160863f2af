// SPDX-License-Identifier: MIT
#include "athanor/typed/bulk.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/relationship_query.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

const Attribute& attribute_of(const Alias& alias, const volatile std::uint32_t* word) {
    if (&alias_of(word) != &alias)
        throw UsageError("set(…): an UPDATE of " + class_of(alias).name + " sets columns of its own alias only");
    return *class_of(alias).attributes[index_of_word(*word)];
}

void require_column(const Attribute& attribute, const ClassInfo& cls, std::string_view step) {
    const std::string name = attribute.cls->name + "::" + attribute.name;
    if (attribute.cls != &cls) throw UsageError(std::string(step) + ": " + name + " is no member of " + cls.name);
    if (attribute.kind != MemberKind::column) throw UsageError(std::string(step) + ": " + name + " is no column");
}

std::vector<std::uint16_t> columns_of(
    const std::vector<const Attribute*>& attributes, const ClassInfo& cls, std::string_view step) {
    std::vector<std::uint16_t> columns;
    for (const Attribute* attribute : attributes) {
        require_column(*attribute, cls, step);
        columns.push_back(attribute->column);
    }
    return columns;
}

} // namespace

BulkQuery::BulkQuery(SessionCore& session, Verb verb, const Alias& alias)
    : session_(&session),
      alias_(&alias),
      statement_(verb),
      write_{&configured(class_of(alias)), verb == Verb::erase, {}, {}} {
    if (verb == Verb::erase) statement_.from.push_back(chain_of(alias).front());
}

// The identity map goes by the key that an object has in memory.
void BulkQuery::set(const Attribute& attribute, Code value) {
    require_column(attribute, class_of(*alias_), "set(…)");
    if (attribute.in_key)
        throw UsageError("set(…): " + attribute.cls->name + "::" + attribute.name +
            " is the key, which an UPDATE of many rows does not change; change it on the object");
    set_column(attribute.column, std::move(value));
}

void BulkQuery::set(const volatile std::uint32_t* word, Code value) {
    set(attribute_of(*alias_, word), std::move(value));
}

namespace {

void check_own_key(const Attribute& reference, bool to_object) {
    const Relationship& relationship = *reference.relationship;
    const Table& table = *reference.cls->table;
    for (const auto& [column, target_column] : relationship.join.on)
        if (table.column(column).primary_key && (to_object || relationship.cleared.empty()))
            throw UsageError("set(…): " + reference.cls->name + "::" + reference.name + " holds the column " +
                table.name() + "." + table.column(column).name +
                ", which is part of the key and is not changed by an UPDATE of many rows; set the members of its other "
                "columns, or change it on the objects");
}

} // namespace

void BulkQuery::set_reference(const volatile std::uint32_t* word, const Header* target) {
    const Attribute& attribute = attribute_of(*alias_, word);
    const Relationship& relationship = *attribute.relationship;
    if (relationship.direction != Direction::many_to_one)
        throw UsageError("set(…): " + attribute.cls->name + "::" + attribute.name +
            " has no column of its own; set the reference on its other side");
    if (target && !has_identity(target))
        throw UsageError("set(…): " + kernel::describe(target) + " has no row yet: flush before rows refer to it");
    check_own_key(attribute, target != nullptr);
    for (const auto& [here, there] : relationship.join.on) {
        if (!target && std::ranges::count(relationship.cleared, here) == 0) continue;
        Code value;
        value.param(target ? value_now(const_cast<Header*>(target), *target->cls->showing(there)) : Value());
        set_column(here, std::move(value));
    }
}

void BulkQuery::set_column(std::uint16_t column, Code value) {
    const auto chain = chain_of(*alias_);
    statement_.outputs.column(chain.data(), static_cast<std::uint32_t>(chain.size()), column);
    statement_.outputs.append(std::move(value));
    write_.columns.push_back(column);
}

std::string BulkQuery::sql() const { return compile(statement_.program(), session_->syntax()); }

std::int64_t BulkQuery::execute() const {
    if (statement_.verb() == Verb::update && statement_.outputs.empty())
        throw UsageError("an UPDATE of " + write_.cls->name + " sets nothing; say what with set(…)");
    const std::int64_t changes = session_->write(statement_.program());
    session_->expire_written(write_);
    return changes;
}

BulkInsert::BulkInsert(SessionCore& session, const ClassInfo& cls)
    : session_(&session), cls_(&configured(cls)), alias_(&default_alias(cls)), write_{cls_, false, {}, {}} {
    common_.target = chain_of(*alias_).front();
}

namespace {

/// Reads an object that no header precedes.
class FreeObject {
public:
    explicit FreeObject(const void* object) : object_(static_cast<const std::byte*>(object)) {}

    bool assigned(const Attribute& attribute) const {
        return (*reinterpret_cast<const std::uint32_t*>(object_ + attribute.word) & word_bits::assigned) != 0;
    }
    const void* field(const Attribute& attribute) const { return object_ + attribute.offset; }
    Header* target(const Attribute& reference) const {
        const auto& storage = *static_cast<const ReferenceStorage*>(field(reference));
        return storage.kind == ReferenceStorage::object && storage.item ? header_of_item(storage.item) : nullptr;
    }

private:
    const std::byte* object_;
};

void append_value(Code& row, const Attribute& attribute, const void* field) {
    std::string why;
    if (attribute.type->fits && !attribute.type->fits(field, why))
        throw ValueError(attribute.cls->name + "::" + attribute.name + ": " + why);
    ScratchTexts scratch;
    row.param(attribute.type->store(field, scratch));
}

// What is no column of the row itself would be lost.
void refuse_members(const FreeObject& object, const ClassInfo& cls) {
    for (const Attribute* attribute : cls.relationships) {
        if (attribute->relationship->direction == Direction::many_to_one) continue;
        const bool given = attribute->kind == MemberKind::collection
            ? attribute->spec->collection->size(object.field(*attribute)) != 0
            : object.target(*attribute) != nullptr;
        if (given)
            throw UsageError("insert: a row of " + cls.name + " in table " + cls.table->name() +
                " is given members in " + attribute->cls->name + "::" + attribute->name +
                ", which an INSERT of many rows does not write: session.add() the object instead, or insert the "
                "members by themselves");
    }
}

} // namespace

// As a flush does: a reference gives its columns, and what the database gives by itself is left out where it was never
// set.
void BulkInsert::add(const void* given) {
    const FreeObject object(given);
    refuse_members(object, *cls_);
    Shape shape;
    Code row;
    const auto has = [&](std::uint16_t column) {
        return std::ranges::find(shape.columns, column) != shape.columns.end();
    };
    for (const Attribute* attribute : cls_->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (attribute->kind != MemberKind::reference || relationship.direction != Direction::many_to_one) continue;
        Header* target = object.target(*attribute);
        if (!target && !relationship.key_in_reference) continue; // a member gives the column
        if (target && !has_identity(target))
            throw UsageError("insert: " + kernel::describe(target) + ", which a row of " + cls_->name +
                " refers to, has no row yet: flush before");
        for (const auto& [here, there] : relationship.join.on) {
            if (has(here)) continue;
            shape.columns.push_back(here);
            row.param(target ? value_now(target, *target->cls->showing(there)) : Value());
        }
    }
    for (const Attribute* attribute : cls_->columns) {
        const bool by_database = attribute->generated || !cls_->table->column(attribute->column).server_default.empty();
        if (has(attribute->column) || (!object.assigned(*attribute) && by_database)) continue;
        if (!object.assigned(*attribute) && attribute->in_key)
            throw UsageError("insert: a row of " + cls_->name + " has no value for its key " + attribute->name);
        shape.columns.push_back(attribute->column);
        append_value(row, *attribute, object.field(*attribute));
    }
    row.push(Op::row, static_cast<std::uint32_t>(shape.columns.size()));
    if (shapes_.empty() || shapes_.back().columns != shape.columns) shapes_.push_back(std::move(shape));
    shapes_.back().rows.push_back(std::move(row));
}

void BulkInsert::rows(Code select, std::vector<const Attribute*> columns) {
    Shape shape{columns_of(columns, *cls_, "from<…>"), {}};
    shape.rows.push_back(std::move(select));
    shapes_.push_back(std::move(shape));
}

void BulkInsert::on_conflict(std::vector<const Attribute*> columns) {
    common_.conflict = columns_of(columns, *cls_, "on_conflict<…>");
}

void BulkInsert::ignore() { common_.on_conflict = OnConflict::ignore; }

void BulkInsert::update(std::vector<const Attribute*> columns) {
    for (const Attribute* attribute : columns) {
        require_column(*attribute, *cls_, "update<…>");
        Code value;
        value.push(Op::proposed, attribute->column);
        update(*attribute, std::move(value));
    }
}

void BulkInsert::update(const Attribute& attribute, Code value) {
    require_column(attribute, *cls_, "set<…>");
    if (common_.conflict.empty())
        throw UsageError("insert: say with on_conflict<…>() in which members the other row has the same values");
    common_.on_conflict = OnConflict::update;
    common_.assignments.column(&common_.target, 1, attribute.column);
    common_.assignments.append(std::move(value));
    write_.columns.push_back(attribute.column);
}

Insert BulkInsert::insert(const Shape& shape, std::size_t first, std::size_t count) const {
    if (common_.on_conflict == OnConflict::fail && !common_.conflict.empty())
        throw UsageError("insert: on_conflict<…>() needs ignore(), update<…>() or set<…>(…) behind it");
    Insert result = common_;
    result.columns = shape.columns;
    for (std::size_t i = first; i < first + count; ++i) result.rows.append(shape.rows[i]);
    return result;
}

std::size_t BulkInsert::rows_at_once(const Shape& shape) const {
    const Capabilities can = session_->syntax().capabilities();
    if (!can.multi_row_insert) return 1;
    const std::size_t extra = common_.assignments.program().params.size();
    const std::size_t params = can.max_params > extra ? can.max_params - extra : 1;
    return std::max<std::size_t>(
        1, std::min<std::size_t>(500, params / std::max<std::size_t>(1, shape.columns.size())));
}

std::string BulkInsert::sql() const {
    if (shapes_.empty()) return {};
    const Shape& shape = shapes_.front();
    return compile(insert(shape, 0, std::min(shape.rows.size(), rows_at_once(shape))).program(), session_->syntax());
}

std::int64_t BulkInsert::write_all() const {
    std::int64_t changes = 0;
    for (const Shape& shape : shapes_) {
        const std::size_t at_once = rows_at_once(shape);
        for (std::size_t first = 0; first < shape.rows.size(); first += at_once)
            changes += session_->write(insert(shape, first, std::min(at_once, shape.rows.size() - first)).program());
    }
    return changes;
}

// When one statement fails, those before it have written all the same.
std::int64_t BulkInsert::execute() const {
    BulkWrite what = write_;
    for (const Shape& shape : shapes_)
        what.inserted.insert(what.inserted.end(), shape.columns.begin(), shape.columns.end());
    try {
        const std::int64_t changes = write_all();
        session_->expire_written(what);
        return changes;
    } catch (const DatabaseError&) {
        session_->expire_written(what);
        throw;
    }
}

} // namespace athanor::kernel
