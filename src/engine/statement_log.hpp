// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include "athanor/engine/observation.hpp"
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::kernel {

/// The parameters of one or more runs of a statement.
struct BoundRows {
    const Cell* cells = nullptr;
    std::size_t count = 0; ///< parameters of one row
    std::size_t rows = 1;
};

/// Who listens to the statements of an engine. Shared by threads; callbacks run outside the lock.
class StatementLog {
public:
    using Sink = std::function<void(std::string_view)>;
    using Observer = std::function<void(const StatementEvent&)>;

    /// One load: false as long as nobody listens.
    bool active() const noexcept { return active_.load(std::memory_order_relaxed); }
    bool shows_parameters() const noexcept { return shows_parameters_.load(std::memory_order_relaxed); }
    void show_parameters(bool show) noexcept { shows_parameters_.store(show, std::memory_order_relaxed); }

    void echo(Sink sink); ///< an empty one ends it
    std::uint64_t observe(Observer observer);
    void disconnect(std::uint64_t id) noexcept;

    /// Before a statement runs: a line for the echo.
    void announce(std::string_view sql, const BoundRows& bound) const;
    /// After it has run: an event for the observers.
    void report(const StatementEvent& event) const;
    /// `[1, 'ed']`, `[2 parameters]` or nothing, as this log may show them.
    std::string describe(const BoundRows& bound) const;

private:
    using Observers = std::vector<std::pair<std::uint64_t, Observer>>;
    void refresh() noexcept;

    mutable std::mutex mutex_;
    std::shared_ptr<const Sink> sink_;
    std::shared_ptr<const Observers> observers_ = std::make_shared<const Observers>();
    std::uint64_t last_id_ = 0;
    std::atomic<bool> active_ = false;
    std::atomic<bool> shows_parameters_ = false;
};

} // namespace athanor::kernel
