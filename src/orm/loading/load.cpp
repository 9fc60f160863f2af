// SPDX-License-Identifier: MIT
#include "orm/loading/load.hpp"
#include "athanor/base/error.hpp"
#include "athanor/engine/statement_tag.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/mapping/decode.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/key_tracking.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/loading/row_reader.hpp"
#include "orm/loading/run_program.hpp"
#include "orm/loading/select_text.hpp"

namespace athanor::kernel {

Header* load_by_key(const ClassInfo& cls, const Cell* key, const LoadContext& context) {
    const StatementKey statement = statement_key(StatementTag::by_key, &cls);
    Cursor cursor = context.connection->execute(
        statement, [&] { return select_by_key(cls, cls.load_columns, context.connection->syntax()); }, key,
        cls.keys.size());
    if (!cursor.next()) return nullptr;
    return RowReader(cls, context).read(cursor.row());
}

bool load_columns(Header* object, const LoadContext& context) {
    ScratchTexts scratch;
    const KeyCells key = stored_key(object, scratch);
    object->flags |= expired;
    return load_by_key(*object->cls, key.cells.data(), context) == object;
}

bool load_columns(Header* object, const Attribute* const* attributes, std::size_t count, const LoadContext& context) {
    const ClassInfo& cls = *object->cls;
    ScratchTexts scratch;
    const KeyCells key = stored_key(object, scratch);
    ColumnList columns;
    std::vector<std::uint64_t> words{
        static_cast<std::uint64_t>(StatementTag::deferred), reinterpret_cast<std::uintptr_t>(&cls)};
    for (std::size_t i = 0; i < count; ++i) {
        columns.push_back(attributes[i]->column);
        words.push_back(attributes[i]->column);
    }
    Cursor cursor = context.connection->execute(
        StatementKey(std::move(words)), [&] { return select_by_key(cls, columns, context.connection->syntax()); },
        key.cells.data(), key.size);
    if (!cursor.next()) return false;
    for (std::size_t i = 0; i < count; ++i) {
        const Attribute& attribute = *attributes[i];
        const Cell& cell = cursor.row()[i];
        std::string why;
        if (!decode(*attribute.type, field_of(object, attribute), cell, why))
            throw DecodeError("column " + cls.table->name() + "." + cls.table->column(attribute.column).name + " of " +
                kernel::describe(object) + " holds " + to_string(cell) + ", which does not fit " + cls.name +
                "::" + attribute.name + " (" + attribute.type->name + "): " + why);
        std::uint32_t& word = word_of(object, attribute);
        word = (word & ~std::uint32_t(word_bits::slow_read)) | word_bits::assigned;
    }
    if (object->extra && object->extra->entries) follow_values(object);
    return true;
}

namespace {

void load_plain(const ClassInfo& cls, const Program& program, const LoadContext& context, const ObjectSink& sink) {
    Cursor cursor = run_program(program, *context.connection);
    RowReader reader(cls, context);
    while (cursor.next())
        if (Header* object = reader.read(cursor.row())) sink(object);
}

} // namespace

void load_entities(const ClassInfo& cls, const Program& program, const Fetching& fetching, const LoadContext& context,
    const ObjectSink& sink) {
    if (fetching.steps.empty() && cls.eager.empty()) return load_plain(cls, program, context, sink);
    std::vector<Header*> objects;
    if (fetching.joined.empty())
        load_plain(cls, program, context, sink_into(objects));
    else
        load_joined(cls, program, fetching.joined, context, sink_into(objects));
    load_steps(cls, objects, fetching, context);
    for (Header* object : objects) sink(object);
}

} // namespace athanor::kernel
