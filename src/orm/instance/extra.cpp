// SPDX-License-Identifier: MIT
#include "orm/instance/extra.hpp"
#include <algorithm>

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

Extra& extra_of(Header* object) {
    if (!object->extra) object->extra = new Extra;
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
    delete object->extra;
    object->extra = nullptr;
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
