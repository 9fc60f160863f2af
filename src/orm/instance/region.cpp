// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/region.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/region_list.hpp"
#include <utility>

// Merging relabels the smaller side while it is small (iterating a graph then finds its region at once) and forwards it
// when it is large (a balanced merge of large regions would relabel each object again and again).

namespace athanor::kernel {
namespace {

constexpr std::size_t relabel_limit = 64;

void free_region(Region* region) noexcept {
    for (Header* object = region->head; object;) destroy(std::exchange(object, object->next));
    for (Region* merged = region->forwarded; merged;) delete std::exchange(merged, merged->forwarded);
    delete region;
}

void forward(Region* from, Region* to) noexcept {
    from->forward = to;
    Region* last = from;
    // the regions that forwarded to `from` now belong to `to`
    while (last->forwarded) {
        last = last->forwarded;
        last->forward = to;
    }
    last->forwarded = to->forwarded;
    to->forwarded = from;
}

void merge(Region* large, Region* small) noexcept {
    const bool relabel = small->count <= relabel_limit;
    if (relabel)
        for (Header* object = small->head; object; object = object->next) object->region = large;
    if (small->head) {
        (large->tail ? large->tail->next : large->head) = small->head;
        large->tail = small->tail;
    }
    large->count += small->count;
    large->holders += small->holders;
    small->head = small->tail = nullptr;
    large->arena.absorb(small->arena);
    if (!large->spare) large->spare = small->spare; // else it is of no use until the region dies
    // a session may keep a pointer to the region it holds, so even a relabelled one forwards
    forward(small, large);
}

} // namespace

Region* region_of(Header* object) noexcept {
    Region* region = object->region;
    if (!region || !region->forward) return region;
    return object->region = resolve(region);
}

void first_handle(Header* object) noexcept {
    if (Region* region = region_of(object)) ++region->holders;
}

void last_handle(Header* object) noexcept {
    Region* region = region_of(object);
    if (!region)
        destroy(object);
    else if (--region->holders == 0)
        free_region(region);
}

void link_regions(Header* left, Header* right) {
    Region* a = region_of(left);
    if (a && !right->region) return append(a, right); // what is new comes to what is there
    Region* b = region_of(right);
    if (left == right || (a && a == b)) return;
    if (a) return merge(a->count < b->count ? b : a, a->count < b->count ? a : b);
    if (b) return append(b, left);
    a = new Region;
    append(a, left);
    append(a, right);
}

Region* make_region() {
    auto* region = new Region;
    region->holders = 1;
    return region;
}

void move_into(Region* region, Header* object) {
    region = resolve(region);
    Region* own = region_of(object);
    if (!own)
        append(region, object);
    else if (own != region)
        merge(own->count > region->count ? own : region, own->count > region->count ? region : own);
}

void leave(Region* region) noexcept {
    region = resolve(region);
    if (--region->holders == 0) free_region(region);
}

} // namespace athanor::kernel
