// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "athanor/orm/instance/header.hpp"
#include "orm/instance/identity_map.hpp"

namespace athanor::kernel {

/// What loading needs of the session it works for.
struct LoadContext {
    StateOwner* session;
    IdentityMap* identity_map;
    Region* region;
    Connection* connection;
    bool populate_existing = false; ///< rows overwrite what is in memory
};

} // namespace athanor::kernel
