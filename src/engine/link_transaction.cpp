// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "engine/link.hpp"
#include <string>

namespace athanor::kernel {

void Link::notice_end() noexcept {
    if (transaction_ == Transaction::open && !driver_->in_transaction()) transaction_ = Transaction::lost;
}

void Link::refuse_lost() const {
    throw OperationalError(std::string(pool_->syntax().dialect()) +
            ": the transaction was already rolled back by the database after an error (or ended by a statement given "
            "as text), so nothing of it was committed here; call rollback() and do the whole unit of work again",
        pool_->syntax().dialect(), 0);
}

void Link::require_transaction(std::string_view command) const {
    if (transaction_ == Transaction::lost) refuse_lost();
    if (transaction_ == Transaction::none)
        throw UsageError(std::string(command) + " without a transaction: begin first");
}

void Link::command(std::string_view sql, void (DriverConnection::*act)()) {
    if (log_.active()) log_.announce(sql, {});
    try {
        (driver_.get()->*act)();
    } catch (...) {
        fail(sql, {});
    }
    if (log_.active()) report(sql, {}, 0);
}

void Link::begin() {
    if (transaction_ != Transaction::none) throw UsageError("BEGIN within a transaction: use a savepoint");
    command("BEGIN", &DriverConnection::begin);
    transaction_ = Transaction::open;
}

void Link::commit() {
    require_transaction("COMMIT");
    notice_end();
    if (transaction_ == Transaction::lost) refuse_lost();
    command("COMMIT", &DriverConnection::commit);
    transaction_ = Transaction::none;
}

void Link::rollback() {
    // The database may be out of the transaction already, and then has nothing to roll back.
    if (transaction_ != Transaction::none && driver_->in_transaction())
        command("ROLLBACK", &DriverConnection::rollback);
    transaction_ = Transaction::none;
}

void Link::savepoint_command(std::string_view verb, std::string_view name, NamedCommand act) {
    require_transaction(verb);
    const auto sql = std::string(verb).append(" ").append(name);
    if (log_.active()) log_.announce(sql, {});
    try {
        (driver_.get()->*act)(name);
    } catch (...) {
        fail(sql, {});
    }
    if (log_.active()) report(sql, {}, 0);
}

} // namespace athanor::kernel
