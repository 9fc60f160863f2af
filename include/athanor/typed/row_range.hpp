// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/loading/row_stream.hpp"
#include <cstddef>
#include <iterator>
#include <tuple>
#include <utility>

namespace athanor {
namespace kernel {

/// The type of a row: a tuple, or, of one output, its value.
template <class... Out> struct RowOf { using type = std::tuple<Out...>; };
template <class Out> struct RowOf<Out> { using type = Out; };

/// Reads the values of a row. **Throws** DecodeError.
template <class... Out> void read_values(const OutputRow& row, typename RowOf<Out...>::type& into) {
    if constexpr (sizeof...(Out) > 1)
        std::apply(
            [&](auto&... fields) {
                std::size_t output = 0;
                (row.read(output++, &fields), ...);
            },
            into);
    else
        row.read(0, &into);
}

} // namespace kernel

/// The rows of a query, one at a time: `for (const auto& [id, title] : session.select(p->id, p->title).stream())`.
///
/// **Lifetime**: a row is the next one as soon as the iterator moves on. They are read from the session's connection
/// while they are iterated; a rollback meanwhile ends them with an error.
/// **Throws** DecodeError, DatabaseError.
template <class... Out> class RowRange {
public:
    using row_type = typename kernel::RowOf<Out...>::type;
    class iterator {
    public:
        using value_type = row_type;
        using difference_type = std::ptrdiff_t;
        using reference = const row_type&;
        using iterator_concept = std::input_iterator_tag;
        iterator() noexcept = default;
        explicit iterator(RowRange& rows) : rows_(&rows) { ++*this; }
        const row_type& operator*() const noexcept { return rows_->row_; }
        const row_type* operator->() const noexcept { return &rows_->row_; }
        iterator& operator++() {
            if (rows_->stream_.next())
                kernel::read_values<Out...>(rows_->stream_.row(), rows_->row_);
            else
                rows_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return i.rows_ == nullptr; }

    private:
        RowRange* rows_ = nullptr;
    };

    /// Not for users.
    explicit RowRange(kernel::RowStream stream) noexcept : stream_(std::move(stream)) {}
    /// To be called once: what has been read is gone.
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    kernel::RowStream stream_;
    row_type row_{};
};

} // namespace athanor
