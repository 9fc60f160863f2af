// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/bulk.hpp"
#include "athanor/typed/relationship_query.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include "typed/bulk_columns.hpp"
#include <algorithm>

namespace athanor::kernel {

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
    const void* field(const Attribute& attribute) const { return at(attribute.offset); }
    void* at(std::uint32_t offset) const { return const_cast<std::byte*>(object_ + offset); }
    Header* target(const Attribute& reference) const {
        const auto& storage = *static_cast<const ReferenceStorage*>(field(reference));
        return storage.kind == ReferenceStorage::object && storage.item ? header_of_item(storage.item) : nullptr;
    }

private:
    const std::byte* object_;
};

Value value_in(const void* field, const Attribute& attribute) {
    std::string why;
    if (attribute.type->fits && !attribute.type->fits(field, why))
        throw ValueError(attribute.cls->name + "::" + attribute.name + ": " + why);
    ScratchTexts scratch;
    try {
        return Value(attribute.type->store(field, scratch));
    } catch (...) {
        refuse_for(attribute.cls->name + "::" + attribute.name);
    }
}

// What is no column of the row itself would be lost.
void refuse_members(const FreeObject& object, const ClassInfo& cls) {
    for (const ProxyMember& proxy : cls.proxies) proxy.spec->settle(object.at(proxy.offset)); // shows what it was given
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
    Row row;
    const auto has = [&](std::uint16_t column) {
        return std::ranges::find(shape.columns, column) != shape.columns.end();
    };
    for (const Attribute* attribute : cls_->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (attribute->kind != MemberKind::reference || relationship.direction != Direction::many_to_one) continue;
        Header* target = object.target(*attribute);
        if (!target && !relationship.key_in_reference) continue; // a member gives the column
        for (const auto& [here, there] : relationship.join.on) {
            if (has(here)) continue;
            shape.columns.push_back(here);
            if (target) row.keys.push_back({row.values.size(), Ref<std::byte>(target), target->cls->showing(there)});
            row.values.emplace_back();
        }
    }
    for (const Attribute* attribute : cls_->columns) {
        const bool by_database = attribute->generated || !cls_->table->column(attribute->column).server_default.empty();
        if (has(attribute->column) || (!object.assigned(*attribute) && by_database)) continue;
        if (!object.assigned(*attribute) && attribute->in_key)
            throw UsageError("insert: a row of " + cls_->name + " has no value for its key " + attribute->name);
        shape.columns.push_back(attribute->column);
        row.values.push_back(value_in(object.field(*attribute), *attribute));
    }
    if (shapes_.empty() || shapes_.back().columns != shape.columns || !shapes_.back().query.empty())
        shapes_.push_back(std::move(shape));
    shapes_.back().rows.push_back(std::move(row));
}

namespace {

// Numbers of any size are of one family.
int family(const TypeOps& type) {
    const auto is_number = [](SqlType sql) {
        return sql == SqlType::integer || sql == SqlType::bigint || sql == SqlType::smallint;
    };
    return is_number(type.sql) ? -1 : static_cast<int>(type.sql);
}

// What a query gives for a reference: an object of its class, or the key of one.
void require_key(const Output& output, const Attribute& reference) {
    const ClassInfo& target = configured(*reference.relationship->target);
    const bool fits = output.cls ? output.cls == &target
                                 : target.keys.size() == 1 && family(*output.type) == family(*target.keys[0]->type);
    if (!fits)
        throw UsageError("from<…>: " + reference.cls->name + "::" + reference.name + " takes an object of " +
            target.name + (target.keys.size() == 1 ? ", or its key " + target.keys[0]->name : std::string()));
}

} // namespace

void BulkInsert::rows(const Selection& query, const std::vector<const Attribute*>& members) {
    Shape shape;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto columns = columns_of(*members[i], *cls_, "from<…>");
        if (members[i]->relationship) require_key(query.outputs().at(i), *members[i]);
        shape.columns.insert(shape.columns.end(), columns.begin(), columns.end());
    }
    shape.query = query.key_rows();
    shapes_.push_back(std::move(shape));
}

void BulkInsert::on_conflict(const std::vector<const Attribute*>& members) {
    for (const Attribute* member : members)
        for (const std::uint16_t column : columns_of(*member, *cls_, "on_conflict<…>"))
            common_.conflict.push_back(column);
}

void BulkInsert::ignore() { common_.on_conflict = OnConflict::ignore; }

