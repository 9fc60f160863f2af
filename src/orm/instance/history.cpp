// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/history.hpp"
#include "athanor/orm/instance/inspect.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/scratch.hpp"
#include <boost/unordered/unordered_flat_map.hpp>

namespace athanor::kernel {
namespace {

// How often the collection, in its order, holds each of its members: a list may hold one twice.
class Occurrences {
public:
    Occurrences(Header* owner, const Attribute& attribute) {
        std::vector<Header*> items;
        attribute.spec->collection->append(field_of(owner, attribute), items);
        for (Header* item : items)
            if (++counts_[item] == 1) members_.push_back(item);
    }
    const std::vector<Header*>& members() const noexcept { return members_; }
    int of(const Header* member) const {
        const auto found = counts_.find(member);
        return found == counts_.end() ? 0 : found->second;
    }

private:
    std::vector<Header*> members_;
    boost::unordered_flat_map<const Header*, int> counts_;
};

RelationHistory collection_history(Header* owner, const Attribute& attribute) {
    RelationHistory history;
    const RelationLog* log = find_log(owner, attribute);
    const bool stored = has_identity(owner);
    const Occurrences now(owner, attribute);
    for (Header* member : now.members()) {
        const int delta = log ? log->delta(member) : 0;
        const bool entered = !stored || (delta > 0 && delta == now.of(member));
        (entered ? history.added : history.unchanged).push_back(member);
    }
    if (!log || !stored) return history;
    for (const Change& change : log->changes()) {
        if (now.of(change.item) != 0) continue;
        if (change.delta < 0) history.removed.push_back(change.item);
        if (change.delta > 0) history.added.push_back(change.item); // queued until the collection is loaded
    }
    return history;
}

RelationHistory reference_history(Header* owner, const Attribute& attribute) {
    RelationHistory history;
    const ReferenceStorage& now = reference_of(owner, attribute);
    const OldReference* old = old_reference(owner, attribute);
    Header* shown = now.kind == ReferenceStorage::object ? header_of_item(now.item) : nullptr;
    Header* before = old && old->known ? old->object() : nullptr;
    const bool changed = !has_identity(owner) || (old && (!old->known || before != shown));
    if (shown) (changed ? history.added : history.unchanged).push_back(shown);
    if (changed && before) history.removed.push_back(before);
    return history;
}

} // namespace

RelationHistory relation_history(const Header* object, const Attribute& attribute) {
    auto* owner = const_cast<Header*>(object); // the members are looked at, not changed
    return attribute.kind == MemberKind::reference ? reference_history(owner, attribute)
                                                   : collection_history(owner, attribute);
}

ColumnHistory column_history(const Header* object, const Attribute& attribute) {
    auto* owner = const_cast<Header*>(object);
    ColumnHistory history;
    history.in_memory = is_loaded(object, attribute);
    if (!has_identity(object)) {
        history.changed = is_assigned(owner, attribute);
        return history;
    }
    const OldValue* old = object->extra ? object->extra->old(attribute.index) : nullptr;
    if (!old) return history;
    ScratchTexts scratch;
    const Cell now = attribute.type->store(field_of(owner, attribute), scratch);
    history.changed = !old->known || !same(old->value.cell(), now);
    if (history.changed && old->known) history.old = old->value;
    return history;
}

} // namespace athanor::kernel
