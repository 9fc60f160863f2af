// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/prepared_statement.hpp"
#include <cstdint>
#include <memory>
#include <string_view>

namespace athanor::kernel {

/// One conversation with a database, as a driver sees it. Used by one thread at a time, `interrupt` excepted.
///
/// **Throws**: whatever goes wrong leaves as a DatabaseError of the right kind, memory that ran out as std::bad_alloc.
class DriverConnection {
public:
    DriverConnection() = default;
    DriverConnection(const DriverConnection&) = delete;
    DriverConnection& operator=(const DriverConnection&) = delete;
    virtual ~DriverConnection() = default;

    /// Makes one statement ready; text behind it is a UsageError.
    virtual std::unique_ptr<PreparedStatement> prepare(std::string_view sql) = 0;
    /// Runs a script of statements without parameters, and drops the rows they return.
    virtual void execute(std::string_view script) = 0;

    virtual void begin();
    virtual void commit();
    virtual void rollback();
    virtual void savepoint(std::string_view name);
    virtual void release(std::string_view name);
    virtual void rollback_to(std::string_view name);
    /// What the database says, whatever was asked of it: an error may have rolled back by itself.
    virtual bool in_transaction() const noexcept = 0;

    /// The generated key of the row inserted last, where capabilities().last_insert_id says so.
    virtual std::int64_t last_insert_id() const;
    /// True when all rows of one INSERT into this table are sure to get consecutive keys, of which last_insert_id() is
    /// the last; to be asked in a transaction that has written to the table.
    virtual bool consecutive_keys(std::string_view table);
    /// Makes the statement that is running stop with an error; may be called by another thread.
    virtual void interrupt() noexcept {}
    /// True when the conversation cannot go on: the pool throws the connection away.
    virtual bool broken() const noexcept { return false; }
};

} // namespace athanor::kernel
