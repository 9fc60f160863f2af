// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/driver_connection.hpp"
#include "athanor/engine/url.hpp"
#include "athanor/sql/syntax.hpp"
#include <cstddef>
#include <memory>
#include <string_view>

namespace athanor::kernel {

/// A database of one engine: its dialect and a way to open connections. One per Engine; shared by threads.
class Driver {
public:
    Driver() = default;
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;
    virtual ~Driver() = default;

    virtual const Syntax& syntax() const noexcept = 0;
    virtual std::unique_ptr<DriverConnection> connect() = 0;
    /// How many connections may be open at once; 0: any number.
    virtual std::size_t max_connections() const noexcept { return 0; }
    /// What to do when all of them are in use, as the end of a message.
    virtual std::string_view limit_remedy() const noexcept { return "end another session first"; }
};

/// The driver for a URL, from those that were linked in.
///
/// **Throws** ValueError that names an unknown engine or option and lists the known ones.
std::unique_ptr<Driver> make_driver(const Url& url);

} // namespace athanor::kernel
