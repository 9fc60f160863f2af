// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/cursor.hpp"
#include "athanor/engine/pool.hpp"
#include "athanor/engine/text_maker.hpp"
#include "engine/statement_cache.hpp"
#include "engine/statement_log.hpp"
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace athanor::kernel {

/// What a Connection stands for: the driver's connection, its prepared statements and the state of its transaction.
///
/// It belongs to the pool while idle, and to itself while a Connection or a Cursor uses it.
class Link {
public:
    Link(std::unique_ptr<DriverConnection> driver, StatementLog& log) : driver_(std::move(driver)), log_(log) {}

    void check_out(std::shared_ptr<Pool> pool) noexcept;
    void check_in() noexcept; ///< goes back to the pool, now or with the last cursor
    bool tidy() noexcept;     ///< ends what is open; false when the connection is of no more use

    Cursor run(const StatementName& name, TextMaker text, const BoundRows& bound);
    std::int64_t run_rows(const StatementName& name, TextMaker text, const BoundRows& bound);
    void run_script(std::string_view sql);

    void begin();
    void commit();
    void rollback();
    using NamedCommand = void (DriverConnection::*)(std::string_view);
    void savepoint_command(std::string_view verb, std::string_view name, NamedCommand command);
    bool in_transaction() const noexcept { return transaction_ != Transaction::none; }
    /// Text may hold COMMIT or ROLLBACK: takes note when it ended our transaction.
    void notice_end() noexcept;

    DriverConnection& driver() noexcept { return *driver_; }
    StatementCache& cache() noexcept { return cache_; }
    const Pool& pool() const noexcept { return *pool_; }

    bool step(CachedStatement& statement); ///< for Cursor
    void release(CachedStatement& statement) noexcept;

private:
    enum class Transaction : std::uint8_t { none, open, lost };

    CachedStatement& ready(const StatementName& name, TextMaker text);
    CachedStatement& prepare(const StatementName& name, TextMaker text, bool keep);
    Cursor open(const StatementName& name, TextMaker text, const BoundRows& bound);
    void require_transaction(std::string_view command) const;
    [[noreturn]] void refuse_lost() const;
    void command(std::string_view sql, void (DriverConnection::*act)());
    void report(std::string_view sql, const BoundRows& bound, std::int64_t changes) const;
    /// To be called while an error is caught: adds what is known here, and rethrows.
    [[noreturn]] void fail(std::string_view sql, const BoundRows& bound);

    // Statements go before the connection they were prepared on.
    std::unique_ptr<DriverConnection> driver_;
    StatementCache cache_;
    StatementLog& log_; // the pool's, which lives longer
    std::shared_ptr<Pool> pool_;
    std::size_t cursors_ = 0;
    bool checked_in_ = false;
    Transaction transaction_ = Transaction::none;
};

} // namespace athanor::kernel
