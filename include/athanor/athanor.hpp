// SPDX-License-Identifier: MIT
#pragma once

// The whole library but for backends, which are chosen by URL, and opt-in types.

#include "athanor/base/error.hpp"
#include "athanor/base/value.hpp"
#include "athanor/engine/engine.hpp"
#include "athanor/model.hpp"
#include "athanor/typed/collection_query.hpp"
#include "athanor/typed/describe_all.hpp"
#include "athanor/typed/dynamic.hpp"
#include "athanor/typed/proxy.hpp"
#include "athanor/typed/session.hpp"
#include "athanor/typed/write_only.hpp"
