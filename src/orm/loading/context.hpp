// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "athanor/orm/instance/header.hpp"
#include "orm/instance/identity_map.hpp"
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {

/// The objects that a query has brought up to date. Whatever number of its statements and rows show one of them, the
/// first does it: a later one would take away what has been loaded for the object since.
using Renewed = boost::unordered_flat_set<const Header*>;

/// What loading needs of the session it works for.
struct LoadContext {
    StateOwner* session;
    IdentityMap* identity_map;
    Region* region;
    Connection* connection;
    Renewed* renewed = nullptr; ///< rows overwrite what is in memory, once; null: they do not
};

} // namespace athanor::kernel
