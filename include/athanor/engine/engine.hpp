// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/observation.hpp"
#include "athanor/engine/pool.hpp"
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace athanor {

/// A database: made once from a URL, shared by all sessions.
///
/// ~~~{.cpp}
/// athanor::Engine db("sqlite:blog.db");
/// db.echo(std::clog);
/// ~~~
/// **Threads**: safe; sessions of different threads may share it.
class Engine {
public:
    /// `sqlite://` (in memory), `sqlite:blog.db`, `sqlite:/var/lib/blog.db?busy_timeout=1000`.
    ///
    /// **Throws** ValueError for a URL, engine or option it does not know. A file is opened by the first session.
    explicit Engine(std::string_view url);
    Engine(Engine&&) noexcept = default;
    Engine& operator=(Engine&&) noexcept = default;
    ~Engine();

    /// Writes every statement to `out` before it runs, one line each; `out` must outlive the engine or echo_off().
    void echo(std::ostream& out);
    /// Hands every statement to `sink` as a line without its end.
    void echo(std::function<void(std::string_view)> sink);
    void echo_off();
    /// Shows bound parameters in echo and errors: off unless asked for, because they may be secrets.
    void show_parameters(bool show = true);

    /// Calls `observer` for every statement until the returned handle goes.
    Observation observe(std::function<void(const StatementEvent&)> observer);

    std::string url() const { return pool_->url().masked(); } ///< passwords masked
    const kernel::Syntax& syntax() const noexcept { return pool_->syntax(); }
    kernel::Capabilities capabilities() const { return pool_->capabilities(); }
    kernel::Connection connect() const { return pool_->connect(); }
    const std::shared_ptr<kernel::Pool>& pool() const noexcept { return pool_; }

private:
    std::shared_ptr<kernel::Pool> pool_;
};

} // namespace athanor
