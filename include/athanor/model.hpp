// SPDX-License-Identifier: MIT
#pragma once

// Everything a header with mapped classes needs.

#include "athanor/typed/dict.hpp"
#include "athanor/typed/list.hpp"
#include "athanor/typed/mapped.hpp"
#include "athanor/typed/one.hpp"
#include "athanor/typed/options.hpp"
#include "athanor/typed/set.hpp"
