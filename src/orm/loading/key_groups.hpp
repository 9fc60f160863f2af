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
    explicit KeyGroups(std::vector<const TypeOps*> types) : types_(std::move(types)) {}

    std::size_t add(const Cell* cells) {
        ScratchTexts scratch;
        const KeyCells forms = canonical_cells(cells, scratch);
        const Cell* key = forms.cells.data();
        if (is_integer(key)) return integers_.emplace(key->integer, size()).first->second;
        return others_.emplace(text_of(key), size()).first->second;
    }
    std::size_t find(const Cell* cells) const {
        ScratchTexts scratch;
        const KeyCells forms = canonical_cells(cells, scratch);
        const Cell* key = forms.cells.data();
        if (!is_integer(key)) return place(others_, text_of(key));
        return place(integers_, key->integer);
    }
    std::size_t size() const noexcept { return integers_.size() + others_.size(); }

private:
    bool is_integer(const Cell* key) const noexcept { return types_.size() == 1 && key->kind == CellKind::integer; }
    KeyCells canonical_cells(const Cell* cells, Scratch& scratch) const {
        KeyCells key;
        for (const TypeOps* type : types_)
            key.cells[key.size++] = type ? canonical(*type, *cells++, scratch) : *cells++;
        return key;
    }
    std::string text_of(const Cell* key) const {
        std::string text;
        for (std::size_t i = 0; i < types_.size(); ++i) text += to_string(key[i]) + '\x1f';
        return text;
    }
    template <class Map, class Key> static std::size_t place(const Map& map, const Key& key) {
        const auto found = map.find(key);
        return found == map.end() ? npos : found->second;
    }

    std::vector<const TypeOps*> types_;
    boost::unordered_flat_map<std::int64_t, std::size_t> integers_;
    boost::unordered_flat_map<std::string, std::size_t> others_;
};

} // namespace athanor::kernel
