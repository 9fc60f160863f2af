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

namespace athanor::kernel {

void SessionState::expire_object(Header* object) {
    for (const auto& attribute : object->cls->attributes) expire_attribute(object, *attribute);
    drop_extra(object);
    if (object->flags & modified) changed_.remove(object);
    object->flags &= static_cast<std::uint16_t>(~modified);
}

void SessionState::expire(Header* object, const Attribute* const* attributes, std::size_t count) {
    require_own(object, "expire");
    if (count == 0) {
        for (Header* member : cascade(object, {refresh_expire, false})) {
            if (member->owner != this) continue;
            if (member->state == State::persistent)
                expire_object(member);
            else
                release(member); // the owner no longer shows what was put in since: nobody would find it again
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
    if (!load_columns(object, context()))
        throw UsageError(
            "refresh: the row of " + kernel::describe(object) + " in table " + object->cls->table->name() + " is gone");
    for (std::size_t i = 0; i < count; ++i)
        if (attributes[i]->kind != MemberKind::column) load(object, *attributes[i]);
}

} // namespace athanor::kernel
