// SPDX-License-Identifier: MIT
#pragma once
// All options: of columns, of relationships, and of whole classes.
#include "athanor/typed/column_options.hpp"
#include "athanor/typed/relationship_options.hpp"
#include "athanor/typed/table_options.hpp"
