// SPDX-License-Identifier: MIT
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

namespace support {

/// What the error says that `act` throws. An error of another type is passed on and fails the test.
template <class E, class F> std::string message(F act) {
    try {
        act();
    } catch (const E& error) {
        return error.what();
    }
    return "nothing was thrown";
}

inline bool has(const std::string& text, std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts)
        if (text.find(part) == text.npos) return false;
    return true;
}

} // namespace support
