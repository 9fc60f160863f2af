// SPDX-License-Identifier: MIT
#include "athanor/engine/engine.hpp"
#include "engine/statement_log.hpp"
#include <mutex>
#include <ostream>
#include <utility>

namespace athanor {

Engine::Engine(std::string_view url) : pool_(std::make_shared<kernel::Pool>(Url::parse(url))) {}
Engine::~Engine() = default;

void Engine::echo(std::ostream& out) {
    // One write per line under a lock, so that the lines of several threads do not mix.
    echo([&out, mutex = std::make_shared<std::mutex>()](std::string_view line) {
        const std::lock_guard lock(*mutex);
        out << line << '\n';
    });
}

void Engine::echo(std::function<void(std::string_view)> sink) { pool_->log().echo(std::move(sink)); }
void Engine::echo_off() { pool_->log().echo({}); }
void Engine::show_parameters(bool show) { pool_->log().show_parameters(show); }

Observation Engine::observe(std::function<void(const StatementEvent&)> observer) {
    return Observation(pool_->shared_log(), pool_->log().observe(std::move(observer)));
}

} // namespace athanor
