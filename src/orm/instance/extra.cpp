// SPDX-License-Identifier: MIT
#include "orm/instance/extra.hpp"
#include "orm/instance/region_list.hpp"
#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace athanor::kernel {

// Those that were added since are few where somebody asks between the additions.
void RelationLog::index() {
    if (!index_) index_ = std::make_unique<boost::unordered_flat_map<const Header*, std::size_t>>();
    for (; indexed_ < changes_.size(); ++indexed_) index_->emplace(changes_[indexed_].item, indexed_);
}

Change* RelationLog::find(const Header* item) noexcept {
    constexpr std::size_t small = 12;
    if (!(item->flags & logged)) return nullptr;
    try {
        if (changes_.size() > small) index();
    } catch (const std::bad_alloc&) {} // what is not in the index is looked through
    if (index_)
        if (const auto found = index_->find(item); found != index_->end()) return &changes_[found->second];
    const auto rest = changes_.begin() + static_cast<std::ptrdiff_t>(indexed_);
    const auto found = std::find_if(rest, changes_.end(), [&](const Change& change) { return change.item == item; });
    return found == changes_.end() ? nullptr : &*found;
}

int RelationLog::delta(const Header* item) const noexcept {
    const Change* change = const_cast<RelationLog*>(this)->find(item);
    return change ? change->delta : 0;
}

void RelationLog::grow(std::size_t more) {
    changes_.reserve(std::max(changes_.size() + more, 2 * changes_.capacity()));
}

void RelationLog::add_again(Header* item, int delta) {
    if (Change* change = find(item)) {
        change->delta += delta;
        change->turn = ++turn_;
        return;
    }
    changes_.push_back({item, delta, ++turn_});
}

void RelationLog::clear() noexcept {
    changes_.clear();
    index_.reset();
    indexed_ = 0;
}

OldValue* Extra::old(std::uint16_t attribute) noexcept {
    const auto found = std::ranges::find(old_values, attribute, &OldValue::attribute);
    return found == old_values.end() ? nullptr : &*found;
}

void Extra::forget_old(std::uint16_t attribute) noexcept {
    if (OldValue* value = old(attribute)) old_values.erase(old_values.begin() + (value - old_values.data()));
}

void Extra::forget_old(const Attribute& reference) noexcept {
    const auto found = std::ranges::find(old_references, &reference, &OldReference::attribute);
    if (found != old_references.end()) old_references.erase(found);
}

namespace {

// Thousands of objects change and are flushed together: what the region has given out once serves again.
void* take_memory(Region& region) {
    constexpr std::size_t unit = alignof(std::max_align_t);
    if (!region.spare) return region.arena.allocate((sizeof(Extra) + unit - 1) / unit * unit);
    return std::exchange(region.spare, *static_cast<void**>(region.spare));
}

void give_back(Region& region, void* memory) noexcept { ::new (memory) void*(std::exchange(region.spare, memory)); }

Extra* make_extra(Region* region) {
    if (!region) return new Extra;
    auto* extra = ::new (take_memory(*region)) Extra;
    extra->in_arena = true;
    return extra;
}

} // namespace

Extra& extra_of(Header* object) {
    if (!object->extra) object->extra = make_extra(region_of(object));
    return *object->extra;
}

OldReference* old_reference(const Header* object, const Attribute& attribute) noexcept {
    if (!object->extra) return nullptr;
    for (OldReference& old : object->extra->old_references)
        if (old.attribute == &attribute) return &old;
    return nullptr;
}

RelationLog* find_log(const Header* object, const Attribute& attribute) noexcept {
    if (!object->extra) return nullptr;
    for (const auto& log : object->extra->logs)
        if (&log->attribute() == &attribute) return log.get();
    return nullptr;
}

RelationLog& log_of(Header* object, const Attribute& attribute) {
    if (RelationLog* log = find_log(object, attribute)) return *log;
    auto& logs = extra_of(object).logs;
    logs.push_back(std::make_unique<RelationLog>(attribute));
    return *logs.back();
}

void drop_extra(Header* object) noexcept {
    Extra* extra = std::exchange(object->extra, nullptr);
    if (!extra) return;
    if (!extra->in_arena) {
        delete extra;
        return;
    }
    std::destroy_at(extra);
    give_back(*region_of(object), extra);
}

bool only_held(const Header* object) noexcept {
    const Extra* extra = object->extra;
    return extra && extra->old_values.empty() && extra->old_references.empty() && extra->logs.empty() &&
        !(extra->holders.empty() && extra->lost_by.empty());
}

bool has_changes(const Header* object) noexcept {
    const Extra* extra = object->extra;
    return extra &&
        !(extra->old_values.empty() && extra->old_references.empty() && extra->logs.empty() && extra->holders.empty() &&
            extra->lost_by.empty());
}

void drop_changes(Header* object) noexcept {
    if (!object->extra || !object->extra->filed) return drop_extra(object);
    object->extra->old_values.clear();
    object->extra->old_references.clear();
    object->extra->logs.clear();
    object->extra->holders.clear();
    object->extra->lost_by.clear();
}

} // namespace athanor::kernel
