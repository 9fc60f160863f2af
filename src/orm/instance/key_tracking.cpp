// SPDX-License-Identifier: MIT
#include "orm/instance/key_tracking.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/dict_access.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/extra.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

thread_local Rekeying* rekeying = nullptr;

bool uses(const KeyOps& keys, const Attribute& column) {
    return std::any_of(keys.attributes, keys.attributes + keys.attribute_count,
        [&](const MemberPath& path) { return path.offset() == column.offset; });
}

struct Standing {
    DictStorage* storage;
    std::size_t place;
    DictEntry* entry; ///< not to be looked at unless it stands
    bool stands() const noexcept { return place < storage->entries.size() && storage->entries[place] == entry; }
};

// A copy: what computes keys may load, and so change the chain.
std::vector<Standing> entries_of(const Header* item) {
    std::vector<Standing> entries;
    if (item->extra)
        for (DictEntry* entry = item->extra->entries; entry; entry = entry->next)
            entries.push_back({entry->storage, entry->place, entry});
    return entries;
}

// The columns that such a key is taken from and that are not in memory.
template <class F> void each_unread_part(Header* item, const KeyOps& keys, F&& visit) {
    for (const Attribute* column : item->cls->columns)
        if (!in_memory(item, *column) && uses(keys, *column)) visit(*column);
}

bool is_in_memory(Header* item, const KeyOps& keys) {
    bool unread = false;
    each_unread_part(item, keys, [&](const Attribute&) { unread = true; });
    return !unread;
}

// What else is in the keys that the column is part of is read first: a flush must not see a write that may be refused.
void read_other_parts(Header* item, const Attribute& column) {
    for (const Standing& standing : entries_of(item))
        if (uses(*standing.storage->keys, column))
            each_unread_part(item, *standing.storage->keys, [&](const Attribute& part) {
                if (&part != &column) before_read(&word_of(item, part));
            });
}

// Its content is given up, not what is queued.
void load_again(DictStorage& storage) noexcept {
    Header* owner = header_of_word(&storage.word);
    if (!has_identity(owner) || !owner->owner) return;
    storage.clear();
    ++storage.changes;
    storage.word = (storage.word & ~std::uint32_t(word_bits::assigned)) | word_bits::slow_read;
}

} // namespace

EntryMoves::~EntryMoves() {
    for (const Move& move : moves_) DictEntry::destroy(move.fresh);
}

void EntryMoves::add(DictStorage& storage, DictEntry* entry) {
    const std::size_t place = entry->place;
    void* const item = entry->item;
    DictEntry* fresh = storage.try_entry(item);
    // finding the key may have flushed, and moved the entry already
    const bool stands = place < storage.entries.size() && storage.entries[place] == entry;
    if (!fresh) {
        if (stands) refuse_lost_key(storage, entry);
        return;
    }
    if (!stands || (fresh->hash == entry->hash && storage.keys->equal(fresh->key(), entry->key())))
        return DictEntry::destroy(fresh);
    try {
        moves_.push_back({&storage, place, fresh, entry});
    } catch (...) {
        DictEntry::destroy(fresh);
        throw;
    }
}

void EntryMoves::add_by_attributes(Header* item, const Attribute* column) {
    for (const Standing& standing : entries_of(item)) {
        const KeyOps& keys = *standing.storage->keys;
        if (standing.stands() && keys.attribute_count && (!column || uses(keys, *column)))
            add(*standing.storage, standing.entry);
    }
}

void EntryMoves::add_by_functions(Header* item) {
    for (const Standing& standing : entries_of(item))
        if (standing.stands() && !standing.storage->keys->attribute_count) add(*standing.storage, standing.entry);
}

void EntryMoves::drop_stale() noexcept {
    std::erase_if(moves_, [](const Move& move) {
        const auto& entries = move.storage->entries;
        const bool stands = move.place < entries.size() && entries[move.place] == move.old;
        if (!stands) DictEntry::destroy(move.fresh);
        return !stands;
    });
}

// All that move leave their places before the first one arrives: keys may be exchanged. Each takes the place that it
// had, so nothing here allocates.
bool EntryMoves::try_carry_out() noexcept {
    drop_stale();
    for (const Move& move : moves_) move.storage->take(move.place);
    std::size_t done = 0;
    for (; done < moves_.size(); ++done) {
        const Move& move = moves_[done];
        if (const DictEntry* other = move.storage->find(move.fresh->hash, move.fresh->key())) {
            refused_ = &move;
            in_the_way_ = other->item;
            break;
        }
        move.storage->restore(move.place, move.fresh);
    }
    if (done == moves_.size()) {
        for (const Move& move : moves_) {
            ++move.storage->changes;
            DictEntry::destroy(move.old);
        }
        moves_.clear();
        return true;
    }
    while (done-- > 0) moves_[done].storage->take(moves_[done].place);
    for (std::size_t i = moves_.size(); i-- > 0;) moves_[i].storage->restore(moves_[i].place, moves_[i].old);
    return false;
}

void EntryMoves::carry_out() {
    if (!try_carry_out()) refuse_taken_key(*refused_->storage, refused_->fresh, in_the_way_);
}

