// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/key_tracking.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/mutation.hpp"
#include "orm/loading/load.hpp"
#include "orm/session/cascade_walk.hpp"
#include "orm/session/session_state.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

// By a relationship without a reference back its holders are counted.
bool is_held(const Header* object, const Relationship& relationship) noexcept {
    if (!object->extra) return false;
    const auto& holders = object->extra->holders;
    const auto found = std::ranges::find(holders, &relationship, &HolderCount::relationship);
    return found != holders.end() && (has_identity(object) ? 1 : 0) + found->delta > 0;
}

// It lost an owner and found no other.
bool is_orphan(const Header* object) noexcept {
    return in_session(object) && object->extra &&
        std::ranges::any_of(object->extra->lost_by, [&](const Relationship* relationship) {
            return relationship->back || (!has_identity(object) && !is_held(object, *relationship));
        });
}

// After a flush the row says what the object says.
void settle(Header* object, const Attribute& attribute) noexcept {
    std::uint32_t& word = word_of(object, attribute);
    word = (word & ~std::uint32_t(word_bits::dirty)) | word_bits::slow_write;
}

// A member that was never added is found before anything is written: the program adds it and flushes again.
bool dooms(const Error& error) noexcept { return dynamic_cast<const UnattachedError*>(&error) == nullptr; }

struct Flushing {
    bool& flag;
    const bool before;
    explicit Flushing(bool& flushing) : flag(flushing), before(flushing) { flag = true; }
    ~Flushing() { flag = before; }
};

bool waits_for_place(const RelationLog& log) {
    const Relationship& relationship = *log.attribute().relationship;
    return relationship.position && !relationship.keeps_positions &&
        std::ranges::any_of(log.changes(), [](const Change& change) { return change.delta >= 0; });
}

} // namespace

void SessionState::autoflush_now() {
    if (!options.autoflush || flushing_) return;
    if (Header* object = std::exchange(comes_along, nullptr)) adopt(&object, 1, nullptr);
    if (has_work()) flush();
}

// Objects that lost their owner and found no other: pending ones leave, persistent ones are deleted with what hangs on
// them.
void SessionState::mark_orphans() {
    for (Header* object : fresh_.all())
        if (is_orphan(object)) forget(object);
    const std::vector<Header*> changed = changed_.all();
    for (Header* object : changed)
        if (is_orphan(object)) mark_orphan(object);
    // without a reference back it is the owners of this session that say what they have lost
    for (Header* owner : changed)
        for (const Attribute* attribute : owner->cls->relationships)
            if (owns_without_reference(attribute) && attribute->relationship->owns_orphans())
                for (Header* member : lost_members(owner, *attribute))
                    if (!is_held(member, *attribute->relationship)) mark_orphan(member);
}

void SessionState::mark_orphan(Header* object) {
    if (object->state != State::persistent || object->owner != this || (object->flags & marked)) return;
    for (Header* member : deleted_with(object))
        if (member->state == State::persistent && member->owner == this) mark(member, true);
}

// A one-to-one reference was assigned without loading what the row holds: whoever still refers to the owner loses it
// now.
void SessionState::displace_single_members() {
    for (Header* owner : changed_.all())
        for (const Attribute* attribute : owner->cls->relationships) {
            const Relationship& relationship = *attribute->relationship;
            if (!relationship.scalar || relationship.direction != Direction::one_to_many || relationship.view_only)
                continue;
            const OldReference* old = old_reference(owner, *attribute);
            if (!old || old->known) continue;
            displace(owner, *attribute);
            old_reference(owner, *attribute)->known = true;
        }
}

void SessionState::displace(Header* owner, const Attribute& attribute) {
    const Relationship& relationship = *attribute.relationship;
    if (is_expired(owner)) load(owner, *owner->cls->keys.front());
    const Header* now = peek_reference(owner, attribute);
    for (Header* member : fetch_members(owner, attribute, context())) {
        if (member == now || (member->flags & marked)) continue;
        if (const Header* shown = relationship.back ? peek_reference(member, *relationship.back) : nullptr;
            shown && shown != owner)
            continue; // it has moved on
        Mutation mutation;
        if (relationship.back)
            mutation.point(member, *relationship.back, nullptr);
        else
            mutation.count_holder(member, relationship, -1);
        if (relationship.owns_orphans()) mutation.lose(member, relationship);
        mutation.changed(member);
        mutation.commit();
    }
}

