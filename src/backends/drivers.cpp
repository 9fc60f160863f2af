// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/engine/driver.hpp"
#include "backends/sqlite/driver.hpp"
#include <string>

namespace athanor::kernel {
namespace {

struct Known {
    std::string_view engine;
    std::unique_ptr<Driver> (*make)(const Url& url);
};

// What is linked in is written down here, so that no driver depends on the order of static constructors.
constexpr Known known[] = {{"sqlite", sqlite::make_driver}};

} // namespace

std::unique_ptr<Driver> make_driver(const Url& url) {
    std::string names;
    for (const auto& driver : known) {
        if (driver.engine == url.engine) return driver.make(url);
        names.append(names.empty() ? "" : ", ").append(driver.engine);
    }
    throw ValueError("unknown engine '" + url.engine + "' in the URL '" + url.masked() + "'; this build has: " + names);
}

} // namespace athanor::kernel
