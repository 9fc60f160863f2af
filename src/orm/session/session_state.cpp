// SPDX-License-Identifier: MIT
#include "orm/session/session_state.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/region.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/expiry.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/loading/load.hpp"
#include "orm/session/cascade_walk.hpp"
#include "orm/session/refuse_gone.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

// A reference that needs no SQL: it is null, or the identity map has its object.
bool answered_from_memory(Header* object, const Attribute& attribute) {
    if (attribute.kind != MemberKind::reference || needs_columns(object, attribute)) return false;
    const Relationship& relationship = *attribute.relationship;
    if (relationship.direction != Direction::many_to_one || !relationship.to_primary_key) return false;
    ScratchTexts scratch;
    if (!referenced_key(object, attribute, scratch).complete) return true;
    const Header* target = peek_reference(object, attribute);
    return target && !is_expired(target);
}

} // namespace

SessionState::SessionState(std::shared_ptr<Pool> pool, const SessionOptions& session_options)
    : options(session_options), pool_(std::move(pool)), region_(make_region()) {}

SessionState::~SessionState() {
    connection_.reset(); // rolls back what was not committed
    for (const Frame& frame : frames_)
        for (Header* object : frame.gone) end_deletion(object);
    expunge_all();
    leave_regions();
    leave(region_);
}

void SessionState::read_columns(Header* object) {
    if (!load_columns(object, context())) refuse_gone(object);
}

void SessionState::load(Header* object, const Attribute& attribute) {
    if (never_loaded(attribute)) return;
    if (attribute.kind != MemberKind::column) {
        const LoadMode mode = attribute.relationship->load;
        if (mode == LoadMode::none) return; // it shows nothing, and is in memory when something is put in
        if (mode == LoadMode::raise && !flushing_) refuse_load(object, attribute);
    }
    if (attribute.kind == MemberKind::column && !has_identity(object))
        throw UsageError(object->cls->name + "::" + attribute.name + " of " + kernel::describe(object) +
            " is not known: it was expired when a rollback took the row away; set it");
    if (answered_from_memory(object, attribute)) return load_relationship(object, attribute, context());
    autoflush_now();
    if (object->state == State::deleted && attribute.kind == MemberKind::column)
        throw ObjectDeletedError(
            kernel::describe(object) + " was marked for deletion, and the flush before this read has deleted its row");
    // the flush may have read the collection to delete its owner: what it says now is what the rows say after it
    if (in_memory(object, attribute) && !row_is_deleted(object)) return;
    const bool single = attribute.kind == MemberKind::column && attribute.deferred;
    bool found = true;
    const Attribute* const column = &attribute;
    if (single)
        found = load_columns(object, &column, 1, context());
    else if (attribute.kind == MemberKind::column || needs_columns(object, attribute))
        found = read_again(object);
    if (!found) refuse_gone(object);
    if (attribute.kind == MemberKind::column || (in_memory(object, attribute) && !row_is_deleted(object))) return;
    load_relationship(object, attribute, context());
    const ClassInfo& target = *attribute.relationship->target;
    if (!target.eager.empty()) bring_along(target, known_members(object, attribute, false));
}

bool SessionState::read_again(Header* object) {
    const bool found = load_columns(object, context());
    if (found) bring_along(*object->cls, {object});
    return found;
}

Header* SessionState::read(const ClassInfo& cls, const Cell* key) {
    Header* object = load_by_key(cls, key, context());
    if (object) bring_along(cls, {object});
    return object;
}

// What options of members say that is loaded with these objects. What a flush reads for itself comes alone.
void SessionState::bring_along(const ClassInfo& cls, const std::vector<Header*>& objects) {
    if (!flushing_) load_eager(cls, objects, context());
}

std::vector<Header*> SessionState::members(Header* owner, const Attribute& attribute) {
    if (needs_columns(owner, attribute)) { // a lazy load like any other
        autoflush_now();
        if (!load_columns(owner, context())) refuse_gone(owner);
    }
    return fetch_members(owner, attribute, context());
}

void SessionState::changed(Header* object) {
    changed_.push_back(object);
    object->flags |= modified;
}

void SessionState::unchanged(Header* object) noexcept {
    changed_.remove(object);
    object->flags &= static_cast<std::uint16_t>(~modified);
}

// **Throws** UsageError for an object that cannot come into the session.
void SessionState::check_entry(const Header* object) const {
    if (row_is_deleted(object))
        throw UsageError(kernel::describe(object) + " has been deleted: roll back, or add a new object");
    if (object->state == State::detached) check_alone(object);
}

