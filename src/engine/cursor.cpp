// SPDX-License-Identifier: MIT
#include "athanor/engine/cursor.hpp"
#include "engine/link.hpp"

namespace athanor::kernel {

Cursor::Cursor(Link& link, CachedStatement& statement) noexcept
    : link_(&link), statement_(&statement), row_(statement.row.data()) {}

bool Cursor::next() {
    // A finished statement would start again from the first row.
    if (done_) return false;
    done_ = true; // also when the step fails
    done_ = !link_->step(*statement_);
    return !done_;
}

void Cursor::close() noexcept { link_->release(*statement_); }
std::size_t Cursor::column_count() const noexcept { return statement_->row.size(); }
std::string_view Cursor::column_name(std::size_t index) const { return statement_->prepared->column_name(index); }
std::int64_t Cursor::changes() const noexcept { return statement_->prepared->changes(); }
std::string_view Cursor::sql() const noexcept { return statement_->sql; }

} // namespace athanor::kernel
