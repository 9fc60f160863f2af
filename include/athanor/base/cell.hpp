// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string_view>

namespace athanor {

/// The kinds of value a database cell can hold.
enum class CellKind : std::uint32_t { null, integer, real, text, blob };

/// One cell of a row, or one bound parameter: a kind and a borrowed payload.
///
/// **Lifetime**: text and blob point into memory of somebody else (a row of the driver, an attribute of an object)
/// and are valid until that moves on.
struct Cell {
    CellKind kind = CellKind::null;
    std::uint32_t size = 0; ///< length of text and blob in bytes
    union {
        std::int64_t integer = 0;
        double real;
        const char* data;
    };

    static Cell of(std::int64_t value) noexcept {
        Cell cell;
        cell.kind = CellKind::integer;
        cell.integer = value;
        return cell;
    }
    static Cell of(double value) noexcept {
        Cell cell;
        cell.kind = CellKind::real;
        cell.real = value;
        return cell;
    }
    static Cell of(std::string_view text) noexcept {
        Cell cell;
        cell.kind = CellKind::text;
        cell.size = static_cast<std::uint32_t>(text.size());
        cell.data = text.data();
        return cell;
    }
    static Cell blob(std::string_view bytes) noexcept {
        Cell cell = of(bytes);
        cell.kind = CellKind::blob;
        return cell;
    }
    bool is_null() const noexcept { return kind == CellKind::null; }
    /// The bytes of a text or blob.
    std::string_view text() const noexcept { return {data, size}; }
};
static_assert(sizeof(Cell) == 16);

/// Same kind and same payload; null equals null.
bool same(const Cell& left, const Cell& right) noexcept;

} // namespace athanor