// The same for those that come in together.
void SessionState::check_entries(const std::vector<Header*>& objects) const {
    IdentityMap arriving;
    for (Header* object : objects) {
        check_entry(object);
        if (object->state != State::detached) continue;
        ScratchTexts scratch;
        const KeyCells key = stored_key(object, scratch);
        if (arriving.find(*object->cls, key.cells.data(), key.size))
            throw UsageError("add: two objects of the row of " + kernel::describe(object) +
                " are linked with each other: keep only one of them");
        arriving.insert(object);
    }
}

// **Throws** UsageError when the row has another object here.
void SessionState::check_alone(const Header* object) const {
    ScratchTexts scratch;
    const KeyCells key = stored_key(object, scratch);
    if (const Header* other = identity_map_.find(*object->cls, key.cells.data(), key.size); other && other != object)
        throw UsageError("the session already has another object for the row of " + kernel::describe(object) +
            ": use that one, session.get(), or expunge it first");
}

void SessionState::adopt_all(Header* const* objects, std::size_t count, const Header* owner) {
    std::vector<Header*> lost;
    for (std::size_t i = 0; i < count; ++i)
        if (objects[i]->extra && !has_identity(objects[i]) && !in_session(objects[i])) lost.push_back(objects[i]);
    bring_in(objects, count, owner);
    for (Header* object : lost) object->extra->lost_by.clear(); // it is wanted, whoever lost it before
}

void SessionState::bring_in(Header* const* objects, std::size_t count, const Header* owner) {
    // every object is looked at before the first one is taken, so that a refusal leaves the session as it was
    std::vector<Header*> roots;
    for (std::size_t i = 0; i < count; ++i)
        if (!in_session(objects[i])) roots.push_back(objects[i]);
    if (roots.empty()) return;
    struct Entrance {
        const StateOwner* session;
        const Header* owner;
    } const entrance{this, owner};
    const auto enters = [](const Header* object, const void* context) {
        const auto& to = *static_cast<const Entrance*>(context);
        if (object->owner && object->owner != to.session)
            throw UsageError("add: " + kernel::describe(object) +
                ", which a new object refers to, belongs to another session: get it from this one, or expunge it there "
                "first");
        return !in_session(object) && object != to.owner;
    };
    const auto comes_alone = [&](Header* object) {
        return object->state != State::detached && stands_alone(object, save_update, this);
    };
    if (std::ranges::all_of(roots, comes_alone)) {
        for (const Header* object : roots) check_entry(object);
        return take_all_in(roots);
    }
    const CascadeRule rule{save_update, false, enters, &entrance};
    const std::vector<Header*> entering = cascade(roots.data(), roots.size(), rule);
    check_entries(entering);
    take_all_in(entering);
    if (deleted_.empty()) return;
    // what an owner took in while it was outside counts from now on
    for (Header* object : entering)
        for (Header* member : taken_in(object)) rescue(member);
}

std::vector<Header*> SessionState::leaving_with(Header* object) { return cascade(object, {expunge_cascade, false}); }

void SessionState::release(const std::vector<Header*>& objects) noexcept {
    for (Header* object : objects)
        if (object->owner == this) detach(object);
}

// It leaves alone.
void SessionState::forget(Header* object) noexcept {
    if (object->state != State::pending || object->owner != this) return;
    fresh_.remove(object);
    object->state = State::transient;
    object->owner = nullptr;
}

// The rescue goes down: whatever only the cascade through the object had marked is rescued with it.
void SessionState::rescue(Header* object) noexcept {
    if (object->owner != this || !(object->flags & marked)) return;
    const auto by_cascade = [](const Header* member, const void*) { return (member->flags & marked_by_cascade) != 0; };
    for (Header* member : cascade(object, {delete_cascade, false, by_cascade})) unmark(member);
}

void SessionState::row_is_gone(Header* object) {
    if (object->flags & modified) changed_.remove(object);
    if (object->flags & marked) unmark(object);
    finish_delete(object);
}

Header* SessionState::find(const ClassInfo& cls, const Cell* key, std::size_t count) const {
    return count ? identity_map_.find(cls, key, count) : nullptr;
}

// **Throws** TransactionDoomedError.
void SessionState::check_sound() const {
    if (!doomed_.empty())
        throw TransactionDoomedError(
            "the transaction failed and was rolled back; call rollback() before anything else. The first cause: " +
            doomed_);
}

LoadContext SessionState::context(Renewed* renewed) { return {this, &identity_map_, region_, &connection(), renewed}; }

} // namespace athanor::kernel
