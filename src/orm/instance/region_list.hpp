// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/region.hpp"
#include <cstddef>

namespace athanor::kernel {

/// Objects that are linked. A region that was merged into another forwards to it and lives as long as that one.
struct Region {
    Region* forward = nullptr;
    Region* forwarded = nullptr; ///< list of the regions that forward here, freed with this one
    Header* head = nullptr;
    Header* tail = nullptr;
    std::size_t count = 0;
    std::size_t holders = 0; ///< objects with handles, and sessions
};

/// The region an object is in now, null for a region of one; shortens the way for the next time.
Region* region_of(Header* object) noexcept;

} // namespace athanor::kernel
