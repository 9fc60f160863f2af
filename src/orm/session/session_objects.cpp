// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/region.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/loading/load.hpp"
#include "orm/session/cascade_walk.hpp"
#include "orm/session/session_state.hpp"

namespace athanor::kernel {

void SessionState::require_own(const Header* object, const char* what) const {
    if (object->owner == this && object->state == State::persistent) {
        if (is_in_map(object)) return;
        throw UsageError(std::string(what) + ": the session has another object for the row of " +
            kernel::describe(object) + ": use that one, session.get()");
    }
    const char* why = object->owner && object->owner != this ? " belongs to another session"
        : object->state == State::pending                    ? " is not in the database yet: flush first"
        : object->state == State::deleted                    ? " has been deleted already"
                                                             : " is not in this session";
    throw UsageError(std::string(what) + ": " + kernel::describe(object) + why);
}

void SessionState::add(Header* object) {
    if (object->owner && object->owner != this)
        throw UsageError("add: " + kernel::describe(object) + " belongs to another session: expunge it there first");
    if (object->owner == this) {
        rescue(object);
        if (state_of(object) == State::deleted)
            throw UsageError("add: " + kernel::describe(object) +
                " was deleted once: what the session has of it needs no add(), what is gone comes back by a rollback");
        // what was added to it while it was here was taken in then; what was not, is now
        const auto reached = cascade(
            object, {save_update, false, [](const Header* member, const void*) { return !in_session(member); }});
        if (reached.size() > 1) bring_in(reached.data() + 1, reached.size() - 1, object);
        return;
    }
    adopt(&object, 1, nullptr);
}

bool SessionState::is_in_map(const Header* object) const {
    ScratchTexts scratch;
    const KeyCells key = stored_key(object, scratch);
    return identity_map_.find(*object->cls, key.cells.data(), key.size) == object;
}

// A transient object becomes pending, a detached one persistent again.
void SessionState::take_in(Header* object) {
    if (object->state == State::detached) {
        enter(region_, object);
        identity_map_.insert(object);
        object->owner = this;
        object->state = State::persistent;
        if (has_changes(object)) changed(object);
        return;
    }
    take_in_new(object);
}

void SessionState::adopt(Header* const* objects, std::size_t count, const Header* owner) {
    // what most additions are: a new object that brings nobody along
    if (Header* object = *objects; count == 1 && object->state == State::transient && !object->extra)
        if (stands_alone(object, save_update, this)) return take_in_new(object);
    adopt_all(objects, count, owner);
}

void SessionState::take_all_in(const std::vector<Header*>& objects) {
    fresh_.reserve(objects.size());
    for (Header* object : objects)
        if (!in_session(object)) take_in(object);
}

// A deleted object is in the session again, to be deleted again.
void SessionState::take_back(Header* object) {
    enter(region_, object);
    identity_map_.insert(object);
    object->owner = this;
    object->state = State::deleted;
}

void SessionState::erase(Header* object) {
    const bool gone_for_good = object->state == State::detached && row_is_deleted(object);
    if (!gone_for_good) require_own(object, "erase");
    if (object->flags & marked) {
        object->flags &= static_cast<std::uint16_t>(~marked_by_cascade); // by name from now on
        return;
    }
    const bool was_flushing = std::exchange(flushing_, false);
    const std::vector<Header*> reached = deleted_with(object);
    flushing_ = was_flushing;
    // what hangs on it goes with it, also what was taken out of the session, and what has gone already
    const auto comes = [](const Header* member) { return has_identity(member) && !in_session(member); };
    for (const Header* member : reached)
        if (comes(member)) check_alone(member);
    for (Header* member : reached) {
        if (comes(member)) row_is_deleted(member) ? take_back(member) : take_in(member);
        if (has_identity(member) && member->owner == this) mark(member, member != object);
    }
}

void SessionState::mark(Header* object, bool by_cascade) {
    if (!(object->flags & marked)) deleted_.push_back(object);
    const bool by_name = (object->flags & marked) && !(object->flags & marked_by_cascade);
    object->flags |= marked;
    if (by_cascade && !by_name)
        object->flags |= marked_by_cascade;
    else
        object->flags &= static_cast<std::uint16_t>(~marked_by_cascade);
}

void SessionState::unmark(Header* object) noexcept {
    deleted_.remove(object);
    object->flags &= static_cast<std::uint16_t>(~(marked | marked_by_cascade));
}

void SessionState::expunge(Header* object) {
    if (object->owner != this) throw UsageError("expunge: " + kernel::describe(object) + " is not in this session");
    for (Header* member : cascade(object, {expunge_cascade, false}))
        if (member->owner == this) detach(member);
}

void SessionState::detach(Header* object) noexcept {
    if (object->state == State::pending) return forget(object);
    if (object->flags & marked) unmark(object);
    if (object->flags & modified) changed_.remove(object);
    identity_map_.erase(object);
    object->flags &= static_cast<std::uint16_t>(~modified);
    object->state = State::detached;
    object->owner = nullptr;
}

void SessionState::leave_regions() noexcept {
    for (Region* region : std::exchange(left_regions_, {})) leave(region);
}

void SessionState::expunge_all() {
    for (Header* object : fresh_.take()) {
        object->state = State::transient;
        object->owner = nullptr;
    }
    deleted_.take();
    changed_.take();
    identity_map_.each([](Header* object) {
        object->flags &= static_cast<std::uint16_t>(~(modified | marked | marked_by_cascade));
        object->state = State::detached;
        object->owner = nullptr;
    });
    identity_map_.clear();
    // what nobody else holds dies with the region: now, or with the transaction, which may have to take objects back
    left_regions_.push_back(std::exchange(region_, make_region()));
    takers_.clear();
    if (frames_.empty()) leave_regions();
}

Header* SessionState::get(const ClassInfo& cls, const Cell* key, std::size_t count) {
    if (Header* object = identity_map_.find(cls, key, count)) {
        if (!is_expired(object)) return object;
        autoflush_now();
        if (read_again(object)) return object;
        row_is_gone(object);
        return nullptr;
    }
    autoflush_now();
    return read(cls, key);
}

} // namespace athanor::kernel
