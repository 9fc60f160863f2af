// SPDX-License-Identifier: MIT
#include "orm/mapping/load_columns.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

void add(ClassInfo& cls, std::uint16_t column, Attribute* attribute) {
    cls.load_columns.push_back(column);
    cls.load_attributes.push_back(attribute);
}

std::uint16_t next_position(const ClassInfo& cls) { return static_cast<std::uint16_t>(cls.load_columns.size()); }

void add_reference_keys(ClassInfo& cls) {
    for (Attribute* attribute : cls.relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (!relationship.key_in_reference) continue;
        cls.load_references.emplace_back(next_position(cls), attribute);
        for (const auto& [column, key] : relationship.join.on) add(cls, column, nullptr);
    }
}

void find_key_positions(ClassInfo& cls) {
    for (const Attribute* key : cls.keys) {
        const auto found = std::ranges::find(cls.load_attributes, key);
        cls.key_positions.push_back(static_cast<std::uint16_t>(found - cls.load_attributes.begin()));
    }
}

} // namespace

void fill_load_columns(ClassInfo& cls) {
    for (Attribute* attribute : cls.columns)
        if (!attribute->deferred) add(cls, attribute->column, attribute);
    add_reference_keys(cls);
    find_key_positions(cls);
}

} // namespace athanor::kernel
