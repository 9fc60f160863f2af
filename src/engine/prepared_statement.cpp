// SPDX-License-Identifier: MIT
#include "athanor/engine/prepared_statement.hpp"
#include <vector>

namespace athanor::kernel {

std::int64_t PreparedStatement::run_rows(const Cell* params, std::size_t count, std::size_t rows) {
    std::vector<Cell> dropped(column_count());
    std::int64_t changed = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        bind(params + row * count, count);
        while (step(dropped.data())) {}
        changed += changes();
        reset();
    }
    return changed;
}

} // namespace athanor::kernel