void BulkInsert::update(const std::vector<const Attribute*>& members) {
    const auto proposed = chain_of(proposed_alias(*cls_));
    for (const Attribute* member : members) {
        std::vector<Code> values;
        for (const std::uint16_t column : columns_of(*member, *cls_, "update<…>"))
            values.emplace_back().column(proposed.data(), 1, column);
        set_columns(*member, std::move(values), "update<…>");
    }
}

void BulkInsert::set(const Attribute& attribute, Code value) {
    std::vector<Code> values;
    values.push_back(std::move(value));
    set_columns(attribute, std::move(values), "set<…>");
}

void BulkInsert::set(const Attribute& reference, const Header* target) {
    set_columns(reference, values_of(reference, target, "set<…>"), "set<…>");
}

void BulkInsert::set(const Attribute& reference, const Alias& target) {
    set_columns(reference, values_of(reference, target), "set<…>");
}

void BulkInsert::set_columns(const Attribute& attribute, std::vector<Code> values, std::string_view step) {
    const auto columns = columns_of(attribute, *cls_, step);
    refuse_key(attribute, columns, *cls_, step);
    if (common_.conflict.empty())
        throw UsageError("insert: say with on_conflict<…>() in which members the other row has the same values");
    common_.on_conflict = OnConflict::update;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        common_.assignments.column(&common_.target, 1, columns[i]);
        common_.assignments.append(std::move(values[i]));
        write_.columns.push_back(columns[i]);
    }
}

namespace {

void append_row(Code& code, const std::vector<Value>& values) {
    for (const Value& value : values) code.param(value);
    code.push(Op::row, static_cast<std::uint32_t>(values.size()));
}

} // namespace

// Keys are those that the objects have when the statement runs, behind the flush of what is pending.
std::vector<Value> BulkInsert::values_of_row(const Row& row, bool running) const {
    std::vector<Value> values = row.values;
    for (const Key& key : row.keys) {
        Header* target = key.object.header();
        if (has_identity(target))
            values[key.place] = value_now(target, *key.shown);
        else if (running)
            throw UsageError("insert: " + kernel::describe(target) + ", which a row of " + cls_->name +
                " refers to, has no row: add it to the session, and flush where autoflush is off");
        else
            values[key.place] = Value(0); // a parameter of the text
    }
    return values;
}

Insert BulkInsert::insert(const Shape& shape, std::size_t first, std::size_t count, bool running) const {
    if (common_.on_conflict == OnConflict::fail && !common_.conflict.empty())
        throw UsageError("insert: on_conflict<…>() needs ignore(), update<…>() or set<…>(…) behind it");
    if (common_.on_conflict != OnConflict::update && !common_.where.empty())
        throw UsageError("insert: where(…) says which rows update<…>() or set<…>(…) changes, and neither is there");
    Insert result = common_;
    result.columns = shape.columns;
    result.rows = shape.query;
    for (std::size_t i = first; i < first + count; ++i) append_row(result.rows, values_of_row(shape.rows[i], running));
    return result;
}

std::size_t BulkInsert::rows_at_once(const Shape& shape) const {
    const Capabilities can = session_->syntax().capabilities();
    if (!can.multi_row_insert) return 1;
    const std::size_t extra = common_.assignments.program().params.size() + common_.where.program().params.size();
    const std::size_t params = can.max_params > extra ? can.max_params - extra : 1;
    return std::max<std::size_t>(
        1, std::min<std::size_t>(500, params / std::max<std::size_t>(1, shape.columns.size())));
}

std::string BulkInsert::sql() const {
    if (shapes_.empty()) return {};
    const Shape& shape = shapes_.front();
    const Insert first = insert(shape, 0, std::min(shape.rows.size(), rows_at_once(shape)), false);
    return compile(first.program(), session_->syntax());
}

std::int64_t BulkInsert::write_all() const {
    std::int64_t changes = 0;
    const auto write = [&](const Shape& shape, std::size_t first, std::size_t count) {
        changes += session_->write(insert(shape, first, count, true).program());
    };
    for (const Shape& shape : shapes_) {
        if (!shape.query.empty()) write(shape, 0, 0);
        const std::size_t at_once = rows_at_once(shape);
        for (std::size_t first = 0; first < shape.rows.size(); first += at_once)
            write(shape, first, std::min(at_once, shape.rows.size() - first));
    }
    return changes;
}

// When one statement fails, those before it have written all the same.
std::int64_t BulkInsert::execute() const {
    BulkWrite what = write_;
    for (const Shape& shape : shapes_)
        what.inserted.insert(what.inserted.end(), shape.columns.begin(), shape.columns.end());
    session_->autoflush_now(); // it may give keys to objects that rows refer to
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
