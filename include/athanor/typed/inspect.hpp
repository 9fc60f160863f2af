// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/inspect.hpp"
#include "athanor/typed/any_ref.hpp"
#include "athanor/typed/session.hpp"
#include <vector>

// What a session and its objects know of themselves. Nothing here emits a statement or changes anything.

namespace athanor {

/// Whether a read of the member is answered from memory: `is_loaded<&User::posts>(ed)`.
template <auto Member, class T> bool is_loaded(const Ref<T>& object) {
    if (!object) kernel::refuse_null_handle();
    return kernel::is_loaded(object.header(), kernel::attribute_of_member<Member, T>());
}
/// The key of the object's row, as the session finds it; empty while there is no row. A key that was written since the
/// last flush does not show here.
std::vector<Value> row_key(const AnyRef& object);
/// Whether the object differs from its row: a column, or a relationship that is in memory, has another value than
/// after the last flush. A new object differs when it has any value.
/// **Emits** nothing, but for a single member that was assigned over one that nobody had loaded: that one is read.
bool is_modified(const AnyRef& object);
State state(const AnyRef& object) noexcept;

/// The objects whose rows the next flush inserts, in the order in which they became pending.
std::vector<AnyRef> new_objects(Session& session);
/// The objects touched since the last flush, whether they differ from their rows or not.
std::vector<AnyRef> changed_objects(Session& session);
/// The objects whose rows the next flush deletes.
std::vector<AnyRef> deleted_objects(Session& session);

} // namespace athanor
