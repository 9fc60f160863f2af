// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/region.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/attribute_write.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/loading/load.hpp"
#include "orm/session/session_state.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <utility>

namespace athanor::kernel {
namespace {

KeyCells key_of(const Header* object, Scratch& scratch) {
    return has_identity(object) ? stored_key(object, scratch) : current_key(object, scratch);
}

bool same_key(const KeyCells& left, const KeyCells& right) {
    bool equal = left.size == right.size;
    for (std::size_t i = 0; equal && i < left.size; ++i) equal = same(left.cells[i], right.cells[i]);
    return equal;
}

// The key that a reference leads to, whether its object is in memory or not.
KeyCells key_behind(Header* owner, const Attribute& reference, Scratch& scratch) {
    const ReferenceStorage& storage = reference_of(owner, reference);
    if (storage.kind != ReferenceStorage::object) return referenced_key(owner, reference, scratch);
    return key_of(header_of_item(storage.item), scratch);
}

// What was queued outside a session says nothing without the rest, which nobody can load there.
void check_queue(const Header* source, const Attribute& attribute) {
    if (!is_queue(source, attribute) || source->owner) return;
    if (attribute.spec->collection->kind == CollectionOps::write_only) return; // nobody may load it anywhere
    const RelationLog* log = find_log(source, attribute);
    if (!log || std::ranges::none_of(log->changes(), [](const Change& change) { return change.delta != 0; })) return;
    throw DetachedError("merge: " + kernel::describe(source) +
        " has no session, so what was added to or taken out of " + source->cls->name + "::" + attribute.name +
        " since its last flush cannot be merged: merge the object first, and change the one that merge() returns");
}

/// One merge: each object that it reaches becomes one object of the session.
class Merging {
public:
    explicit Merging(SessionState& session) : session_(session) {}

    Header* merge(Header* root) {
        Header* result = begin(root);
        while (!steps_.empty()) advance();
        return result;
    }

private:
    /// An object on the way from the root to the one at work.
    struct Step {
        Header* source;
        Header* copy;
        std::size_t relationship = 0; ///< the one at work, or the next one
        bool inside = false;          ///< its members are being merged
        std::vector<Header*> members = {}, merged = {};
    };
    using Arrival = std::pair<const Header*, const Attribute*>;

    Header* begin(Header* source);
    Header* find(Header* source);
    Header* make(Header* source);
    void advance();
    void open(Step& step, const Attribute& attribute);
    void next_member(std::size_t at, const Attribute& attribute);
    void close(Step& step, const Attribute& attribute);
    void copy_key_behind(const Step& step, const Attribute& reference);
    void copy_columns(Header* source, Header* copy);

