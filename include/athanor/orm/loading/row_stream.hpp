// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "athanor/orm/loading/output.hpp"
#include "athanor/sql/program.hpp"
#include <memory>
#include <string>

namespace athanor::kernel {

/// The rows of a query one after the other, as values; memory stays flat.
class RowStream {
public:
    RowStream(std::vector<Output> outputs, Program program, Connection& connection);
    /// Of SQL text. **Throws** UsageError when its rows have more or fewer columns.
    RowStream(std::vector<Output> outputs, std::string sql, std::vector<Value> params, Connection& connection);
    RowStream(RowStream&&) noexcept;
    RowStream& operator=(RowStream&&) noexcept;
    ~RowStream();

    /// Reads the next row; false at the end. **Throws** DatabaseError.
    bool next();
    /// The row that next() read. **Lifetime**: until the next call of next().
    OutputRow row() const noexcept;

private:
    struct Reading;
    std::unique_ptr<Reading> reading_;
};

} // namespace athanor::kernel
