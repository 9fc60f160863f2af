// SPDX-License-Identifier: MIT
#include "athanor/orm/loading/row_stream.hpp"
#include "orm/loading/load.hpp"
#include "orm/loading/run_program.hpp"
#include "orm/loading/run_text.hpp"

namespace athanor::kernel {

struct RowStream::Reading {
    Reading(std::vector<Output> outputs, Program of_rows, Connection& connection)
        : program(std::move(of_rows)), places(places_of(outputs)), rows(run_program(program, connection)) {}
    Reading(std::vector<Output> outputs, std::string text, std::vector<Value> params, Connection& connection)
        : sql(std::move(text)),
          values(std::move(params)),
          places(places_of(outputs)),
          rows(run_text(sql, values, connection)) {
        require_columns(rows, outputs.size());
    }

    // What is bound while the rows are read.
    Program program;
    std::string sql;
    std::vector<Value> values;
    std::vector<OutputRow::Place> places;
    Cursor rows;
};

RowStream::RowStream(std::vector<Output> outputs, Program program, Connection& connection)
    : reading_(std::make_unique<Reading>(std::move(outputs), std::move(program), connection)) {}
RowStream::RowStream(std::vector<Output> outputs, std::string sql, std::vector<Value> params, Connection& connection)
    : reading_(std::make_unique<Reading>(std::move(outputs), std::move(sql), std::move(params), connection)) {}
RowStream::RowStream(RowStream&&) noexcept = default;
RowStream& RowStream::operator=(RowStream&&) noexcept = default;
RowStream::~RowStream() = default;

bool RowStream::next() { return reading_->rows.next(); }

OutputRow RowStream::row() const noexcept { return {reading_->places.data(), reading_->rows.row()}; }

} // namespace athanor::kernel