// What a cascade marked after a live owner had taken it in stays.
void SessionState::rescue_taken_in() {
    if (deleted_.empty()) return;
    const auto rescue_from = [&](Header* owner) {
        if (owner->flags & marked) return;
        for (Header* member : taken_in(owner))
            if (member->owner == this && (member->flags & marked_by_cascade)) rescue(member);
    };
    for (Header* owner : fresh_.all()) rescue_from(owner);
    for (Header* owner : changed_.all()) rescue_from(owner);
}

// Where those stand that came, or came back, to a list with positions while it was not in memory, only its other
// members can say.
void SessionState::place_newcomers() {
    Flushing flushing(flushing_); // a load does not flush
    for (Header* owner : changed_.all()) {
        if (!owner->extra || (owner->flags & marked)) continue;
        std::vector<const Attribute*> lists;
        for (const auto& log : owner->extra->logs)
            if ((word_of(owner, log->attribute()) & word_bits::slow_read) && waits_for_place(*log))
                lists.push_back(&log->attribute());
        for (const Attribute* list : lists) load(owner, *list);
    }
}

WorkSet SessionState::collect_work() {
    place_newcomers();
    displace_single_members();
    forget_losses_of_others();
    mark_orphans();
    rescue_taken_in();
    WorkSet work;
    work.skip_unattached = options.skip_unattached;
    work.fresh = fresh_.all();
    work.deleted = deleted_.all();
    for (Header* object : changed_.all())
        if (!(object->flags & marked)) work.changed.push_back(object);
    return work;
}

// Members of dictionaries whose keys a function finds may have changed.
void SessionState::recheck_keys() {
    Flushing flushing(flushing_); // what the function reads does not flush
    EntryMoves moves;
    for (const ObjectList* list : {&fresh_, &changed_})
        for (Header* object : list->all())
            if (object->extra && object->extra->entries && !is_expired(object)) moves.add_by_functions(object);
    moves.carry_out();
}

void SessionState::flush() {
    if (flushing_) throw UsageError("flush: the session is flushing already; a listener must not flush");
    if (!has_work()) return;
    check_sound(); // before the plan, which would take the error for a failure of its own
    recheck_keys();
    Flushing flushing(flushing_);
    FlushOutcome outcome;
    try {
        const WorkSet work = collect_work();
        if (!work.deleted.empty()) show_references(work);
        FlushPlan plan = plan_flush(work);
        if (!plan.empty()) execute_plan(plan, connection(), pool_->capabilities(), outcome);
        read_expired(work.changed);
        finish_flush(work, plan, outcome);
    } catch (Error& error) {
        error.add_context("while flushing the session");
        if (dooms(error)) fail_flush(error.what(), outcome);
        throw;
    } catch (const std::exception& error) {
        fail_flush(error.what(), outcome);
        throw;
    }
}

// An expired object that the program has used since is read again, even if nothing is written for it: what stays in
// the session after a flush has a row.
void SessionState::read_expired(const std::vector<Header*>& objects) {
    for (Header* object : objects)
        if (is_expired(object) && !only_held(object)) load(object, *object->cls->keys.front());
}

void SessionState::finish_flush(const WorkSet& work, FlushPlan& plan, const FlushOutcome& outcome) {
    if (plan.empty()) return;
    for (const FilledKey& filled : outcome.filled) frame().filled.push_back(filled);
    note_takers(work);
    auto given = outcome.given.begin();
    for (const RowCommand& row : plan.saves) {
        if (row.before) finish_delete(row.before);
        if (row.verb == RowVerb::update && !row.before) {
            finish_update(row.object);
            continue;
        }
        const bool from_database = given != outcome.given.end() && given->object == row.object;
        frame().born.push_back({row.object, from_database ? given++->attributes : std::uint8_t(0)});
        finish_insert(row.object);
    }
    for (const RowCommand& row : plan.late) finish_update(row.object);
    for (const RowCommand& row : plan.deletes) finish_delete(row.object);
    fresh_.take();
    for (Header* object : changed_.take())
        if (object->state == State::persistent && (object->flags & modified)) finish_update(object);
    deleted_.take();
}

