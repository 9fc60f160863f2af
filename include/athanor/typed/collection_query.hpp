// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/queried_collection.hpp"
#include "athanor/typed/query.hpp"

namespace athanor::kernel {

/// **Emits** what is pending (autoflush). **Throws** DetachedError when there is nobody to ask; UsageError for a
/// WriteOnly of an object without a row.
EntityQuery members_query(const SetStorage& storage);

template <class T> Query<T> select_members(const SetStorage& storage) { return Query<T>(members_query(storage)); }

} // namespace athanor::kernel
