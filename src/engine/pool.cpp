// SPDX-License-Identifier: MIT
#include "athanor/engine/pool.hpp"
#include "athanor/base/error.hpp"
#include "engine/link.hpp"
#include <string>

namespace athanor::kernel {
namespace {

// Enough for bursts; what comes back beyond it is closed.
constexpr std::size_t max_idle = 16;

} // namespace

Pool::Pool(const Url& url) : Pool(url, make_driver(url)) {}
Pool::Pool(const Url& url, std::unique_ptr<Driver> driver)
    : url_(url), log_(std::make_shared<StatementLog>()), driver_(std::move(driver)) {
    idle_.reserve(max_idle); // so that giving back never allocates
}
Pool::~Pool() = default;

Connection Pool::connect() {
    auto link = take_idle();
    if (!link) link = open();
    link->check_out(shared_from_this());
    return Connection(*link.release());
}

// Counts the connection as open before it is, or two threads could both open the last one allowed.
std::unique_ptr<Link> Pool::take_idle() {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
        auto link = std::move(idle_.back());
        idle_.pop_back();
        return link;
    }
    const auto limit = driver_->max_connections();
    if (limit != 0 && open_ >= limit) {
        const auto all =
            limit == 1 ? std::string("the only connection") : "all " + std::to_string(limit) + " connections";
        const auto engine = driver_->syntax().dialect();
        throw OperationalError(std::string(engine) + ": " + all + " to " + url_.masked() + " in use; " +
                std::string(driver_->limit_remedy()),
            engine, 0);
    }
    ++open_;
    return nullptr;
}

std::unique_ptr<Link> Pool::open() {
    try {
        return std::make_unique<Link>(driver_->connect(), *log_);
    } catch (...) {
        const std::lock_guard lock(mutex_);
        --open_;
        throw;
    }
}

void Pool::give_back(std::unique_ptr<Link> link) noexcept {
    const bool usable = link->tidy();
    const std::lock_guard lock(mutex_);
    if (usable && idle_.size() < max_idle)
        idle_.push_back(std::move(link));
    else
        --open_;
}

std::size_t Pool::idle() const {
    const std::lock_guard lock(mutex_);
    return idle_.size();
}

} // namespace athanor::kernel