void SessionState::finish_insert(Header* object) {
    const ClassInfo& cls = *object->cls;
    for (const Attribute* attribute : cls.columns) {
        settle(object, *attribute);
        std::uint32_t& word = word_of(object, *attribute);
        if (word & word_bits::assigned) continue;
        // the database knows the value; without a default it is NULL, as far as we know
        if (!cls.table->column(attribute->column).server_default.empty()) word |= word_bits::slow_read;
        object->flags |= expired;
    }
    for (const Attribute* attribute : cls.relationships) {
        settle(object, *attribute);
        std::uint32_t& word = word_of(object, *attribute);
        if (never_loaded(*attribute)) {
            attribute->spec->collection->clear(field_of(object, *attribute));
            word &= ~std::uint32_t(word_bits::assigned);
        }
        if (!(word & word_bits::assigned))
            word |= word_bits::slow_read; // nobody looked: it is loaded when somebody does
    }
    drop_changes(object);
    object->state = State::persistent;
    identity_map_.insert(object);
}

void SessionState::finish_update(Header* object) {
    if (has_changes(object)) {
        const bool rekeyed = std::ranges::any_of(object->extra->old_values,
            [&](const OldValue& old) { return object->cls->attributes[old.attribute]->in_key; });
        if (rekeyed) {
            Frame::Rekeying change{object, {}};
            for (const Attribute* key : object->cls->keys)
                if (const OldValue* old = object->extra->old(key->index))
                    change.key.push_back(old->value);
                else
                    change.key.emplace_back();
            identity_map_.erase(object);
            frame().rekeyed.push_back(std::move(change));
        }
        for (const OldValue& old : object->extra->old_values) settle(object, *object->cls->attributes[old.attribute]);
        for (const OldReference& old : object->extra->old_references) settle(object, *old.attribute);
        for (const auto& log : object->extra->logs) settle(object, log->attribute());
        drop_changes(object);
        if (rekeyed) identity_map_.insert(object);
    }
    object->flags &= static_cast<std::uint16_t>(~modified);
    frame().written.push_back(object);
}

// Of an object that is deleted once more: it was changed in this transaction, or is now.
bool SessionState::was_written(const Header* object) const {
    return has_changes(object) || std::ranges::any_of(frames_, [&](const Frame& frame) {
        return std::ranges::find(frame.written, object) != frame.written.end();
    });
}

void SessionState::finish_delete(Header* object) {
    const bool touched = (object->flags & modified) || (row_is_deleted(object) && was_written(object));
    identity_map_.erase(object);
    if (object->extra) object->extra->logs.clear(); // what was queued was written, or went with the row
    if (touched) frame().written.push_back(object); // a rollback reads it again
    object->flags &= static_cast<std::uint16_t>(~(modified | marked | marked_by_cascade));
    object->flags |= was_deleted;
    object->state = State::deleted;
    object->owner = nullptr;
    extra_of(object).deleted_by = this;
    frame().gone.push_back(object);
}

// The innermost transaction is rolled back at once; until the program says so too, nothing else works.
void SessionState::fail_flush(const std::string& cause, const FlushOutcome& outcome) {
    flushing_ = false;
    if (frames_.empty()) frames_.emplace_back(); // it failed before the first statement
    for (const GivenKey& key : outcome.given) frame().born.push_back({key.object, key.attributes});
    frame().filled.insert(frame().filled.end(), outcome.filled.begin(), outcome.filled.end());
    // what the flush wrote, the program did not
    for (const FilledKey& filled : outcome.filled)
        word_of(filled.object, *filled.attribute) &= ~std::uint32_t(word_bits::dirty);
    const std::string message = cause;
    try {
        if (frames_.size() > 1)
            connection_->rollback_to(frame().savepoint);
        else if (connection_)
            connection_->rollback();
    } catch (const DatabaseError&) {} // the first cause is what the program must hear
    undo_frame(frame());
    if (frames_.size() == 1) expire_all();
    doomed_ = message;
}

} // namespace athanor::kernel
