// SPDX-License-Identifier: MIT
#include "orm/mapping/draft.hpp"
#include "orm/mapping/registry.hpp"
#include <algorithm>

namespace athanor::kernel {

Draft::Draft(Registry& all, std::vector<ClassInfo*> closure) : registry(all), reached(std::move(closure)) {
    for (ClassInfo* cls : reached) {
        if (cls->configured.load(std::memory_order_relaxed)) continue;
        classes.push_back(cls);
        for (const std::string& text : registry.entry(*cls).problems) problems.push_back(text);
        for (Attribute* attribute : cls->relationships) {
            ClassInfo* target = registry.find(attribute->spec->target);
            // Whose target could not be registered has been reported already.
            if (target) sides.emplace_back(Side{cls, target, attribute, nullptr, false, nullptr});
        }
    }
}

void Draft::problem(Side& side, const std::string& text) {
    if (!side.failed) problems.push_back(side.name() + " " + text);
    side.failed = true;
}

std::optional<std::uint16_t> Draft::find(const Table& table, std::string_view name) const {
    if (const auto found = table.find(name)) return found;
    std::size_t index = table.columns().size();
    for (const NewColumn& added : new_columns_) {
        if (added.table != &table) continue;
        if (added.column.name == name) return static_cast<std::uint16_t>(index);
        ++index;
    }
    return std::nullopt;
}

const TableColumn& Draft::column(const Table& table, std::uint16_t index) const {
    if (index < table.columns().size()) return table.column(index);
    std::size_t left = index - table.columns().size();
    const auto found = std::ranges::find_if(
        new_columns_, [&](const NewColumn& added) { return added.table == &table && left-- == 0; });
    return found->column;
}

std::uint16_t Draft::add(Table& table, TableColumn column) {
    const auto before = std::ranges::count(new_columns_, &table, &NewColumn::table);
    new_columns_.push_back({&table, std::move(column)});
    return static_cast<std::uint16_t>(table.columns().size() + static_cast<std::size_t>(before));
}

void Draft::add_columns() {
    for (NewColumn& added : new_columns_) added.table->add(std::move(added.column));
    new_columns_.clear();
}

std::string column_name(const ClassInfo& cls, std::string_view name) {
    if (!cls.table->find(name))
        for (const Attribute* attribute : cls.columns)
            if (attribute->name == name) return cls.table->column(attribute->column).name;
    return std::string(name);
}

std::string column_names(const Draft& draft, const Table& table, const Columns& columns) {
    std::string text;
    for (std::uint16_t index : columns) text += (text.empty() ? "" : ", ") + draft.column(table, index).name;
    return columns.size() == 1 ? text : "(" + text + ")";
}

Columns key_columns(const ClassInfo& cls) {
    Columns columns;
    for (const Attribute* key : cls.keys) columns.push_back(key->column);
    return columns;
}

} // namespace athanor::kernel
