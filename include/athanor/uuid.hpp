// SPDX-License-Identifier: MIT
#pragma once

// Universally unique identifiers as columns.

#include "athanor/typed/uuid.hpp"
