// SPDX-License-Identifier: MIT
#include "orm/instance/canonical.hpp"
#include <exception>
#include <new>

namespace athanor::kernel {
namespace {

bool is_number(const Cell& cell) noexcept { return cell.kind == CellKind::integer || cell.kind == CellKind::real; }

double number(const Cell& cell) noexcept {
    return cell.kind == CellKind::real ? cell.real : static_cast<double>(cell.integer);
}

} // namespace

Cell canonical_form(const TypeOps& type, const Cell& cell, Scratch& scratch) {
    try {
        return type.canonical(cell, scratch);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) { // of a codec: what it says is said where the row is read
        return cell;
    }
}

KeyCells canonical_key(const ClassInfo& cls, const Cell* key, std::size_t count, Scratch& scratch) {
    KeyCells result;
    for (std::size_t i = 0; i < count; ++i) {
        result.cells[result.size++] = canonical(*cls.keys[i]->type, key[i], scratch);
        result.complete = result.complete && !key[i].is_null();
    }
    return result;
}

bool finds(const Cell& canonical, const Cell& cell) noexcept {
    if (is_number(canonical) && is_number(cell)) return number(canonical) == number(cell);
    const bool blob = canonical.kind == CellKind::blob || cell.kind == CellKind::blob;
    return canonical.kind == cell.kind ? same(canonical, cell) : !blob;
}

} // namespace athanor::kernel
