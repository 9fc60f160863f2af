// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/url.hpp"
#include <string>

namespace athanor::kernel::sqlite {

/// The options of a URL, checked.
struct Options {
    int open_flags = 0;      ///< from mode=ro|rw|rwc
    int busy_timeout = 5000; ///< milliseconds
    bool defensive = false;  ///< nothing but SQLite itself writes its own tables
    bool private_memory = false;
    std::string begin = "BEGIN"; ///< from transaction=deferred|immediate|exclusive
    std::string pragmas;         ///< a script for each new connection
    std::string journal_mode;    ///< what must have come of it; empty: not asked for

    /// **Throws** ValueError that lists the options or values there are.
    explicit Options(const Url& url);
};

} // namespace athanor::kernel::sqlite
