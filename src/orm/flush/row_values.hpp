// SPDX-License-Identifier: MIT
#pragma once
#include "orm/flush/execute_plan.hpp"
#include "orm/instance/scratch.hpp"

namespace athanor::kernel {

/// Columns of one row with their cells, which borrow from the object.
struct RowValues {
    std::vector<std::uint16_t> columns;
    std::vector<Cell> cells;

    void clear() noexcept {
        columns.clear();
        cells.clear();
    }
    void add(std::uint16_t column, const Cell& cell) {
        columns.push_back(column);
        cells.push_back(cell);
    }
};

/// Copies the keys that flow into the row: to attributes where members show the columns, else into `extra`.
void apply_syncs(
    const RowCommand& row, const FlushPlan& plan, RowValues& extra, Scratch& scratch, FlushOutcome& outcome);

/// True for a value that was never set and that the database gives to the new row.
bool left_to_database(const Header* object, const Attribute& attribute);
/// The columns an INSERT of the object has. **Throws** UsageError for a key that nobody gives, ValueError.
void insert_values(const RowCommand& row, const RowValues& extra, RowValues& values, Scratch& scratch);
/// Leaves out what the row of the other object, of the same class, has already.
void leave_out_same_values(Header* before, RowValues& values, Scratch& scratch);
/// The columns an UPDATE of the object has: those that differ from the row.
void update_values(const RowCommand& row, const RowValues& extra, RowValues& values, Scratch& scratch);

} // namespace athanor::kernel
