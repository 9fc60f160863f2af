// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"
#include "athanor/orm/mapping/type_ops.hpp"
#include <cstddef>

namespace athanor {
class Table;

namespace kernel {

/// One thing a query gives in each row: an object, which takes several columns, or a value.
struct Output {
    const ClassInfo* cls = nullptr; ///< null: a value
    const TypeOps* type = nullptr;  ///< of a value
    const Table* table = nullptr;   ///< of a value that is a column as it is: whose
    std::uint16_t table_column = 0;
};

/// A row as it is read.
struct OutputRow {
    struct Place {
        Output output;
        std::size_t column;
        Header* object;
    };
    const Place* places;
    const Cell* cells;

    /// Null for the empty side of an outer join.
    Header* object(std::size_t output) const noexcept { return places[output].object; }
    /// **Throws** DecodeError for a cell that does not fit.
    void read(std::size_t output, void* value) const;
};

using RowReceiver = void (*)(void* context, const OutputRow& row);

} // namespace kernel
} // namespace athanor
