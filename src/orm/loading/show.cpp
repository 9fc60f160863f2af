// SPDX-License-Identifier: MIT
#include "orm/loading/show.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/dict_access.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/region.hpp"
#include "orm/instance/attribute_write.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/positions.hpp"
#include "orm/instance/scratch.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

// Puts the member where it belongs; what it finds there follows the rule of the dictionary.
void show_member(Header* owner, const Attribute& attribute, Header* member) {
    const CollectionOps& ops = *attribute.spec->collection;
    void* container = field_of(owner, attribute);
    Slot slot(ops, container, object_of(member));
    std::size_t place = ops.occupied(container, slot.get());
    if (place != CollectionOps::npos) {
        const Duplicates rule = attribute.spec->options.duplicates;
        if (ops.at(container, place) == object_of(member) || rule == Duplicates::keep_first) return;
        if (rule == Duplicates::refuse) {
            const DictStorage& dict = dict_of(owner, attribute);
            refuse_same_key(dict, dict.entries[place], object_of(member));
        }
        ops.discard(ops.erase(container, place));
    }
    link(owner, member);
    slot.insert(container, place);
}

// When members came, left or came back, or have no position, all are counted; where positions are kept, when members
// left, and else those without one.
void show_positions(Header* owner, const Attribute& attribute, bool left, bool queued) {
    const Attribute& position = *attribute.relationship->position;
    ScratchTexts scratch;
    const auto& items = list_of(owner, attribute).items;
    read_positions(owner, attribute, FlushFirst::no); // of what was queued: rows bring theirs along
    const auto lacks = [&](void* item) { return !has_position(header_of_item(item), position); };
    const bool counts = !attribute.relationship->keeps_positions && (queued || std::ranges::any_of(items, lacks));
    for (std::size_t i = 0; i < items.size(); ++i)
        if (left || counts || lacks(items[i]))
            write_attribute(header_of_item(items[i]), position, Cell::of(static_cast<std::int64_t>(i)), scratch);
}

// What came in, in the order in which it did.
std::vector<Header*> entered(const RelationLog* log) {
    std::vector<const Change*> changes;
    if (log)
        for (const Change& change : log->changes())
            if (change.delta > 0) changes.push_back(&change);
    std::ranges::sort(changes, {}, &Change::turn);
    std::vector<Header*> members;
    for (const Change* change : changes) members.push_back(change->item);
    return members;
}

// What was taken out while the collection was not in memory, although the database does not have it there.
std::vector<Header*> absent(const RelationLog& log, const std::vector<Header*>& members, std::size_t left) {
    std::vector<Header*> items;
    for (const Change& change : log.changes())
        if (change.delta < 0) items.push_back(change.item);
    if (items.size() == left) return {};
    const boost::unordered_flat_set<const Header*> rows(members.begin(), members.end());
    std::erase_if(items, [&](const Header* item) { return rows.contains(item); });
    return items;
}

[[noreturn]] void refuse_absent(const Header* owner, const Attribute& attribute, const Header* item) {
    const std::string text = describe(item) + " was taken out of " + owner->cls->name + "::" + attribute.name + " of " +
        describe(owner) +
        " before that was loaded, but is no member in the database: what the program knew of it was "
        "out of date; the collection is loaded now";
    if (attribute.spec->collection->kind == CollectionOps::list) throw ValueError(text);
    throw KeyError(text);
}

// Rows first, then what back references queued while the collection was not in memory.
void show_collection(Header* owner, const Attribute& attribute, const std::vector<Header*>& members) {
    const CollectionOps& ops = *attribute.spec->collection;
    void* container = field_of(owner, attribute);
    RelationLog* log = find_log(owner, attribute);
    ops.clear(container);
    std::size_t left = 0;
    for (Header* member : members) {
        if (log && log->delta(member) < 0) {
            ++left;
            continue;
        }
        show_member(owner, attribute, member);
    }
    for (Header* member : entered(log))
        if (ops.find(container, object_of(member)) == CollectionOps::npos) show_member(owner, attribute, member);
    std::uint32_t& word = word_of(owner, attribute);
    word = (word & ~std::uint32_t(word_bits::slow_read)) | word_bits::assigned;
    if (attribute.relationship->position) show_positions(owner, attribute, left != 0, log && !log->changes().empty());
    if (!log) return;
    const std::vector<Header*> missed = absent(*log, members, left);
    for (Header* item : missed) log->add(item, -log->delta(item));
    if (!missed.empty()) refuse_absent(owner, attribute, missed.front());
}

} // namespace

bool wants_rows(Header* owner, const Attribute& attribute) {
    if (!in_memory(owner, attribute)) return true;
    if (attribute.relationship->load != LoadMode::none) return false;
    if (attribute.kind == MemberKind::reference)
        return reference_of(owner, attribute).kind == ReferenceStorage::empty && !old_reference(owner, attribute);
    const RelationLog* log = find_log(owner, attribute);
    return attribute.spec->collection->size(field_of(owner, attribute)) == 0 && (!log || log->changes().empty());
}

void show_reference(Header* owner, const Attribute& attribute, Header* target) {
    ReferenceStorage& storage = reference_of(owner, attribute);
    if (target) link(owner, target);
    storage.clear();
    storage.kind = target ? ReferenceStorage::object : ReferenceStorage::empty;
    storage.item = target ? object_of(target) : nullptr;
    storage.word = (storage.word & ~std::uint32_t(word_bits::slow_read)) | word_bits::assigned;
}

void show_members(Header* owner, const Attribute& attribute, const std::vector<Header*>& members) {
    if (attribute.kind == MemberKind::collection)
        show_collection(owner, attribute, members);
    else
        show_reference(owner, attribute, members.empty() ? nullptr : members.front());
}

} // namespace athanor::kernel
