// SPDX-License-Identifier: MIT
#include "engine/statement_log.hpp"
#include "athanor/base/value.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

constexpr std::size_t shown_rows = 10;

std::string counted(std::size_t n, std::string_view word) {
    return std::to_string(n).append(" ").append(word).append(n == 1 ? "" : "s");
}

std::string values(const Cell* cells, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out.append(i ? ", " : "").append(to_string(cells[i]));
    return out;
}

std::string value_rows(const BoundRows& bound) {
    if (bound.rows == 1) return values(bound.cells, bound.count);
    std::string out;
    for (std::size_t row = 0; row < std::min(bound.rows, shown_rows); ++row)
        out.append(row ? ", (" : "(").append(values(bound.cells + row * bound.count, bound.count)).append(")");
    if (bound.rows > shown_rows) out += ", and " + counted(bound.rows - shown_rows, "more row");
    return out;
}

} // namespace

std::string StatementLog::describe(const BoundRows& bound) const {
    if (bound.count == 0) return {};
    if (shows_parameters()) return "[" + value_rows(bound) + "]";
    const auto parameters = counted(bound.count, "parameter");
    return bound.rows == 1 ? "[" + parameters + "]" : "[" + counted(bound.rows, "row") + " of " + parameters + "]";
}

void StatementLog::announce(std::string_view sql, const BoundRows& bound) const {
    std::shared_ptr<const Sink> sink;
    {
        const std::lock_guard lock(mutex_);
        sink = sink_;
    }
    if (!sink) return;
    std::string line(sql);
    std::replace(line.begin(), line.end(), '\n', ' ');
    const auto parameters = describe(bound);
    (*sink)(parameters.empty() ? line : line + " " + parameters);
}

void StatementLog::report(const StatementEvent& event) const {
    std::shared_ptr<const Observers> observers;
    {
        const std::lock_guard lock(mutex_);
        observers = observers_;
    }
    for (const auto& [id, observer] : *observers) observer(event);
}

void StatementLog::echo(Sink sink) {
    auto shared = sink ? std::make_shared<const Sink>(std::move(sink)) : nullptr;
    const std::lock_guard lock(mutex_);
    sink_.swap(shared);
    refresh();
}

std::uint64_t StatementLog::observe(Observer observer) {
    const std::lock_guard lock(mutex_);
    // A copy, because another thread may be calling those of the old list.
    auto observers = std::make_shared<Observers>(*observers_);
    observers->emplace_back(++last_id_, std::move(observer));
    observers_ = std::move(observers);
    refresh();
    return last_id_;
}

void StatementLog::disconnect(std::uint64_t id) noexcept {
    const std::lock_guard lock(mutex_);
    auto observers = std::make_shared<Observers>(*observers_);
    std::erase_if(*observers, [&](const auto& entry) { return entry.first == id; });
    observers_ = std::move(observers);
    refresh();
}

void StatementLog::refresh() noexcept { active_.store(sink_ || !observers_->empty(), std::memory_order_relaxed); }

} // namespace athanor::kernel
