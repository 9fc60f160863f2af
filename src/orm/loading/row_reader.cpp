// SPDX-License-Identifier: MIT
#include "orm/loading/row_reader.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include <algorithm>
#include <memory>

namespace athanor::kernel {
namespace {

[[noreturn]] void refuse(
    const Header* object, const ClassInfo& cls, const Attribute& attribute, const Cell& cell, const Cell* row) {
    std::string key;
    for (std::size_t i = 0; i < cls.key_positions.size(); ++i)
        key += (i ? ", " : "") + to_string(row[cls.key_positions[i]]);
    (void)object;
    throw DecodeError("column " + cls.table->name() + "." + cls.table->column(attribute.column).name +
        " of the row with key " + key + " holds " + to_string(cell) + ", which does not fit " + cls.name +
        "::" + attribute.name + " (" + attribute.type->name +
        "): correct the row, or give the member a type that can hold it");
}

// The kinds that most columns have, without an indirect call; everything else goes through the type's own table.
bool load_fast(const TypeOps& type, void* field, const Cell& cell) {
    switch (type.fast) {
    case FastKind::int64:
        if (cell.kind != CellKind::integer) break;
        *static_cast<std::int64_t*>(field) = cell.integer;
        return true;
    case FastKind::int32:
        if (cell.kind != CellKind::integer || cell.integer != static_cast<std::int32_t>(cell.integer)) break;
        *static_cast<std::int32_t*>(field) = static_cast<std::int32_t>(cell.integer);
        return true;
    case FastKind::real:
        if (cell.kind != CellKind::real) break;
        *static_cast<double*>(field) = cell.real;
        return true;
    case FastKind::text:
        if (cell.kind != CellKind::text) break;
        static_cast<std::string*>(field)->assign(cell.data, cell.size);
        return true;
    default: break;
    }
    return type.load(field, cell);
}

constexpr std::uint32_t shown_empty = word_bits::bound | word_bits::assigned | word_bits::slow_write;
constexpr std::uint32_t unloaded = word_bits::bound | word_bits::slow_read | word_bits::slow_write;

} // namespace

void keep_key(ReferenceStorage& storage, const Cell* cells, std::size_t count) {
    storage.clear();
    bool complete = true;
    for (std::size_t i = 0; i < count; ++i) complete = complete && !cells[i].is_null();
    storage.word &= ~std::uint32_t(word_bits::assigned | word_bits::slow_read | word_bits::dirty);
    // NULL says already that there is no object
    storage.word |= complete ? word_bits::slow_read : word_bits::assigned;
    if (!complete) return;
    if (count == 1 && cells[0].kind == CellKind::integer) {
        storage.key = cells[0].integer;
        storage.kind = ReferenceStorage::integer_key;
        return;
    }
    auto values = std::make_unique<std::vector<Value>>();
    for (std::size_t i = 0; i < count; ++i) values->emplace_back(cells[i]);
    storage.wide = values.release();
    storage.kind = ReferenceStorage::wide_key;
}

RowReader::RowReader(const ClassInfo& cls, const LoadContext& context)
    : cls_(cls), context_(context), has_deferred_(std::ranges::any_of(cls.columns, &Attribute::deferred)) {}

Header* RowReader::known(const Cell* row) const {
    if (cls_.key_positions.size() == 1) return context_.identity_map->find(cls_, row + cls_.key_positions[0], 1);
    Cell key[8];
    for (std::size_t i = 0; i < cls_.key_positions.size(); ++i) key[i] = row[cls_.key_positions[i]];
    return context_.identity_map->find(cls_, key, cls_.key_positions.size());
}

Header* RowReader::read(const Cell* row) {
    for (const std::uint16_t position : cls_.key_positions)
        if (row[position].is_null()) return nullptr;
    Header* object = known(row);
    if (!object) return make(row);
    if (context_.populate_existing || (object->flags & expired)) refresh(object, row);
    return object;
}

Header* RowReader::make(const Cell* row) {
    Header* object = construct(cls_);
    try {
        fill(object, row);
        object->state = State::persistent;
        enter(context_.region, object);
    } catch (...) {
        destroy(object);
        throw;
    }
    context_.identity_map->insert(object); // the region has the object already: it dies with it at the latest
    object->owner = context_.session;
    return object;
}

void RowReader::decode(Header* object, std::size_t position, const Cell& cell) const {
    const Attribute& attribute = *cls_.load_attributes[position];
    if (!load_fast(*attribute.type, field_of(object, attribute), cell))
        refuse(object, cls_, attribute, cell, &cell - position);
    std::uint32_t& word = word_of(object, attribute);
    word =
        (word & ~std::uint32_t(word_bits::slow_read | word_bits::dirty)) | word_bits::assigned | word_bits::slow_write;
}

void RowReader::fill(Header* object, const Cell* row) const {
    const std::size_t count = cls_.load_attributes.size();
    for (std::size_t i = 0; i < count; ++i)
        if (cls_.load_attributes[i]) decode(object, i, row[i]);
    for (const Attribute* attribute : cls_.relationships)
        word_of(object, *attribute) |= attribute->relationship->load == LoadMode::none ? shown_empty : unloaded;
    if (has_deferred_)
        for (const Attribute* attribute : cls_.columns)
            if (attribute->deferred) word_of(object, *attribute) |= unloaded;
    for (const auto& [position, attribute] : cls_.load_references)
        keep_key(reference_of(object, *attribute), row + position, attribute->relationship->join.on.size());
}

// Brings expired attributes up to date; with populate_existing all of them, changes included.
void RowReader::refresh(Header* object, const Cell* row) const {
    const bool all = context_.populate_existing, whole = is_expired(object);
    for (std::size_t i = 0; i < cls_.load_attributes.size(); ++i) {
        const Attribute* attribute = cls_.load_attributes[i];
        if (!attribute || !(all || (word_of(object, *attribute) & word_bits::slow_read))) continue;
        decode(object, i, row[i]);
        if (object->extra)
            std::erase_if(
                object->extra->old_values, [&](const OldValue& old) { return old.attribute == attribute->index; });
    }
    for (const auto& [position, attribute] : cls_.load_references) {
        ReferenceStorage& storage = reference_of(object, *attribute);
        if ((storage.word & word_bits::slow_read) && !(storage.word & word_bits::dirty))
            keep_key(storage, row + position, attribute->relationship->join.on.size());
    }
    for (const Attribute* attribute : cls_.relationships) {
        std::uint32_t& word = word_of(object, *attribute);
        if (whole && attribute->relationship->load == LoadMode::none && (word & word_bits::slow_read))
            word = (word & ~std::uint32_t(word_bits::slow_read)) | shown_empty;
    }
    object->flags &= static_cast<std::uint16_t>(~expired);
}

} // namespace athanor::kernel
