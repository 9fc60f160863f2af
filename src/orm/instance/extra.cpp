// SPDX-License-Identifier: MIT
#include "orm/instance/extra.hpp"
#include "orm/instance/region_list.hpp"
#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace athanor::kernel {

Change* RelationLog::find(const Header* item) noexcept {
    if (index_) {
        const auto found = index_->find(item);
        return found == index_->end() ? nullptr : &changes_[found->second];
    }
    const auto found = std::ranges::find(changes_, item, &Change::item);
    return found == changes_.end() ? nullptr : &*found;
}

int RelationLog::delta(const Header* item) const noexcept {
    const Change* change = const_cast<RelationLog*>(this)->find(item);
    return change ? change->delta : 0;
}

void RelationLog::add(Header* item, int delta) {
    constexpr std::size_t small = 12;
    if (Change* change = find(item)) {
        change->delta += delta;
        change->turn = ++turn_;
        return;
    }
    changes_.push_back({item, delta, ++turn_});
    try {
        if (index_) {
            index_->emplace(item, changes_.size() - 1);
        } else if (changes_.size() > small) {
            auto index = std::make_unique<boost::unordered_flat_map<const Header*, std::size_t>>();
            for (std::size_t i = 0; i < changes_.size(); ++i) index->emplace(changes_[i].item, i);
            index_ = std::move(index);
        }
    } catch (...) {
        changes_.pop_back();
        throw;
    }
}

void RelationLog::clear() noexcept {
    changes_.clear();
    index_.reset();
    has_old = old_known = false;
    old_kind = ReferenceStorage::empty;
    old_item = nullptr;
    old_wide.clear();
}

OldValue* Extra::old(std::uint16_t attribute) noexcept {
    const auto found = std::ranges::find(old_values, attribute, &OldValue::attribute);
    return found == old_values.end() ? nullptr : &*found;
}

void Extra::forget_old(std::uint16_t attribute) noexcept {
    if (OldValue* value = old(attribute)) old_values.erase(old_values.begin() + (value - old_values.data()));
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
    return extra && extra->old_values.empty() && extra->logs.empty() &&
        !(extra->holders.empty() && extra->lost_by.empty());
}

bool has_changes(const Header* object) noexcept {
    const Extra* extra = object->extra;
    return extra &&
        !(extra->old_values.empty() && extra->logs.empty() && extra->holders.empty() && extra->lost_by.empty());
}

void drop_changes(Header* object) noexcept {
    if (!object->extra || !object->extra->filed) return drop_extra(object);
    object->extra->old_values.clear();
    object->extra->logs.clear();
    object->extra->holders.clear();
    object->extra->lost_by.clear();
}

} // namespace athanor::kernel
