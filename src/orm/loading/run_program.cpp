// SPDX-License-Identifier: MIT
#include "orm/loading/run_program.hpp"
#include <boost/container/small_vector.hpp>

namespace athanor::kernel {

Cursor run_program(const Program& program, Connection& connection) {
    const StatementKey statement(structure(program));
    boost::container::small_vector<Cell, 8> params;
    params.reserve(program.params.size());
    for (const Value& value : program.params) params.push_back(value.cell());
    return connection.execute(
        statement, [&] { return compile(program, connection.syntax()); }, params.data(), params.size());
}

} // namespace athanor::kernel
