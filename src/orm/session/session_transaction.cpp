// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/region.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/expiry.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/key_tracking.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/session/session_state.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <ranges>

namespace athanor::kernel {
namespace {

void show_nothing(ReferenceStorage& storage) noexcept {
    const std::uint32_t word = storage.word;
    storage.clear();
    storage.word = word;
}

// Also a transient object may have one, or have had one, by the program's own hand.
bool has_key(Header* object) noexcept {
    const std::uint32_t word = word_of(object, *object->cls->keys.front());
    return has_identity(object) || (word & (word_bits::assigned | word_bits::slow_read)) != 0;
}

bool stands_in_list(const Header* object) {
    return std::ranges::any_of(
        object->cls->referrers, [](const Relationship* relationship) { return relationship->position != nullptr; });
}

// The list is in memory, and the place of a member is not.
bool is_moved(Header* owner, const Attribute& attribute) {
    const Attribute* position = attribute.relationship->position;
    if (!position || attribute.relationship->keeps_positions || !is_assigned(owner, attribute)) return false;
    return std::ranges::any_of(list_of(owner, attribute).items,
        [&](void* item) { return (word_of(header_of_item(item), *position) & word_bits::slow_read) != 0; });
}

} // namespace

Connection& SessionState::connection() {
    check_sound();
    if (!connection_) {
        connection_ = pool_->connect();
        try {
            connection_->begin();
        } catch (...) {
            connection_.reset();
            throw;
        }
    }
    if (frames_.empty()) frames_.emplace_back();
    return *connection_;
}

void SessionState::commit() {
    check_sound();
    flush();
    if (connection_) {
        try {
            connection_->commit();
        } catch (Error& error) {
            error.add_context("while committing the session");
            fail_flush(error.what(), {});
            throw;
        }
        connection_.reset();
    }
    if (options.expire_on_commit)
        expire_all();
    else
        forget_deleted();
    for (Frame& frame : frames_)
        for (Header* object : frame.gone) {
            end_deletion(object);
            if (object->state != State::deleted) continue;
            object->state = State::detached;
            object->flags |= row_deleted;
        }
    frames_.clear();
    leave_regions();
}

void SessionState::rollback() {
    if (connection_) {
        try {
            connection_->rollback();
        } catch (const DatabaseError&) {} // a connection that is lost has rolled back
        connection_.reset();
    }
    while (!frames_.empty()) drop_frame();
    leave_regions();
    restore_marked(forget_pending());
    doomed_.clear();
    expire_all();
}

void SessionState::begin_nested() {
    flush();
    Frame nested;
    nested.savepoint = "athanor_" + std::to_string(++savepoints_);
    connection().savepoint(nested.savepoint);
    frames_.push_back(std::move(nested));
}

void SessionState::commit_nested() {
    if (frames_.size() < 2) throw UsageError("commit_nested: there is no savepoint; begin_nested() makes one");
    flush();
    connection().release(frame().savepoint);
    Frame done = std::move(frames_.back());
    frames_.pop_back();
    const auto hand_over = [](auto& from, auto& to) { std::move(from.begin(), from.end(), std::back_inserter(to)); };
    hand_over(done.born, frame().born);
    hand_over(done.gone, frame().gone);
    hand_over(done.written, frame().written);
    hand_over(done.rekeyed, frame().rekeyed);
    hand_over(done.filled, frame().filled);
}

void SessionState::rollback_nested() {
    if (frames_.size() < 2) throw UsageError("rollback_nested: there is no savepoint; begin_nested() makes one");
    if (doomed_.empty()) connection_->rollback_to(frame().savepoint);
    connection_->release(frame().savepoint);
    drop_frame();
    doomed_.clear();
}

// Undoes the innermost frame. Keys that came from rows of an outer one are that one's to take back.
void SessionState::drop_frame() {
    undo_frame(frame());
    const std::vector<FilledKey> kept = std::move(frame().filled);
    frames_.pop_back();
    if (!frames_.empty()) frame().filled.insert(frame().filled.end(), kept.begin(), kept.end());
}

// Its transaction ends: nobody asks any more by whom its row was deleted.
void SessionState::end_deletion(Header* object) noexcept {
    if (object->extra) object->extra->deleted_by = nullptr;
}

// Takes objects back to where they stood when the frame began. What is persistent then is read again at its next use.
void SessionState::undo_frame(Frame& frame) {
    std::vector<Header*> touched = changed_.all();
    touched.insert(touched.end(), frame.written.begin(), frame.written.end());
    const std::vector<Header*> unmarked = forget_pending();
    boost::unordered_flat_set<const void*> without_key, seen;
    for (const Frame::Birth& birth : frame.born)
        if (undo_birth(birth)) without_key.insert(birth.object);
    restore_rows(frame);
    restore_marked(unmarked);
    for (const FilledKey& filled : frame.filled | std::views::reverse) {
        const Attribute& attribute = *filled.attribute;
        if (!seen.insert(field_of(filled.object, attribute)).second) continue; // another key came in its place
        if (filled.object->state != State::transient) continue;
        if (has_key(filled.source) && !without_key.contains(filled.source)) continue;
        if (word_of(filled.object, attribute) & word_bits::dirty) continue;
        attribute.type->reset(field_of(filled.object, attribute));
        word_of(filled.object, attribute) &= ~std::uint32_t(word_bits::assigned);
    }
    for (Header* object : touched) {
        if (object->owner != this || object->state != State::persistent) continue;
        if (only_held(object) || !is_in_map(object)) // its row says nothing of its owners, or is another object's again
            forget_changes(object);
        else {
            give_up_entries(object, nullptr);
            expire_object(object);
        }
    }
    if (std::ranges::any_of(touched, stands_in_list)) expire_moved_lists();
    // a key that came from a row of an outer frame is that frame's to take back
    std::erase_if(frame.filled, [](const FilledKey& filled) { return !has_identity(filled.source); });
    frame = Frame{std::move(frame.savepoint), {}, {}, {}, {}, std::move(frame.filled)};
}

// A new order is no change of the list, so its owner does not know that the members go back to the places they had.
void SessionState::expire_moved_lists() {
    identity_map_.each([](Header* owner) {
        for (const Attribute* attribute : owner->cls->relationships)
            if (is_moved(owner, *attribute)) expire_attribute(owner, *attribute);
    });
}

// Takes back what the database had given of the key.
bool SessionState::undo_birth(const Frame::Birth& birth) {
    Header* object = birth.object;
    if (object->state == State::persistent && object->owner == this) identity_map_.erase(object);
    make_transient(object);
    bool taken = false;
    for (std::size_t i = 0; i < object->cls->keys.size(); ++i) {
        const Attribute& key = *object->cls->keys[i];
        if (!(birth.given >> i & 1) || word_of(object, key) & word_bits::dirty) continue; // dirty: set since
        key.type->reset(field_of(object, key));
        word_of(object, key) &= ~std::uint32_t(word_bits::assigned);
        taken = true;
    }
    return taken;
}

// Brings back what was deleted, and the keys that were changed. All leave the identity map before the first enters it
// again: inside the frame one object may have had the key of another.
void SessionState::restore_rows(const Frame& frame) {
    std::vector<Header*> restored;
    for (Header* object : frame.gone) {
        end_deletion(object);
        if (object->state != State::deleted) continue; // its row was inserted in this frame, too
        if (object->flags & row_deleted) {             // deleted again after its deletion was committed
            object->state = State::detached;
            continue;
        }
        enter(region_, object); // expunge_all may have left the one it was in
        object->state = State::persistent;
        object->flags &= static_cast<std::uint16_t>(~was_deleted);
        object->owner = this;
        restored.push_back(object);
    }
    for (auto rekeyed = frame.rekeyed.rbegin(); rekeyed != frame.rekeyed.rend(); ++rekeyed) {
        Header* object = rekeyed->object;
        if (object->owner != this || object->state != State::persistent) continue;
        identity_map_.erase(object);
        for (std::size_t i = 0; i < rekeyed->key.size(); ++i)
            if (const Attribute& key = *object->cls->keys[i]; !rekeyed->key[i].is_null())
                key.type->load(field_of(object, key), rekeyed->key[i].cell());
        drop_changes(object);
        restored.push_back(object);
    }
    for (Header* object : restored) identity_map_.insert(object);
}

// Objects whose rows are gone for good leave what others show of them. Nothing is written for it: the rows between went
// with them.
void SessionState::forget_deleted() {
    if (std::ranges::all_of(frames_, [](const Frame& frame) { return frame.gone.empty(); })) return;
    identity_map_.each([](Header* owner) {
        for (const Attribute* attribute : owner->cls->relationships) {
            if (!is_assigned(owner, *attribute)) continue;
            if (attribute->kind == MemberKind::reference) {
                Header* target = peek_reference(owner, *attribute);
                if (target && target->state == State::deleted) show_nothing(reference_of(owner, *attribute));
                continue;
            }
            const CollectionOps& ops = *attribute->spec->collection;
            void* container = field_of(owner, *attribute);
            std::vector<Header*> members;
            ops.append(container, members);
            for (Header* member : members)
                if (member->state == State::deleted)
                    ops.discard(ops.erase(container, ops.find(container, object_of(member))));
            ops.settle(container);
        }
    });
}

// Everything pending is transient again, and nothing is marked; gives what was.
std::vector<Header*> SessionState::forget_pending() {
    for (Header* object : fresh_.take()) {
        object->state = State::transient;
        object->owner = nullptr;
    }
    std::vector<Header*> unmarked = deleted_.take();
    for (Header* object : unmarked) object->flags &= static_cast<std::uint16_t>(~(marked | marked_by_cascade));
    return unmarked;
}

// What the rollback kept from being deleted is persistent, also what had been deleted before; what was gone for good is
// out of the session as it was.
void SessionState::restore_marked(const std::vector<Header*>& objects) {
    for (Header* object : objects) {
        if (object->owner != this) continue;
        if (object->flags & row_deleted) {
            detach(object);
            continue;
        }
        object->flags &= static_cast<std::uint16_t>(~was_deleted);
        object->state = State::persistent;
    }
}

// Like an object made anew with the values it has left: relationships that nobody looked at are empty again.
void SessionState::make_transient(Header* object) {
    if (object->flags & modified) changed_.remove(object);
    object->flags &= static_cast<std::uint16_t>(~(modified | marked | marked_by_cascade | expired));
    // what was queued and never written is what a new object is given
    std::vector<std::pair<const Attribute*, std::vector<Header*>>> queued;
    for (const Attribute* attribute : object->cls->relationships)
        if (is_queue(object, *attribute)) queued.emplace_back(attribute, known_members(object, *attribute));
    object->state = State::transient;
    object->owner = nullptr;
    object->flags &= static_cast<std::uint16_t>(~lost_key);
    drop_changes(object);
    for (const auto& attribute : object->cls->attributes) {
        std::uint32_t& word = word_of(object, *attribute);
        if (!(word & word_bits::slow_read)) continue;
        // a value that was expired went with the row: it is neither read nor written until it is set again
        const bool lost = attribute->kind == MemberKind::column && (word & word_bits::assigned);
        if (lost && attribute->in_key) object->flags |= lost_key;
        if (attribute->kind == MemberKind::column) attribute->type->reset(field_of(object, *attribute));
        word &= ~std::uint32_t(lost ? word_bits::assigned : word_bits::assigned | word_bits::slow_read);
    }
    for (const auto& [attribute, members] : queued)
        for (Header* member : members) {
            attribute->spec->collection->insert(field_of(object, *attribute), CollectionOps::npos, object_of(member));
            word_of(object, *attribute) |= word_bits::assigned;
        }
}

} // namespace athanor::kernel
