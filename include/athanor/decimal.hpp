// SPDX-License-Identifier: MIT
#pragma once

// Numbers with a fixed count of places behind the point as columns.

#include "athanor/typed/decimal.hpp"
