// SPDX-License-Identifier: MIT
#include "engine/link.hpp"
#include "athanor/base/error.hpp"
#include "athanor/engine/verb.hpp"
#include <string>

namespace athanor::kernel {

void Link::check_out(std::shared_ptr<Pool> pool) noexcept {
    pool_ = std::move(pool);
    checked_in_ = false;
}

void Link::check_in() noexcept {
    checked_in_ = true;
    if (cursors_ != 0) return; // the last cursor comes here again
    const auto pool = std::move(pool_);
    pool->give_back(std::unique_ptr<Link>(this));
}

bool Link::tidy() noexcept {
    try {
        if (driver_->in_transaction()) driver_->rollback();
        transaction_ = Transaction::none;
        return !driver_->broken() && !driver_->in_transaction();
    } catch (...) {
        return false; // whatever is wrong, nobody shall get this connection again
    }
}

CachedStatement& Link::prepare(const StatementName& name, TextMaker text, bool keep) {
    auto statement = std::make_unique<CachedStatement>();
    statement->sql = text();
    try {
        statement->prepared = driver_->prepare(statement->sql);
    } catch (...) {
        fail(statement->sql, {});
    }
    statement->row.resize(statement->prepared->column_count());
    if (!keep) return *statement.release();
    statement->by_text = name.words == nullptr;
    if (name.words) statement->words = *name.words;
    statement->hash = name.hash;
    return cache_.add(std::move(statement));
}

CachedStatement& Link::ready(const StatementName& name, TextMaker text) {
    auto* found = cache_.find(name);
    if (found && !found->in_use) [[likely]]
        return *found;
    return prepare(name, text, found == nullptr);
}

Cursor Link::open(const StatementName& name, TextMaker text, const BoundRows& bound) {
    if (transaction_ == Transaction::lost) refuse_lost();
    Cursor cursor(*this, ready(name, text));
    ++cursors_;
    cursor.statement_->in_use = true;
    if (log_.active()) log_.announce(cursor.statement_->sql, bound);
    return cursor;
}

Cursor Link::run(const StatementName& name, TextMaker text, const BoundRows& bound) {
    auto cursor = open(name, text, bound);
    auto& statement = *cursor.statement_;
    try {
        statement.prepared->bind(bound.cells, bound.count);
        if (statement.row.empty()) {
            statement.prepared->step(nullptr);
            cursor.done_ = true;
        }
    } catch (...) {
        statement.failed = true;
        fail(statement.sql, bound);
    }
    if (log_.active()) report(statement.sql, bound, cursor.done_ ? statement.prepared->changes() : -1);
    return cursor;
}

std::int64_t Link::run_rows(const StatementName& name, TextMaker text, const BoundRows& bound) {
    auto cursor = open(name, text, bound);
    auto& statement = *cursor.statement_;
    std::int64_t changes = 0;
    try {
        changes = statement.prepared->run_rows(bound.cells, bound.count, bound.rows);
    } catch (...) {
        statement.failed = true;
        fail(statement.sql, bound);
    }
    if (log_.active()) report(statement.sql, bound, changes);
    return changes;
}

void Link::run_script(std::string_view sql) {
    if (transaction_ == Transaction::lost) refuse_lost();
    if (log_.active()) log_.announce(sql, {});
    try {
        driver_->execute(sql);
    } catch (...) {
        fail(sql, {});
    }
    notice_end();
    if (log_.active()) report(sql, {}, 0);
}

bool Link::step(CachedStatement& statement) {
    try {
        return statement.prepared->step(statement.row.data());
    } catch (...) {
        statement.failed = true;
        fail(statement.sql, {});
    }
}

void Link::release(CachedStatement& statement) noexcept {
    statement.prepared->reset();
    statement.in_use = false;
    if (statement.failed && statement.kept) cache_.remove(statement);
    if (!statement.kept) delete &statement;
    if (--cursors_ == 0 && checked_in_) check_in();
}

void Link::report(std::string_view sql, const BoundRows& bound, std::int64_t changes) const {
    log_.report({verb_of(sql), sql, bound.count, bound.rows, changes, false});
}

namespace {

// A message is to be read.
std::string shortened(std::string_view sql) {
    constexpr std::size_t longest = 1000, shown = 300;
    if (sql.size() <= longest) return std::string(sql);
    std::size_t end = shown;
    while ((sql[end] & 0xc0) == 0x80) --end; // between characters
    return std::string(sql.substr(0, end)) + " … (" + std::to_string(sql.size()) + " bytes)";
}

} // namespace

void Link::fail(std::string_view sql, const BoundRows& bound) {
    // Some errors make the database roll back by itself. Statements after that would each be a transaction of their
    // own and stay, so none is let through until the owner has rolled back, too.
    notice_end();
    if (log_.active()) log_.report({verb_of(sql), sql, bound.count, bound.rows, 0, true});
    try {
        throw;
    } catch (Error& error) {
        const auto parameters = log_.shows_parameters() ? log_.describe(bound) : std::string();
        const auto line = "while executing: " + shortened(sql);
        error.add_context(parameters.empty() ? line : line + " " + parameters);
        throw;
    }
}

} // namespace athanor::kernel
