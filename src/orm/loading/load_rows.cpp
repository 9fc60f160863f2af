// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/mapping/class_info.hpp"
#include "athanor/orm/mapping/decode.hpp"
#include "orm/loading/load.hpp"
#include "orm/loading/row_reader.hpp"

namespace athanor::kernel {

void OutputRow::read(std::size_t output, void* value) const {
    const Place& place = places[output];
    const Cell& cell = cells[place.column];
    std::string why;
    if (decode(*place.output.type, value, cell, why)) return;
    const std::string remedy = cell.is_null() ? "nullable(…) around it makes it an optional" : why;
    const Table* table = place.output.table;
    const std::string column =
        table ? ", " + table->name() + "." + table->column(place.output.table_column).name + "," : "";
    throw DecodeError("output " + std::to_string(output + 1) + " of the query" + column + " holds " + to_string(cell) +
        ", which does not fit " + place.output.type->name + "; " + remedy);
}

std::vector<OutputRow::Place> places_of(const std::vector<Output>& outputs) {
    std::vector<OutputRow::Place> places;
    std::size_t column = 0;
    for (const Output& output : outputs) {
        places.push_back({output, column, nullptr});
        column += output.cls ? output.cls->load_columns.size() : 1;
    }
    return places;
}

void load_rows(const std::vector<Output>& outputs, Cursor cursor, const LoadContext& context, void* receiver,
    RowReceiver receive) {
    std::vector<OutputRow::Place> places = places_of(outputs);
    std::vector<std::vector<Header*>> eager(outputs.size()); // objects that something is to be loaded with
    std::vector<RowReader> readers;
    for (const Output& output : outputs)
        if (output.cls) readers.emplace_back(*output.cls, context);
    while (cursor.next()) {
        auto reader = readers.begin();
        for (std::size_t i = 0; i < places.size(); ++i) {
            OutputRow::Place& place = places[i];
            if (!place.output.cls) continue;
            place.object = reader++->read(cursor.row() + place.column);
            if (place.object && !place.output.cls->eager.empty()) eager[i].push_back(place.object);
        }
        receive(receiver, {places.data(), cursor.row()});
    }
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (outputs[i].cls) load_eager(*outputs[i].cls, eager[i], context);
}

namespace {

std::size_t position_of(const Cursor& cursor, const std::string& name, const ClassInfo& cls) {
    std::size_t position = cursor.column_count();
    for (std::size_t i = 0; i < cursor.column_count(); ++i) {
        if (cursor.column_name(i) != name) continue;
        if (position != cursor.column_count())
            throw UsageError("from_sql: the rows have several columns " + name +
                ", so that it is not known which one "
                "an object of " +
                cls.name + " has; SELECT only those of table " + cls.table->name() +
                ", or give the others another name with AS");
        position = i;
    }
    if (position != cursor.column_count()) return position;
    throw UsageError("from_sql: the rows have no column " + name + ", which an object of " + cls.name +
        " is made of; SELECT it by that name");
}

} // namespace

std::vector<Header*> load_named(const ClassInfo& cls, Cursor cursor, const LoadContext& context) {
    std::vector<std::size_t> positions;
    for (const std::uint16_t column : cls.load_columns)
        positions.push_back(position_of(cursor, cls.table->column(column).name, cls));
    RowReader reader(cls, context);
    std::vector<Header*> objects;
    std::vector<Cell> row(positions.size());
    while (cursor.next()) {
        for (std::size_t i = 0; i < row.size(); ++i) row[i] = cursor.row()[positions[i]];
        if (Header* object = reader.read(row.data())) objects.push_back(object);
    }
    load_eager(cls, objects, context);
    return objects;
}

} // namespace athanor::kernel
