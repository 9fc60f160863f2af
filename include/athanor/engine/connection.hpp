// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/cursor.hpp"
#include "athanor/engine/statement_key.hpp"
#include "athanor/engine/text_maker.hpp"
#include "athanor/sql/syntax.hpp"
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace athanor::kernel {

/// A connection checked out of the pool of an engine; it goes back when this object goes, rolled back if need be.
///
/// **Throws**: DatabaseError with the statement in its text; parameters only with `Engine::show_parameters`.
/// **Lifetime**: the payload of parameters is borrowed until the cursor goes.
/// **Threads**: one at a time, `interrupt` excepted.
class Connection {
public:
    explicit Connection(Link& link) noexcept : link_(&link) {} ///< for the pool
    Connection(Connection&& other) noexcept : link_(std::exchange(other.link_, nullptr)) {}
    Connection& operator=(Connection&& other) noexcept {
        std::swap(link_, other.link_);
        return *this;
    }
    ~Connection();

    /// Runs the statement the key stands for; `text` is asked for only when this connection has not seen the key.
    Cursor execute(const StatementKey& key, TextMaker text, const Cell* params = nullptr, std::size_t count = 0);
    /// Runs one statement given as text, found again by its text.
    Cursor execute(std::string_view sql, const Cell* params = nullptr, std::size_t count = 0);
    /// Runs the statement for each of `rows` rows of `count` cells; how many rows of the database changed in all.
    std::int64_t execute_rows(
        const StatementKey& key, TextMaker text, const Cell* params, std::size_t count, std::size_t rows);
    /// Runs any number of statements without parameters.
    void execute_script(std::string_view sql);

    void begin();
    /// **Throws** OperationalError when the database had rolled back by itself: nothing was committed.
    void commit();
    /// Ends the transaction; does nothing where there is none.
    void rollback();
    void savepoint(std::string_view name);
    void release(std::string_view name);
    void rollback_to(std::string_view name);
    /// True from begin to the end of commit or rollback.
    bool in_transaction() const noexcept;

    std::int64_t last_insert_id() const;
    /// See DriverConnection. **Emits** nothing that anybody hears of.
    bool consecutive_keys(std::string_view table);
    void interrupt() noexcept;
    const Syntax& syntax() const noexcept;

    std::size_t cache_limit() const noexcept; ///< how many statements are kept ready: 500 unless told otherwise
    void cache_limit(std::size_t statements);

private:
    Link* link_;
};

} // namespace athanor::kernel
