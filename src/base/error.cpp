// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"

namespace athanor {

void Error::add_context(std::string_view line) {
    text_ += "\n  ";
    text_ += line;
}

} // namespace athanor
