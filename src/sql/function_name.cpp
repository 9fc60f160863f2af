// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/code.hpp"
#include <algorithm>
#include <deque>
#include <mutex>
#include <string>

namespace athanor::kernel {
namespace {

struct Names {
    std::mutex mutex;
    std::deque<std::string> names; // deque: a name stays where it is when others come
};

// Never destroyed: statements may be compiled until the very end of the program.
Names& table() {
    static Names* names = new Names;
    return *names;
}

bool is_name_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
        letter == '_' || letter == '.';
}

} // namespace

std::uint32_t function_number(std::string_view name) {
    Names& known = table();
    const std::lock_guard lock(known.mutex);
    const auto found = std::find(known.names.begin(), known.names.end(), name);
    if (found != known.names.end()) return static_cast<std::uint32_t>(found - known.names.begin());
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_letter))
        throw UsageError("'" + std::string(name) + "' is not the name of an SQL function");
    if (known.names.size() == 1u << 12) throw UsageError("more than 4096 names of SQL functions");
    known.names.emplace_back(name);
    return static_cast<std::uint32_t>(known.names.size() - 1);
}

std::string_view function_name(std::uint32_t number) {
    Names& known = table();
    const std::lock_guard lock(known.mutex);
    return known.names.at(number);
}

} // namespace athanor::kernel
