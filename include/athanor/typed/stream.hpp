// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/loading/object_stream.hpp"
#include <cstddef>
#include <iterator>
#include <utility>

namespace athanor {

/// The rows of a query, one at a time, as objects that no session tracks: `for (const User& user : query.stream())`.
/// Relationships and deferred columns of such an object are not there: reading one is a DetachedError.
///
/// **Lifetime**: an object is the one of the next row as soon as the iterator moves on. The rows are read from the
/// session's connection while they are iterated; a rollback meanwhile ends them with an error.
/// **Throws** DecodeError, DatabaseError.
template <class T> class Stream {
public:
    class iterator {
    public:
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using reference = const T&;
        using iterator_concept = std::input_iterator_tag;
        iterator() noexcept = default;
        explicit iterator(kernel::ObjectStream& rows) : rows_(&rows) { ++*this; }
        const T& operator*() const noexcept { return *static_cast<const T*>(rows_->object()); }
        const T* operator->() const noexcept { return &**this; }
        iterator& operator++() {
            if (!rows_->next()) rows_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return i.rows_ == nullptr; }

    private:
        kernel::ObjectStream* rows_ = nullptr;
    };

    /// Not for users.
    explicit Stream(kernel::ObjectStream rows) noexcept : rows_(std::move(rows)) {}
    /// To be called once: what has been read is gone.
    iterator begin() { return iterator(rows_); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    kernel::ObjectStream rows_;
};

} // namespace athanor