    SessionState& session_;
    std::vector<Step> steps_;
    boost::unordered_flat_map<const Header*, Header*> copies_;
    boost::unordered_flat_set<Arrival> arrivals_; ///< objects, and the relationships they were reached by
    IdentityMap made_; ///< new objects whose key is set, which the session's map does not have
};

/// The object that the source becomes; when that is not the source itself, a step to fill it.
Header* Merging::begin(Header* source) {
    if (const auto known = copies_.find(source); known != copies_.end()) return known->second;
    Header* copy = find(source);
    if (!copy) copy = make(source);
    copies_.emplace(source, copy);
    if (copy != source) steps_.push_back({source, copy});
    return copy;
}

Header* Merging::find(Header* source) {
    if (source->owner == &session_ && source->state == State::persistent) return source;
    ScratchTexts scratch;
    const KeyCells key = key_of(source, scratch);
    if (!key.complete) return nullptr;
    if (Header* known = session_.identity_map_.find(*source->cls, key.cells.data(), key.size)) return known;
    if (Header* made = made_.find(*source->cls, key.cells.data(), key.size)) return made;
    return load_by_key(*source->cls, key.cells.data(), session_.context());
}

Header* Merging::make(Header* source) {
    struct Handle {
        explicit Handle(Header* held) : object(held) { acquire(object); }
        Handle(const Handle&) = delete;
        Handle& operator=(const Handle&) = delete;
        ~Handle() { release(object); }
        Header* object;
    } copy(construct(*source->cls));
    session_.adopt(&copy.object, 1, nullptr);
    ScratchTexts scratch;
    const KeyCells key = current_key(source, scratch); // not that of a row which is gone and which it does not show
    for (std::size_t i = 0; i < key.size; ++i)
        if (!key.cells[i].is_null()) write_attribute(copy.object, *source->cls->keys[i], key.cells[i], scratch);
    if (key.complete) made_.insert(copy.object);
    return copy.object;
}

/// Relationships first, as their old content is found by the columns as they are; then the columns.
void Merging::advance() {
    Step& step = steps_.back();
    const auto& relationships = step.source->cls->relationships;
    if (step.relationship == relationships.size()) {
        copy_columns(step.source, step.copy);
        return steps_.pop_back();
    }
    const Attribute& attribute = *relationships[step.relationship];
    if (!step.inside)
        open(step, attribute);
    else if (step.merged.size() < step.members.size())
        next_member(steps_.size() - 1, attribute);
    else
        close(step, attribute);
}

void Merging::open(Step& step, const Attribute& attribute) {
    const Relationship& relationship = *attribute.relationship;
    if (relationship.cascades(merge_cascade)) check_queue(step.source, attribute);
    const bool came_back = relationship.back && arrivals_.contains({step.source, relationship.back});
    const bool merges = relationship.cascades(merge_cascade) && is_shown(step.source, attribute);
    if (came_back || !merges) {
        if (!came_back && relationship.key_in_reference) copy_key_behind(step, attribute);
        ++step.relationship;
        return;
    }
    // the members that the copy has now must be in memory before theirs come in
    if (attribute.kind == MemberKind::collection) require_loaded(step.copy, attribute);
    step.members = known_members(step.source, attribute);
    step.merged.clear();
    step.inside = true;
}

void Merging::next_member(std::size_t at, const Attribute& attribute) {
    Header* member = steps_[at].members[steps_[at].merged.size()];
    arrivals_.insert({member, &attribute});
    Header* copy = begin(member); // may add a step, and so move them all
    steps_[at].merged.push_back(copy);
}

void Merging::close(Step& step, const Attribute& attribute) {
    if (attribute.kind == MemberKind::collection)
        replace_items(step.copy, attribute, step.merged);
    else
        set_reference(step.copy, attribute, step.merged.empty() ? nullptr : step.merged.front());
    step.inside = false;
    ++step.relationship;
}

/// A reference without members for its columns is itself the column: its key is copied also when its object is not.
void Merging::copy_key_behind(const Step& step, const Attribute& reference) {
    ScratchTexts scratch;
    const KeyCells key = key_behind(step.source, reference, scratch);
    if (!key.complete || same_key(key, key_behind(step.copy, reference, scratch))) return;
    const ClassInfo& target = *reference.relationship->target;
    Header* object = session_.identity_map_.find(target, key.cells.data(), key.size);
    if (!object) object = load_by_key(target, key.cells.data(), session_.context());
    if (!object)
        throw ObjectDeletedError("merge: the row that " + reference.cls->name + "::" + reference.name + " of " +
            kernel::describe(step.source) + " refers to in table " + target.table->name() + " is gone");
    set_reference(step.copy, reference, object);
}

void Merging::copy_columns(Header* source, Header* copy) {
    ScratchTexts scratch;
    for (const Attribute* attribute : source->cls->columns) {
        if (!is_shown(source, *attribute)) continue;
        // an expired copy is compared with its row, not with nothing
        if (attribute->in_key && !in_memory(copy, *attribute)) session_.load(copy, *attribute);
        write_attribute(copy, *attribute, attribute->type->store(field_of(source, *attribute), scratch), scratch);
    }
}

} // namespace

Header* SessionState::merge(Header* object) {
    autoflush_now();
    // what it loads flushes nothing, and raise_on_load is about the program's own reads
    struct Quiet {
        explicit Quiet(bool& flag) : flushing(flag), before(std::exchange(flag, true)) {}
        Quiet(const Quiet&) = delete;
        Quiet& operator=(const Quiet&) = delete;
        ~Quiet() { flushing = before; }
        bool& flushing;
        bool before;
    } quiet(flushing_);
    return Merging(*this).merge(object);
}

} // namespace athanor::kernel
