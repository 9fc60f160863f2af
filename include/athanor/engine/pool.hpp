// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "athanor/engine/driver.hpp"
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace athanor::kernel {
class StatementLog;

/// The database behind an Engine: driver, connections that wait for work, and who listens to statements.
///
/// Sessions hold this instead of the Engine, so that an Engine may move or go first. **Threads**: shared.
class Pool : public std::enable_shared_from_this<Pool> {
public:
    explicit Pool(const Url& url);
    Pool(const Url& url, std::unique_ptr<Driver> driver); ///< with a driver of your own
    ~Pool();

    /// An idle connection, or a new one.
    Connection connect();
    const Syntax& syntax() const noexcept { return driver_->syntax(); }
    Capabilities capabilities() const { return driver_->syntax().capabilities(); }
    StatementLog& log() const noexcept { return *log_; }
    const std::shared_ptr<StatementLog>& shared_log() const noexcept { return log_; }
    const Url& url() const noexcept { return url_; }
    std::size_t idle() const; ///< connections that wait for work

    void give_back(std::unique_ptr<Link> link) noexcept; ///< for Link

private:
    std::unique_ptr<Link> take_idle();
    std::unique_ptr<Link> open();

    Url url_;
    std::shared_ptr<StatementLog> log_;
    std::unique_ptr<Driver> driver_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Link>> idle_;
    std::size_t open_ = 0;
};

} // namespace athanor::kernel
