// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor {

/// Where a database is: `sqlite://` (in memory), `sqlite:blog.db`, `sqlite:/var/lib/blog.db?busy_timeout=1000`.
struct Url {
    std::string engine;  ///< "sqlite"
    std::string path;    ///< the file; for a server everything between the colon and the options
    bool memory = false; ///< no file: the database lives as long as its engine
    std::vector<std::pair<std::string, std::string>> options; ///< what follows `?`, in order

    /// The parts of a URL; `%20` and the like stand for the character.
    ///
    /// **Throws** ValueError that says what a URL looks like.
    static Url parse(std::string_view text);

    /// The URL as text with `***` in the place of passwords.
    std::string masked() const;

    /// The value of an option, or null; the last one counts.
    const std::string* option(std::string_view name) const noexcept;
};

} // namespace athanor
