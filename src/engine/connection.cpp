// SPDX-License-Identifier: MIT
#include "athanor/engine/connection.hpp"
#include "engine/link.hpp"
#include <string>

namespace athanor::kernel {

Connection::~Connection() {
    if (link_) link_->check_in();
}

Cursor Connection::execute(const StatementKey& key, TextMaker text, const Cell* params, std::size_t count) {
    return link_->run(StatementName(key), text, {params, count});
}

Cursor Connection::execute(std::string_view sql, const Cell* params, std::size_t count) {
    const auto text = [sql] { return std::string(sql); };
    auto cursor = link_->run(StatementName(sql), text, {params, count});
    link_->notice_end();
    return cursor;
}

std::int64_t Connection::execute_rows(
    const StatementKey& key, TextMaker text, const Cell* params, std::size_t count, std::size_t rows) {
    return link_->run_rows(StatementName(key), text, {params, count, rows});
}

void Connection::execute_script(std::string_view sql) { link_->run_script(sql); }

void Connection::begin() { link_->begin(); }
void Connection::commit() { link_->commit(); }
void Connection::rollback() { link_->rollback(); }
void Connection::savepoint(std::string_view name) {
    link_->savepoint_command("SAVEPOINT", name, &DriverConnection::savepoint);
}
void Connection::release(std::string_view name) {
    link_->savepoint_command("RELEASE SAVEPOINT", name, &DriverConnection::release);
}
void Connection::rollback_to(std::string_view name) {
    link_->savepoint_command("ROLLBACK TO SAVEPOINT", name, &DriverConnection::rollback_to);
}
bool Connection::in_transaction() const noexcept { return link_->in_transaction(); }

std::int64_t Connection::last_insert_id() const { return link_->driver().last_insert_id(); }
bool Connection::consecutive_keys(std::string_view table) { return link_->driver().consecutive_keys(table); }
void Connection::interrupt() noexcept { link_->driver().interrupt(); }
const Syntax& Connection::syntax() const noexcept { return link_->pool().syntax(); }
std::size_t Connection::cache_limit() const noexcept { return link_->cache().limit(); }
void Connection::cache_limit(std::size_t statements) { link_->cache().limit(statements); }

} // namespace athanor::kernel
