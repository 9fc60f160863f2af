// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"

namespace athanor::kernel {

// Objects that relationships link live in one region and die together: when no handle and no session holds it.
// A null region is a region of one. Counts are not atomic: a region belongs to one thread at a time.

/// A handle now points at the object: its first one. (`handles` was counted by the caller.)
void first_handle(Header* object) noexcept;
/// The last handle of the object is gone. Frees the region when nothing else holds it.
void last_handle(Header* object) noexcept;

inline void acquire(Header* object) noexcept {
    if (object->handles++ == 0) first_handle(object);
}
inline void release(Header* object) noexcept {
    if (--object->handles == 0) last_handle(object);
}

void link_regions(Header* left, Header* right);
/// Puts both objects into one region. Strong guarantee.
inline void link(Header* left, Header* right) {
    if (!left->region || left->region != right->region) link_regions(left, right);
}

/// A region that a session holds and in which its objects are born.
Region* make_region();
void move_into(Region* region, Header* object);
/// Puts the object into the region. Strong guarantee.
inline void enter(Region* region, Header* object) {
    if (object->region != region) move_into(region, object);
}
/// One holder less; frees the region when nothing else holds it.
void leave(Region* region) noexcept;

} // namespace athanor::kernel
