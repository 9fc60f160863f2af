// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/history.hpp"
#include "athanor/orm/instance/inspect.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/scratch.hpp"
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

std::vector<Header*> members_of(Header* owner, const Attribute& attribute) {
    std::vector<Header*> members;
    boost::unordered_flat_set<Header*> seen; // a list may hold an object twice
    auto take = [&](void* item) {
        if (seen.insert(header_of_item(item)).second) members.push_back(header_of_item(item));
    };
    attribute.spec->collection->each(field_of(owner, attribute), &take,
        [](void* context, void* item) { (*static_cast<decltype(take)*>(context))(item); });
    return members;
}

int occurrences(Header* owner, const Attribute& attribute, const Header* member) {
    std::pair<const Header*, int> counted(member, 0);
    attribute.spec->collection->each(field_of(owner, attribute), &counted, [](void* context, void* item) {
        auto& count = *static_cast<decltype(counted)*>(context);
        count.second += header_of_item(item) == count.first;
    });
    return counted.second;
}

RelationHistory collection_history(Header* owner, const Attribute& attribute) {
    RelationHistory history;
    const RelationLog* log = find_log(owner, attribute);
    const bool stored = has_identity(owner);
    for (Header* member : members_of(owner, attribute)) {
        const int delta = log ? log->delta(member) : 0;
        const bool entered = !stored || (delta > 0 && delta == occurrences(owner, attribute, member));
        (entered ? history.added : history.unchanged).push_back(member);
    }
    if (!log || !stored) return history;
    for (const Change& change : log->changes()) {
        const int now = occurrences(owner, attribute, change.item);
        if (now == 0 && change.delta < 0) history.removed.push_back(change.item);
        // queued until the collection is loaded
        if (now == 0 && change.delta > 0) history.added.push_back(change.item);
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
        history.changed = (word_of(owner, attribute) & word_bits::assigned) != 0;
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
