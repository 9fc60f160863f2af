// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/expiry.hpp"
#include "orm/instance/extra.hpp"
#include "orm/loading/load.hpp"
#include "orm/session/cascade_walk.hpp"
#include "orm/session/session_state.hpp"
#include <algorithm>
#include <iterator>

namespace athanor::kernel {

void SessionState::expire_object(Header* object) {
    for (const auto& attribute : object->cls->attributes) expire_attribute(object, *attribute);
    forget_changes(object);
}

void SessionState::forget_changes(Header* object) noexcept {
    drop_changes(object);
    if (object->flags & modified) changed_.remove(object);
    object->flags &= static_cast<std::uint16_t>(~modified);
}

// What an object shows is given up, not that its owner has lost it.
void SessionState::expire_values(Header* object) {
    std::vector<const Relationship*> lost_by;
    std::vector<HolderCount> holders;
    if (object->extra && !object->extra->lost_by.empty()) {
        lost_by.swap(object->extra->lost_by);
        holders.swap(object->extra->holders);
    }
    expire_object(object);
    if (lost_by.empty()) return;
    extra_of(object).lost_by.swap(lost_by);
    object->extra->holders.swap(holders);
    changed(object);
}

void SessionState::expire(Header* object, const Attribute* const* attributes, std::size_t count) {
    require_own(object, "expire");
    if (count == 0) {
        for (Header* member : cascade(object, {refresh_expire, false})) {
            if (member->owner != this) continue;
            if (member->state == State::persistent)
                expire_values(member);
            else
                forget(member); // the owner no longer shows what was put in since: nobody would find it again
        }
        return;
    }
    for (std::size_t i = 0; i < count; ++i) expire_attribute(object, *attributes[i]);
}

void SessionState::expire_all() {
    std::vector<Header*> objects;
    identity_map_.each([&](Header* object) { objects.push_back(object); });
    for (Header* object : objects) expire_object(object);
}

void SessionState::refresh(Header* object, const Attribute* const* attributes, std::size_t count) {
    require_own(object, "refresh");
    expire(object, attributes, count); // first, so that what is given up is not written before it goes
    autoflush_now();
    require_own(object, "refresh"); // the flush may have deleted it
    // what was not named stays as it is; the key says that there still is a row
    std::vector<const Attribute*> columns(object->cls->keys.begin(), object->cls->keys.end());
    std::copy_if(attributes, attributes + count, std::back_inserter(columns),
        [](const Attribute* attribute) { return attribute->kind == MemberKind::column && !attribute->in_key; });
    const bool found =
        count == 0 ? read_again(object) : load_columns(object, columns.data(), columns.size(), context());
    if (!found)
        throw UsageError(
            "refresh: the row of " + kernel::describe(object) + " in table " + object->cls->table->name() + " is gone");
    for (std::size_t i = 0; i < count; ++i)
        if (attributes[i]->kind != MemberKind::column) load(object, *attributes[i]);
}

} // namespace athanor::kernel
