// SPDX-License-Identifier: MIT
#include "athanor/engine/driver_connection.hpp"
#include "athanor/base/error.hpp"
#include <algorithm>
#include <cctype>
#include <string>

namespace athanor::kernel {
namespace {

bool is_word(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
    });
}

// Names of savepoints are ours; keeping them to plain words spares every dialect its quoting.
std::string with_name(std::string_view command, std::string_view name) {
    if (!is_word(name)) throw UsageError("'" + std::string(name) + "' is no name of a savepoint: use a-z, 0-9 and _");
    return std::string(command).append(name);
}

} // namespace

void DriverConnection::begin() { execute("BEGIN"); }
void DriverConnection::commit() { execute("COMMIT"); }
void DriverConnection::rollback() { execute("ROLLBACK"); }
void DriverConnection::savepoint(std::string_view name) { execute(with_name("SAVEPOINT ", name)); }
void DriverConnection::release(std::string_view name) { execute(with_name("RELEASE SAVEPOINT ", name)); }
void DriverConnection::rollback_to(std::string_view name) { execute(with_name("ROLLBACK TO SAVEPOINT ", name)); }

std::int64_t DriverConnection::last_insert_id() const {
    throw UsageError("this driver does not know the key of the last row: use RETURNING");
}

bool DriverConnection::consecutive_keys(std::string_view) { return false; }

} // namespace athanor::kernel
