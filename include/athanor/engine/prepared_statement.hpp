// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace athanor::kernel {

/// One statement made ready by a driver, to be run many times: bind, step until false, reset.
class PreparedStatement {
public:
    PreparedStatement() = default;
    PreparedStatement(const PreparedStatement&) = delete;
    PreparedStatement& operator=(const PreparedStatement&) = delete;
    virtual ~PreparedStatement() = default;

    /// Binds all parameters at once; another number than the statement has is a UsageError.
    ///
    /// **Lifetime**: the payload of the cells is borrowed until reset.
    virtual void bind(const Cell* params, std::size_t count) = 0;
    /// Decodes the next row into `row`, which has room for column_count() cells; false at the end.
    ///
    /// **Lifetime**: the cells are valid until the next step or reset.
    virtual bool step(Cell* row) = 0;
    virtual std::size_t column_count() const = 0;
    virtual std::string_view column_name(std::size_t index) const = 0;
    /// Rows inserted, updated or deleted by the run that ended last; 0 for a query.
    virtual std::int64_t changes() const = 0;
    virtual void reset() noexcept = 0;

    /// Runs the statement once for each of `rows` rows of `count` cells and tells how many rows changed in all.
    ///
    /// The default loops; a driver with array binding sends them in one round trip.
    virtual std::int64_t run_rows(const Cell* params, std::size_t count, std::size_t rows);
};

} // namespace athanor::kernel
