// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/session/session_core.hpp"
#include "athanor/typed/row_query.hpp"

namespace athanor::kernel {

template <class T>
auto fetch_objects(SessionCore& session, std::string_view sql, const Value* params, std::size_t count) {
    std::vector<Ref<T>> objects;
    for (Header* object : session.load_text(configured(class_info<T, layout_of<T>()>()), sql, params, count))
        objects.emplace_back(object);
    return objects;
}

/// What from_sql<Out…> gives: objects of one class, or rows of values.
template <class... Out>
auto fetch_text(SessionCore& session, std::string_view sql, const Value* params, std::size_t count) {
    if constexpr (sizeof...(Out) == 1 && (!storable<Out> && ...)) {
        return fetch_objects<Out...>(session, sql, params, count);
    } else {
        static_assert((storable<Out> && ...),
            "athanor: from_sql<…> takes one mapped class, or the types of the columns of its rows");
        return RowQuery<Out...>::athanor_rows([&](void* rows, RowReceiver receive) {
            const std::vector<Output> outputs = {{nullptr, &type_ops<Out>}...};
            session.rows_of_text(outputs, sql, params, count, rows, receive);
        });
    }
}

template <class... Out>
RowRange<Out...> stream_text(SessionCore& session, std::string_view sql, const Value* params, std::size_t count) {
    static_assert((storable<Out> && ...), "athanor: stream_sql<…> takes the types of the columns of its rows");
    return RowRange<Out...>(session.stream_of_text({{nullptr, &type_ops<Out>}...}, sql, params, count));
}

} // namespace athanor::kernel
