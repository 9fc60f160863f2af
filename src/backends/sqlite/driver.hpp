// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/driver.hpp"
#include <memory>

namespace athanor::kernel::sqlite {

/// The driver of `sqlite:` URLs.
std::unique_ptr<Driver> make_driver(const Url& url);

} // namespace athanor::kernel::sqlite
