// SPDX-License-Identifier: MIT
#include "athanor/typed/row_query.hpp"
#include "athanor/base/error.hpp"

namespace athanor::kernel {

void refuse_row_count(bool several) {
    if (several) throw MultipleResultsError("one(): the query finds several rows; narrow it, or use first() or all()");
    throw NoResultError("the query finds no row; use first() or one_or_none() where that may be");
}

} // namespace athanor::kernel
