// SPDX-License-Identifier: MIT
#pragma once

// Points of time, dates and durations as columns.

#include "athanor/typed/chrono.hpp"