bool is_part_of_key(const Header* item, const Attribute& column) {
    if (!item->extra) return false;
    for (const DictEntry* entry = item->extra->entries; entry; entry = entry->next)
        if (uses(*entry->keys, column)) return true;
    return false;
}

void follow_values(Header* item) {
    for (const Standing& standing : entries_of(item)) {
        DictStorage& storage = *standing.storage;
        if (!standing.stands() || !storage.keys->attribute_count || !is_in_memory(item, *storage.keys)) continue;
        EntryMoves moves;
        bool placed = false;
        try {
            moves.add(storage, standing.entry);
            placed = moves.try_carry_out();
        } catch (const KeyError&) {}
        if (!placed) load_again(storage);
    }
}

void give_up_entries(Header* item, const Attribute* column) noexcept {
    if (!item->extra) return;
    for (DictEntry *entry = item->extra->entries, *next = nullptr; entry; entry = next) {
        next = entry->next;
        // the item stands once in a dictionary that follows it, so the next entry is another's
        if (entry->keys->attribute_count && (!column || uses(*entry->keys, *column))) load_again(*entry->storage);
    }
}

void write_watched(std::uint32_t* word, void* field, void* value, void (*exchange)(void* field, void* value)) {
    Header* item = header_of_word(word);
    const Attribute& column = attribute_of_word(word);
    const Occupied occupied(occupancy_of(item->owner));
    if (rekeying) return rekeying->write(word, field, value, exchange);
    read_other_parts(item, column);
    KeyWrite write(word);
    before_write(word);
    exchange(field, value);
    *word |= word_bits::assigned;
    try {
        EntryMoves moves;
        moves.add_by_attributes(item, &column);
        moves.carry_out();
    } catch (...) {
        exchange(field, value);
        write.take_back();
        throw;
    }
    if (!is_part_of_key(item, column)) *word &= ~std::uint32_t(word_bits::watched | word_bits::slow_write);
}

KeyWrite::KeyWrite(std::uint32_t* written) noexcept : word(written), old_word(*written) {
    const Header* item = header_of_word(word);
    kept = item->extra && item->extra->old(index_of_word(*word));
    modified = (item->flags & HeaderFlag::modified) != 0;
}

void KeyWrite::take_back() noexcept {
    Header* item = header_of_word(word);
    *word = old_word;
    if (!kept && item->extra) item->extra->forget_old(index_of_word(old_word));
    if (!modified && (item->flags & HeaderFlag::modified)) item->owner->unchanged(item);
}

const DictEntry* current_entry(const DictStorage& storage, const DictEntry* entry) {
    auto& dict = const_cast<DictStorage&>(storage);
    const std::size_t place = entry->place;
    EntryMoves moves;
    moves.add(dict, const_cast<DictEntry*>(entry));
    if (moves.empty()) return place < dict.entries.size() && dict.entries[place] == entry ? entry : nullptr;
    moves.carry_out();
    return nullptr;
}

void settle_keys(DictStorage& dict, const DictEntry* wanted) {
    if (!dict.keys->tracked || dict.keys->attribute_count) return;
    if (const DictEntry* own = dict.find_item(wanted->item)) current_entry(dict, own);
    if (const DictEntry* other = dict.find(wanted->hash, wanted->key())) current_entry(dict, other);
}

void refile(DictStorage& storage) {
    EntryMoves moves;
    for (std::size_t place = 0; place < storage.entries.size(); ++place)
        if (DictEntry* entry = storage.entries[place]) moves.add(storage, entry);
    moves.carry_out();
}

std::size_t first_repeated(const std::vector<Header*>& items) {
    boost::unordered_flat_set<const Header*> seen;
    const auto repeated = [&](const Header* item) { return !seen.insert(item).second; };
    return static_cast<std::size_t>(std::ranges::find_if(items, repeated) - items.begin());
}

Rekeying::Rekeying() noexcept : outer_(rekeying) { rekeying = this; }
Rekeying::~Rekeying() { rekeying = outer_; }

void Rekeying::write(std::uint32_t* word, void* field, void* value, void (*exchange)(void* field, void* value)) {
    if (giving_up_) {
        exchange(field, value);
        writes_.back().take_back();
        return writes_.pop_back();
    }
    read_other_parts(header_of_word(word), attribute_of_word(word));
    if (writes_.size() == writes_.capacity()) writes_.reserve(2 * writes_.size() + 4); // to note it cannot fail
    const KeyWrite write(word);
    before_write(word);
    exchange(field, value);
    *word |= word_bits::assigned;
    writes_.push_back(write);
}

void Rekeying::finish(DictStorage& storage, const std::vector<Header*>& items) {
    EntryMoves moves;
    boost::unordered_flat_set<const Header*> seen;
    for (Header* item : items) {
        if (!seen.insert(item).second) continue;
        moves.add_by_attributes(item, nullptr);
        if (DictEntry* entry = storage.find_item(object_of(item)); entry && !entry->storage) moves.add(storage, entry);
    }
    moves.carry_out();
}

} // namespace athanor::kernel
