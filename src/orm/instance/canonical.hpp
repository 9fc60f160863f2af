// SPDX-License-Identifier: MIT
#pragma once
#include "orm/instance/identity.hpp"

namespace athanor::kernel {

/// A cell that the type does not store the way it reads it; the cell itself when the type cannot read it.
Cell canonical_form(const TypeOps& type, const Cell& cell, Scratch& scratch);

/// Integers are stored as they are read.
inline bool is_whole(const TypeOps& type) noexcept {
    return type.fast == FastKind::int32 || type.fast == FastKind::int64;
}

/// The cell as the type stores it: a NUMERIC column keeps 100.00 as the integer 100, and there may be several spellings
/// of a point of time. Cells of keys are compared in this form.
inline Cell canonical(const TypeOps& type, const Cell& cell, Scratch& scratch) {
    if (cell.is_null() || !type.canonical || (cell.kind == CellKind::integer && is_whole(type))) [[likely]]
        return cell;
    return canonical_form(type, cell, scratch);
}

/// The key of an object of the class.
KeyCells canonical_key(const ClassInfo& cls, const Cell* key, std::size_t count, Scratch& scratch);

/// Whether a column that holds the cell equals the canonical one, as far as can be said without its collation.
bool finds(const Cell& canonical, const Cell& cell) noexcept;

} // namespace athanor::kernel
