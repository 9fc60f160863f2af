// SPDX-License-Identifier: MIT
#include "athanor/engine/observation.hpp"
#include "engine/statement_log.hpp"

namespace athanor {

void Observation::disconnect() noexcept {
    if (const auto log = log_.lock()) log->disconnect(id_);
    log_.reset();
}

} // namespace athanor
