// SPDX-License-Identifier: MIT
#include "athanor/base/value.hpp"
#include "athanor/base/error.hpp"
#include <bit>
#include <cstring>
#include <functional>
#include <locale>
#include <sstream>

namespace athanor {
namespace {

bool owns_bytes(const Cell& cell) noexcept {
    return (cell.kind == CellKind::text || cell.kind == CellKind::blob) && cell.size > 0;
}

// A multiplication and a shift spread the bits of small keys over the whole word.
std::size_t mix(std::uint64_t bits, CellKind kind) noexcept {
    bits = (bits + static_cast<std::uint64_t>(kind)) * 0x9E3779B97F4A7C15ull;
    return static_cast<std::size_t>(bits ^ bits >> 32);
}

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char letter : text) {
        out += letter;
        if (letter == '\'') out += letter;
    }
    return out += '\'';
}

// A stream with the classic locale: std::to_string would cut to six digits and obey the user's comma.
std::string spelled(double real) {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out.precision(15);
    out << real;
    return std::move(out).str();
}

} // namespace

Value::Value(const Cell& cell) : cell_(cell) {
    if (owns_bytes(cell)) {
        char* bytes = new char[cell.size];
        std::memcpy(bytes, cell.data, cell.size);
        cell_.data = bytes;
    } else if (cell.kind == CellKind::text || cell.kind == CellKind::blob) {
        cell_.data = ""; // never a borrowed pointer, and never null
    }
}

void Value::refuse_large(std::uint64_t value) {
    throw ValueError(std::to_string(value) + " is larger than the 64-bit signed integers of a database");
}

void Value::release() noexcept {
    if (owns_bytes(cell_)) delete[] cell_.data;
}

std::string to_string(const Cell& cell) {
    switch (cell.kind) {
    case CellKind::null: return "NULL";
    case CellKind::integer: return std::to_string(cell.integer);
    case CellKind::real: return spelled(cell.real);
    case CellKind::text: return quoted(cell.text());
    case CellKind::blob: return "blob of " + std::to_string(cell.size) + (cell.size == 1 ? " byte" : " bytes");
    }
    return {};
}

std::size_t hash_value(const Cell& cell) noexcept {
    switch (cell.kind) {
    case CellKind::null: return mix(0, cell.kind);
    case CellKind::integer: return mix(static_cast<std::uint64_t>(cell.integer), cell.kind);
    case CellKind::real: return mix(std::bit_cast<std::uint64_t>(cell.real), cell.kind);
    case CellKind::text:
    case CellKind::blob: return mix(std::hash<std::string_view>()(cell.text()), cell.kind);
    }
    return 0;
}

} // namespace athanor
