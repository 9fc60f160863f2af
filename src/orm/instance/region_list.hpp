// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/region.hpp"
#include "orm/instance/arena.hpp"
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
    Arena arena;             ///< where objects that were loaded into the region lie, and what they keep of changes
    void* spare = nullptr;   ///< list of the memory that Extras of the region's objects gave up
};

/// The region an object is in now, null for a region of one; shortens the way for the next time.
Region* region_of(Header* object) noexcept;
/// The region that this one was merged into, or itself.
inline Region* resolve(Region* region) noexcept {
    while (region->forward) region = region->forward;
    return region;
}
/// Puts an object without a region into this one, which is not forwarded.
inline void append(Region* region, Header* object) noexcept {
    object->region = region;
    object->next = nullptr;
    (region->tail ? region->tail->next : region->head) = object;
    region->tail = object;
    ++region->count;
    region->holders += object->handles != 0;
}

} // namespace athanor::kernel
