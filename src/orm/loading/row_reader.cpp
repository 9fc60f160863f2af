// SPDX-License-Identifier: MIT
#include "orm/loading/row_reader.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/canonical.hpp"
#include "orm/instance/expiry.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/key_tracking.hpp"
#include "orm/instance/scratch.hpp"

namespace athanor::kernel {

RowReader::RowReader(const ClassInfo& cls, const LoadContext& context) : cls_(cls), context_(context), filler_(cls) {
    if (cls.integer_key) integers_ = &context.identity_map->integers_of(cls);
}

namespace {

[[noreturn]] void refuse_spelling(const ClassInfo& cls, const Attribute& key, const Cell& cell, const Cell& canonical) {
    const std::string &table = cls.table->name(), &column = cls.table->column(key.column).name;
    throw DecodeError("the key column " + table + "." + column + " holds " + to_string(cell) + ", which " + cls.name +
        "::" + key.name + " (" + key.type->name + ") writes as " + to_string(canonical) +
        ", so that the row would not be found again: UPDATE the column and what refers to it to that spelling, or make "
        "the member a type that keeps the column's, such as std::string");
}

} // namespace

KeyCells RowReader::key_of(const Cell* row, Scratch& scratch) const {
    Cell cells[8];
    for (std::size_t i = 0; i < cls_.key_positions.size(); ++i) cells[i] = row[cls_.key_positions[i]];
    const KeyCells key = canonical_key(cls_, cells, cls_.key_positions.size(), scratch);
    for (std::size_t i = 0; key.complete && i < key.size; ++i)
        if (!finds(key.cells[i], cells[i])) refuse_spelling(cls_, *cls_.keys[i], cells[i], key.cells[i]);
    return key;
}

Header* RowReader::read(const Cell* row) {
    if (integers_)
        if (const Cell& key = row[cls_.key_positions.front()]; key.kind == CellKind::integer) [[likely]]
            return read_by_integer(row, key.integer);
    return read_by_key(row);
}

Header* RowReader::read_by_key(const Cell* row) {
    ScratchTexts scratch;
    const KeyCells key = key_of(row, scratch);
    if (!key.complete) return nullptr;
    if (integers_ && key.cells[0].kind == CellKind::integer) return read_by_integer(row, key.cells[0].integer);
    Header* object = context_.identity_map->find_canonical(cls_, key.cells.data(), key.size);
    if (object) {
        bring_up_to_date(object, row);
    } else {
        object = make(row);
        context_.identity_map->insert(object); // the region has the object already: it dies with it at the latest
        object->owner = context_.session;
    }
    return object;
}

// The same, without a detour: this is where bulk loads spend their time.
Header* RowReader::read_by_integer(const Cell* row, std::int64_t key) {
    Header* object = integers_->find(key);
    if (object) {
        bring_up_to_date(object, row);
    } else {
        object = make(row);
        integers_->insert_new(key, object);
        object->owner = context_.session;
    }
    return object;
}

Header* RowReader::make(const Cell* row) {
    Header* object = construct_in(context_.region, cls_);
    try {
        filler_.fill(object, row);
    } catch (...) {
        destroy_in(context_.region, object);
        throw;
    }
    object->state = State::persistent;
    if (context_.renewed) context_.renewed->insert(object);
    enter(context_.region, object);
    return object;
}

bool RowReader::is_to_renew(const Header* object) const {
    return context_.renewed && context_.renewed->insert(object).second;
}

void RowReader::bring_up_to_date(Header* object, const Cell* row) const {
    if (is_to_renew(object))
        refresh(object, row, true);
    else if (object->flags & expired)
        refresh(object, row, false);
}

// Brings expired attributes up to date, and those that nobody ever set; or all of them, changes included, and
// relationships are read again at their next use.
void RowReader::refresh(Header* object, const Cell* row, bool all) const {
    const bool whole = is_expired(object);
    for (std::size_t i = 0; i < cls_.load_attributes.size(); ++i) {
        const Attribute* attribute = cls_.load_attributes[i];
        if (!attribute) continue;
        const std::uint32_t word = word_of(object, *attribute);
        const bool known = (word & word_bits::assigned) && !(word & word_bits::slow_read);
        if (known && !all) continue;
        filler_.decode(object, i, row[i]);
        if (object->extra) object->extra->forget_old(attribute->index);
    }
    if (all)
        for (const Attribute* attribute : cls_.relationships) expire_attribute(object, *attribute);
    for (const auto& [position, attribute] : cls_.load_references) {
        ReferenceStorage& storage = reference_of(object, *attribute);
        if ((storage.word & word_bits::slow_read) && !(storage.word & word_bits::dirty))
            keep_key(storage, row + position, attribute->relationship->join.on.size());
    }
    for (const Attribute* attribute : cls_.relationships) {
        std::uint32_t& word = word_of(object, *attribute);
        if ((whole || all) && attribute->relationship->load == LoadMode::none && (word & word_bits::slow_read))
            word = (word & ~std::uint32_t(word_bits::slow_read)) | word_bits::assigned | word_bits::slow_write;
    }
    object->flags &= static_cast<std::uint16_t>(~expired);
    if (object->extra && object->extra->entries) follow_values(object);
}

} // namespace athanor::kernel
