// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace athanor {
namespace kernel {
class StatementLog;
}

/// What an observer of statements is told, when the statement has run (one with rows: when it starts).
///
/// **Lifetime**: valid during the call.
struct StatementEvent {
    std::string_view verb;    ///< "SELECT", "INSERT", "BEGIN", "SAVEPOINT", … as written in the text
    std::string_view sql;     ///< the whole text
    std::size_t params = 0;   ///< parameters of one row
    std::size_t rows = 1;     ///< how many rows of parameters were bound
    std::int64_t changes = 0; ///< rows inserted, updated or deleted; -1: not known yet, the statement returns rows
    bool failed = false;      ///< the database refused
};

/// Keeps an observer connected; destroying it disconnects.
class [[nodiscard]] Observation {
public:
    Observation() noexcept = default;
    Observation(std::weak_ptr<kernel::StatementLog> log, std::uint64_t id) noexcept : log_(std::move(log)), id_(id) {}
    Observation(Observation&&) noexcept = default;
    Observation& operator=(Observation&& other) noexcept {
        std::swap(log_, other.log_);
        std::swap(id_, other.id_);
        return *this;
    }
    ~Observation() { disconnect(); }

    /// Ends it now. A call already under way on another thread is not waited for.
    void disconnect() noexcept;

private:
    std::weak_ptr<kernel::StatementLog> log_;
    std::uint64_t id_ = 0;
};

} // namespace athanor
