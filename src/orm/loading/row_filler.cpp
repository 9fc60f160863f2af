// SPDX-License-Identifier: MIT
#include "orm/loading/row_filler.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/mapping/decode.hpp"
#include <memory>

namespace athanor::kernel {
namespace {

[[noreturn]] void refuse(
    const ClassInfo& cls, const Attribute& attribute, const Cell& cell, const Cell* row, const std::string& why) {
    std::string key;
    for (std::size_t i = 0; i < cls.key_positions.size(); ++i)
        key += (i ? ", " : "") + to_string(row[cls.key_positions[i]]);
    throw DecodeError("column " + cls.table->name() + "." + cls.table->column(attribute.column).name +
        " of the row with key " + key + " holds " + to_string(cell) + ", which does not fit " + cls.name +
        "::" + attribute.name + " (" + attribute.type->name + "): " + why);
}

void assign(std::string& text, const Cell& cell) {
    if (cell.size <= text.capacity()) [[likely]] {
        text.clear();
        text.append(cell.data, cell.size); // knows that it does not copy from itself, which assign would ask
    } else {
        text = std::string(cell.data, cell.size); // as much memory as it needs
    }
}

// The kinds that most columns have, without an indirect call; everything else goes through the type's own table.
inline bool load_fast(const TypeOps& type, void* field, const Cell& cell) {
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
        assign(*static_cast<std::string*>(field), cell);
        return true;
    default: break;
    }
    return false;
}

void load_by_type(const ClassInfo& cls, const Attribute& attribute, void* field, const Cell& cell, const Cell* row) {
    std::string why;
    if (!decode(*attribute.type, field, cell, why)) refuse(cls, attribute, cell, row, why);
}

inline void load(const ClassInfo& cls, const Attribute& attribute, void* field, const Cell& cell, const Cell* row) {
    if (!load_fast(*attribute.type, field, cell)) load_by_type(cls, attribute, field, cell, row);
}

constexpr std::uint32_t shown_empty = word_bits::assigned;
constexpr std::uint32_t unloaded = word_bits::slow_read;

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

RowFiller::RowFiller(const ClassInfo& cls) : cls_(cls) {
    // what is not deferred is loaded, and the keys of references behind it
    const std::size_t loaded =
        cls.load_references.empty() ? cls.load_attributes.size() : cls.load_references.front().first;
    has_deferred_ = loaded != cls.columns.size();
}

void RowFiller::decode(Header* object, std::size_t position, const Cell& cell) const {
    const Attribute& attribute = *cls_.load_attributes[position];
    load(cls_, attribute, field_of(object, attribute), cell, &cell - position);
    std::uint32_t& word = word_of(object, attribute);
    word =
        (word & ~std::uint32_t(word_bits::slow_read | word_bits::dirty)) | word_bits::assigned | word_bits::slow_write;
}

void RowFiller::fill(Header* object, const Cell* row) const {
    const Cell* cell = row;
    for (const Attribute* attribute : cls_.load_attributes) {
        if (attribute) {
            load(cls_, *attribute, field_of(object, *attribute), *cell, row);
            word_of(object, *attribute) = bound_word(*attribute) | word_bits::assigned;
        }
        ++cell;
    }
    for (const Attribute* attribute : cls_.relationships)
        word_of(object, *attribute) =
            bound_word(*attribute) | (attribute->relationship->load == LoadMode::none ? shown_empty : unloaded);
    if (has_deferred_)
        for (const Attribute* attribute : cls_.columns)
            if (attribute->deferred) word_of(object, *attribute) = bound_word(*attribute) | unloaded;
    for (const auto& [position, attribute] : cls_.load_references)
        keep_key(reference_of(object, *attribute), row + position, attribute->relationship->join.on.size());
}

} // namespace athanor::kernel
