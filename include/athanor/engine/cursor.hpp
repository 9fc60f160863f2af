// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace athanor::kernel {
class Link;
struct CachedStatement;

/// A statement that runs: its rows one after the other. A statement without rows has run when the cursor is there.
///
/// **Lifetime**: gives the statement back when it goes. It may outlive its Connection, which is then returned to the
/// pool by the last cursor.
class Cursor {
public:
    Cursor(Cursor&& other) noexcept
        : link_(other.link_),
          statement_(std::exchange(other.statement_, nullptr)),
          row_(other.row_),
          done_(other.done_) {}
    Cursor& operator=(Cursor&& other) noexcept {
        std::swap(link_, other.link_);
        std::swap(statement_, other.statement_);
        std::swap(row_, other.row_);
        std::swap(done_, other.done_);
        return *this;
    }
    ~Cursor() {
        if (statement_) close();
    }

    /// Reads the next row; false at the end, and ever after.
    bool next();
    /// The cells of the row that next() read.
    ///
    /// **Lifetime**: valid until the next call of next().
    const Cell* row() const noexcept { return row_; }
    std::size_t column_count() const noexcept;
    std::string_view column_name(std::size_t index) const;
    /// Rows inserted, updated or deleted; known when next() has returned false.
    std::int64_t changes() const noexcept;
    std::string_view sql() const noexcept;

private:
    friend class Link;
    Cursor(Link& link, CachedStatement& statement) noexcept;
    void close() noexcept;

    Link* link_;
    CachedStatement* statement_;
    Cell* row_;
    bool done_ = false;
};

} // namespace athanor::kernel
