// SPDX-License-Identifier: MIT
#include "athanor/sql/table.hpp"
#include "athanor/base/error.hpp"

namespace athanor {

Table::Table(std::string name, std::string schema) : name_(std::move(name)), schema_(std::move(schema)) {}

void Table::rename(std::string name, std::string schema) {
    name_ = std::move(name);
    schema_ = std::move(schema);
}

std::uint16_t Table::add(TableColumn column) {
    if (find(column.name)) throw MappingError("table " + name_ + " has two columns named " + column.name);
    // A column number must fit beside the number of its source in the word of an expression.
    if (columns_.size() >= 1u << 14) throw MappingError("table " + name_ + " has more than 16384 columns");
    columns_.push_back(std::move(column));
    return static_cast<std::uint16_t>(columns_.size() - 1);
}

std::optional<std::uint16_t> Table::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].name == name) return static_cast<std::uint16_t>(i);
    return std::nullopt;
}

std::vector<std::uint16_t> Table::primary_key() const {
    std::vector<std::uint16_t> key;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].primary_key) key.push_back(static_cast<std::uint16_t>(i));
    return key;
}

} // namespace athanor
