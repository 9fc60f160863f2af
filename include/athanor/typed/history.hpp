// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/history.hpp"
#include "athanor/typed/any_ref.hpp"
#include "athanor/typed/query.hpp"
#include <utility>
#include <vector>

namespace athanor {

/// What became of an attribute since the last flush, or since it was loaded. A value that changed is in `added`, and
/// the one it replaced in `removed` where that is known without a statement; of a collection, each member is in one of
/// them.
template <class T> struct History {
    std::vector<T> added, unchanged, removed;
    bool changed() const noexcept { return !added.empty() || !removed.empty(); }
};

namespace kernel {

template <class T> History<Ref<T>> typed_history(const RelationHistory& found) {
    History<Ref<T>> history;
    for (Header* object : found.added) history.added.emplace_back(object);
    for (Header* object : found.unchanged) history.unchanged.emplace_back(object);
    for (Header* object : found.removed) history.removed.emplace_back(object);
    return history;
}

} // namespace kernel

/// The history of a member: `history<&User::posts>(ed).added`. **Emits** nothing: a collection that is not loaded shows
/// what waits for its load, a column that is not loaded nothing.
template <auto Member, class T> auto history(const Ref<T>& object) {
    using Type = typename kernel::MemberPointer<decltype(Member)>::Member;
    if (!object) kernel::refuse_null_handle();
    const kernel::Attribute& attribute = kernel::attribute_of_member<Member, T>();
    if constexpr (kernel::mapped_like<Type>) {
        using Old = kernel::mapped_value<Type>;
        History<Old> history;
        const kernel::ColumnHistory found = kernel::column_history(object.header(), attribute);
        if (found.in_memory) (found.changed ? history.added : history.unchanged).push_back(((*object).*Member).get());
        if (Old old{}; found.old && attribute.type->load(&old, found.old->cell()))
            history.removed.push_back(std::move(old));
        return history;
    } else {
        return kernel::typed_history<typename Type::target_type>(kernel::relation_history(object.header(), attribute));
    }
}

} // namespace athanor
