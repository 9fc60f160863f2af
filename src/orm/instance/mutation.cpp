// SPDX-License-Identifier: MIT
#include "orm/instance/mutation.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/key_tracking.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>
#include <memory>

namespace athanor::kernel {
namespace {

int& holder_count(Header* item, const Relationship& relationship) {
    auto& holders = extra_of(item).holders;
    const auto found = std::ranges::find(holders, &relationship, &HolderCount::relationship);
    if (found != holders.end()) return found->delta;
    return holders.emplace_back(HolderCount{&relationship, 0}).delta;
}

// The session has not heard of a change of the object yet.
bool hears_first(const Header* object) noexcept {
    return object->owner && has_identity(object) && !(object->flags & modified);
}

bool is_lost_by(const Header* item, const Relationship& relationship) noexcept {
    return item->extra && std::ranges::count(item->extra->lost_by, &relationship) != 0;
}

// What the row says of a reference, kept before the first change of a persistent object.
void keep_old_reference(Header* owner, const Attribute& attribute, Header* shown) {
    if (old_reference(owner, attribute)) return;
    const ReferenceStorage& storage = reference_of(owner, attribute);
    const bool in_memory = (storage.word & word_bits::assigned) != 0;
    const bool by_key = shown && attribute.relationship->key_in_reference && !is_expired(shown);
    const std::optional<Header*> row = by_key ? std::optional(shown) : stored_reference(owner, attribute);
    OldReference old(attribute);
    old.known = in_memory || storage.kind != ReferenceStorage::empty || row;
    old.kind = row && *row ? ReferenceStorage::object : storage.kind;
    if (old.kind == ReferenceStorage::object) {
        link(owner, *row);
        old.target = *row;
    }
    if (old.kind == ReferenceStorage::integer_key) old.key = storage.key;
    if (old.kind == ReferenceStorage::wide_key)
        old.wide = std::make_unique<std::vector<Value>>(*static_cast<std::vector<Value>*>(storage.wide));
    extra_of(owner).old_references.push_back(std::move(old));
}

// Where all is replaced the two are exchanged, and nothing is copied.
void replace_range(std::vector<void*>& items, std::size_t place, std::size_t removed, std::vector<void*>& by) {
    if (removed == items.size()) return items.swap(by);
    const std::size_t same = std::min(removed, by.size());
    const auto at = [&](std::vector<void*>& of, std::size_t i) { return of.begin() + static_cast<std::ptrdiff_t>(i); };
    // what may throw comes first
    items.insert(at(items, place + same), by.begin() + static_cast<std::ptrdiff_t>(same), by.end());
    items.erase(at(items, place + by.size()), at(items, place + by.size() + removed - same));
    std::copy_n(by.begin(), same, at(items, place));
}

} // namespace

Mutation::Journal& Mutation::journal() {
    static thread_local Journal journal;
    return journal;
}

Mutation::Mutation() : journal_(journal()), start_(journal_.size) {}

Mutation::~Mutation() {
    while (journal_.size > start_) undo(journal_[--journal_.size]);
}

void Mutation::commit() noexcept {
    if (owning_ != 0) discard_owned();
    journal_.size = start_;
    if (start_ == 0 && journal_.blocks.size() > 1) journal_.blocks.resize(1); // a large change holds no memory for ever
}

// What entries own: most own nothing.
void Mutation::discard_owned() noexcept {
    for (std::size_t i = start_; owning_ != 0; ++i) {
        const Entry& entry = journal_[i];
        if (!owns(entry)) continue;
        --owning_;
        if (entry.kind == Kind::erased) {
            ops_of(*entry.attribute).discard(entry.item);
            // not before: undoing goes by the places that items had
            if (start_ == 0) ops_of(*entry.attribute).settle(field_of(entry.owner, *entry.attribute));
        }
        forget(entry);
    }
}

bool Mutation::owns(const Entry& entry) noexcept {
    return entry.kind == Kind::erased || entry.kind == Kind::spliced ||
        (entry.kind == Kind::pointed && entry.old_kind == ReferenceStorage::wide_key);
}

// Frees the memory that an entry owns.
void Mutation::forget(const Entry& entry) noexcept {
    if (entry.kind == Kind::pointed && entry.old_kind == ReferenceStorage::wide_key)
        delete static_cast<std::vector<Value>*>(entry.item);
    if (entry.kind == Kind::spliced) delete entry.spliced;
}

void Mutation::grow() { journal_.blocks.push_back(std::make_unique_for_overwrite<Entry[]>(Journal::block)); }

void Mutation::insert(Header* owner, const Attribute& attribute, std::size_t place, Header* item, Slot& slot) {
    link(owner, item);
    touch(owner, attribute);
    make_room();
    place = slot.insert(field_of(owner, attribute), place);
    Entry& entry = enter(Kind::inserted, owner);
    entry.attribute = &attribute;
    entry.place = place;
    count_change(ops_of(attribute), field_of(owner, attribute));
}

void Mutation::erase(Header* owner, const Attribute& attribute, std::size_t place) {
    Entry& entry = enter(Kind::erased, owner);
    entry.attribute = &attribute;
    entry.place = place;
    entry.item = ops_of(attribute).erase(field_of(owner, attribute), place);
    ++owning_;
    count_change(ops_of(attribute), field_of(owner, attribute));
}

void Mutation::splice(Header* owner, const Attribute& attribute, std::size_t place, std::size_t removed,
    const std::vector<Header*>& items) {
    touch(owner, attribute);
    std::vector<void*> objects;
    objects.reserve(items.size());
    for (Header* item : items) {
        link(owner, item);
        objects.push_back(object_of(item));
    }
    ListStorage& list = list_of(owner, attribute);
    auto old = std::make_unique<Spliced>(Spliced{{}, items.size()});
    const auto first = list.items.begin() + static_cast<std::ptrdiff_t>(place);
    const bool all = removed == list.items.size();
    if (!all) old->items.assign(first, first + static_cast<std::ptrdiff_t>(removed));
    make_room();
    replace_range(list.items, place, removed, objects);
    if (all) old->items.swap(objects);
    Entry& entry = enter(Kind::spliced, owner);
    entry.attribute = &attribute;
    entry.spliced = old.release();
    entry.place = place;
    ++owning_;
    ++list.changes;
    list.word &= ~std::uint32_t(word_bits::distinct);
}

void Mutation::point(Header* owner, const Attribute& attribute, Header* target, Header* shown) {
    if (target) link(owner, target);
    if (has_identity(owner)) keep_old_reference(owner, attribute, shown);
    make_room();
    const bool told = hears_first(owner);
    if (told) owner->owner->changed(owner);
    turn(owner, attribute, target, word_bits::assigned | word_bits::dirty).told = told;
}

void Mutation::show(Header* owner, const Attribute& attribute, Header* target) {
    if (target) link(owner, target);
    turn(owner, attribute, target, word_bits::assigned);
}

Mutation::Entry& Mutation::turn(Header* owner, const Attribute& attribute, Header* target, std::uint32_t flags) {
    ReferenceStorage& storage = reference_of(owner, attribute);
    Entry& entry = enter(Kind::pointed, owner);
    entry.attribute = &attribute;
    entry.old_kind = storage.kind;
    entry.old_word = storage.word;
    entry.item =
        storage.item; // the widest member of the union; the journal owns a wide key until it is committed or undone
    owning_ += storage.kind == ReferenceStorage::wide_key;
    storage.kind = target ? ReferenceStorage::object : ReferenceStorage::empty;
    storage.item = target ? object_of(target) : nullptr;
    storage.word = (storage.word & ~std::uint32_t(word_bits::slow_read)) | flags;
    return entry;
}

void Mutation::note(Header* owner, const Attribute& attribute, Header* item, int delta) {
    const RelationLog* log = find_log(owner, attribute);
    // everything a new object holds counts as added
    if (!has_identity(owner) && !(delta > 0 && log && log->delta(item) < 0)) return;
    // in it or not: nothing enters twice
    if (never_loaded(attribute) && log && (delta > 0 ? log->delta(item) > 0 : log->delta(item) < 0)) return;
    changed(owner);
    add_to_log(log_of(owner, attribute), owner, item, delta);
}

void Mutation::note(Header* owner, const Attribute& attribute, const std::vector<Header*>& items, int delta) {
    if (items.empty()) return;
    if (!has_identity(owner)) {
        for (Header* item : items) note(owner, attribute, item, delta);
        return;
    }
    changed(owner);
    RelationLog& log = log_of(owner, attribute);
    log.reserve(items.size());
    for (Header* item : items) add_to_log(log, owner, item, delta);
}

void Mutation::note_absent(Header* owner, const Attribute& attribute, Header* item) {
    const RelationLog* log = find_log(owner, attribute);
    if (!has_identity(owner) && !(log && log->delta(item) < 0)) add_to_log(log_of(owner, attribute), owner, item, -1);
}

void Mutation::add_to_log(RelationLog& log, Header* owner, Header* item, int delta) {
    link(owner, item); // a queued change keeps the item alive
    make_room();
    log.add(item, delta);
    Entry& entry = enter(Kind::noted, owner);
    entry.attribute = &log.attribute();
    entry.item = item;
    entry.place = static_cast<std::size_t>(delta);
}

void Mutation::count_holder(Header* item, const Relationship& relationship, int delta) {
    make_room();
    holder_count(item, relationship) += delta;
    Entry& entry = enter(Kind::counted, item);
    entry.relationship = &relationship;
    entry.place = static_cast<std::size_t>(delta);
}

void Mutation::lose(Header* item, const Relationship& relationship) {
    if (is_lost_by(item, relationship)) return;
    changed(item);
    make_room();
    auto& lost = extra_of(item).lost_by;
    lost.reserve(lost.size() + 1);
    lost.push_back(&relationship);
    enter(Kind::lost, item).relationship = &relationship;
}

void Mutation::regain(Header* item, const Relationship& relationship) {
    if (!is_lost_by(item, relationship)) return;
    Entry& entry = enter(Kind::regained, item);
    entry.relationship = &relationship;
    std::erase(item->extra->lost_by, &relationship);
}

void Mutation::write(Header* object, const Attribute& column, std::int64_t value) {
    std::uint32_t& word = word_of(object, column);
    void* field = field_of(object, column);
    const Cell cell = Cell::of(value);
    const bool readable = (word & word_bits::assigned) && !(word & word_bits::slow_read);
    ScratchTexts scratch;
    const Cell old = column.type->store(field, scratch);
    if (readable && same(old, cell)) return;
    changed(object);
    make_room();
    const std::uint32_t old_word = word;
    if (word & (word_bits::slow_write | word_bits::slow_read)) before_write(&word);
    if (!column.type->load(field, cell)) {
        word = old_word;
        throw ValueError(describe(object) + ": the position " + std::to_string(value) + " does not fit " + column.name);
    }
    word |= word_bits::assigned;
    Entry& entry = enter(Kind::written, object);
    entry.attribute = &column;
    entry.old_word = old_word;
    entry.was_null = old.is_null();
    entry.number = old.is_null() ? 0 : old.integer;
    if (!(word & word_bits::watched)) return;
    EntryMoves moves;
    moves.add_by_attributes(object, &column);
    moves.carry_out();
}

void Mutation::touch(Header* owner, const Attribute& attribute) {
    std::uint32_t& word = word_of(owner, attribute);
    if (word & word_bits::assigned) return;
    Entry& entry = enter(Kind::touched, owner);
    entry.attribute = &attribute;
    entry.old_word = word;
    word = (word & ~std::uint32_t(word_bits::slow_read)) | word_bits::assigned;
}

void Mutation::changed(Header* object) {
    if (!hears_first(object)) return;
    make_room();
    object->owner->changed(object);
    enter(Kind::changed, object);
}

void Mutation::undo(const Entry& entry) noexcept {
    Header* owner = entry.owner;
    switch (entry.kind) {
    case Kind::inserted:
        ops_of(*entry.attribute)
            .discard(ops_of(*entry.attribute).erase(field_of(owner, *entry.attribute), entry.place));
        break;
    case Kind::erased:
        ops_of(*entry.attribute).restore(field_of(owner, *entry.attribute), entry.place, entry.item);
        break;
    case Kind::spliced:
        replace_range(list_of(owner, *entry.attribute).items, entry.place, entry.spliced->count, entry.spliced->items);
        list_of(owner, *entry.attribute).word &= ~std::uint32_t(word_bits::distinct);
        forget(entry);
        break;
    case Kind::pointed: {
        ReferenceStorage& storage = reference_of(owner, *entry.attribute);
        storage.kind = entry.old_kind;
        storage.item = entry.item;
        storage.word = entry.old_word;
        if (entry.told) owner->owner->unchanged(owner);
        break;
    }
    case Kind::noted:
        log_of(owner, *entry.attribute).add(static_cast<Header*>(entry.item), -static_cast<int>(entry.place));
        break;
    case Kind::counted: holder_count(owner, *entry.relationship) -= static_cast<int>(entry.place); break;
    case Kind::lost: std::erase(owner->extra->lost_by, entry.relationship); break;
    case Kind::regained: owner->extra->lost_by.push_back(entry.relationship); break;
    case Kind::touched: word_of(owner, *entry.attribute) = entry.old_word; break;
    case Kind::written:
        entry.attribute->type->load(
            field_of(owner, *entry.attribute), entry.was_null ? Cell{} : Cell::of(entry.number));
        word_of(owner, *entry.attribute) = entry.old_word;
        if (is_part_of_key(owner, *entry.attribute)) follow_values(owner);
        break;
    case Kind::changed: owner->owner->unchanged(owner); break;
    }
}

} // namespace athanor::kernel
