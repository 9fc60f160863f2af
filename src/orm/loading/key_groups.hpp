// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include "athanor/base/value.hpp"
#include "orm/instance/canonical.hpp"
#include "orm/instance/scratch.hpp"
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace athanor::kernel {

/// Numbers the keys of some rows, equal keys alike, from 0 up.
class KeyGroups {
public:
    static constexpr std::size_t npos = ~std::size_t(0);
    /// The types of the key's cells; null: as they are.
    explicit KeyGroups(std::vector<const TypeOps*> types)
        : types_(std::move(types)), whole_(types_.size() == 1 && types_[0] && is_whole(*types_[0])) {}

    std::size_t add(const Cell* key) {
        if (is_integer(key)) return integers_.emplace(key->integer, size()).first->second;
        const Group group = group_of(key);
        if (group.text.empty()) return integers_.emplace(group.integer, size()).first->second;
        return others_.emplace(group.text, size()).first->second;
    }
    std::size_t find(const Cell* key) const {
        if (is_integer(key)) return place(integers_, key->integer);
        const Group group = group_of(key);
        return group.text.empty() ? place(integers_, group.integer) : place(others_, group.text);
    }
    std::size_t size() const noexcept { return integers_.size() + others_.size(); }

private:
    struct Group {
        std::int64_t integer = 0; ///< where there is no text
        std::string text;
    };
    bool is_integer(const Cell* key) const noexcept { return whole_ && key->kind == CellKind::integer; }
    Group group_of(const Cell* cells) const {
        ScratchTexts scratch;
        Group group;
        for (const TypeOps* type : types_) {
            const Cell cell = type ? canonical(*type, *cells, scratch) : *cells;
            ++cells;
            if (types_.size() == 1 && cell.kind == CellKind::integer) return {cell.integer, {}};
            group.text += to_string(cell) + '\x1f';
        }
        return group;
    }
    template <class Map, class Key> static std::size_t place(const Map& map, const Key& key) {
        const auto found = map.find(key);
        return found == map.end() ? npos : found->second;
    }

    std::vector<const TypeOps*> types_;
    bool whole_; ///< one key, of a type that integers are canonical for
    boost::unordered_flat_map<std::int64_t, std::size_t> integers_;
    boost::unordered_flat_map<std::string, std::size_t> others_;
};

} // namespace athanor::kernel
