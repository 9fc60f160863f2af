// SPDX-License-Identifier: MIT
#include "orm/instance/append_new.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/extra.hpp"

namespace athanor::kernel {

namespace {

// The owner's note of a new member, taken back by the destructor until it is kept.
class Noting {
public:
    /// **Throws** before it has changed anything.
    Noting(Header* owner, const Attribute& attribute, Header* item) : owner_(owner), item_(item) {
        if (!has_identity(owner)) return; // everything a new object holds counts as added
        RelationLog& log = log_of(owner, attribute);
        log.add(item, +1);
        log_ = &log;
    }
    Noting(const Noting&) = delete;
    Noting& operator=(const Noting&) = delete;
    ~Noting() {
        if (!log_) return;
        log_->add(item_, -1);
        if (told_) owner_->owner->unchanged(owner_);
    }
    void tell() {
        if (!log_ || !owner_->owner || (owner_->flags & modified)) return;
        owner_->owner->changed(owner_);
        told_ = true;
    }
    void keep() noexcept { log_ = nullptr; }

private:
    Header* owner_;
    Header* item_;
    RelationLog* log_ = nullptr;
    bool told_ = false;
};

// Whether the item is a new object that nobody has, and comes to the end of a list in memory: what most additions are.
bool appends_new(Header* owner, const Attribute& attribute, std::size_t place, Header* item) noexcept {
    const Relationship& relationship = *attribute.relationship;
    const Attribute* back = relationship.back;
    if (attribute.spec->collection->kind != CollectionOps::list || place != ~std::size_t(0) || relationship.position ||
        !back || relationship.direction != Direction::one_to_many ||
        (word_of(owner, attribute) & (word_bits::assigned | word_bits::slow_read)) != word_bits::assigned)
        return false;
    if (!has_identity(owner) && owner->extra) return false; // it may have to be said that the item is back
    if (row_is_deleted(owner)) return false;
    return item && is_unclaimed(item, *back) && (item->owner == owner->owner || !item->owner);
}

// There is nobody to take it from and nothing to give up, so it needs no Mutation.
void append_new(Header* owner, const Attribute& attribute, Header* item) {
    const Occupied occupied(occupancy_of(owner->owner));
    link(owner, item);
    ListStorage& list = list_of(owner, attribute);
    if (list.items.size() == list.items.capacity()) list.items.reserve(2 * list.items.size() + 8);
    ReferenceStorage& reference = reference_of(item, *attribute.relationship->back);
    const std::uint32_t old_word = reference.word;
    Noting noting(owner, attribute, item);
    noting.tell();
    reference.kind = ReferenceStorage::object;
    reference.item = object_of(owner);
    reference.word = (old_word & ~std::uint32_t(word_bits::slow_read)) | word_bits::assigned | word_bits::dirty;
    try {
        if (item->owner != owner->owner && attribute.relationship->cascades(save_update))
            owner->owner->adopt(&item, 1, owner);
    } catch (...) {
        reference.kind = ReferenceStorage::empty;
        reference.item = nullptr;
        reference.word = old_word;
        throw;
    }
    list.items.push_back(object_of(item));
    ++list.changes;
    noting.keep();
}

} // namespace

bool add_item(const std::uint32_t* collection, std::size_t place, Header* item) {
    Header* owner = header_of_word(collection);
    const Attribute& attribute = attribute_at(collection);
    if (!appends_new(owner, attribute, place, item)) return add_any_item(owner, attribute, place, item);
    append_new(owner, attribute, item);
    return true;
}

} // namespace athanor::kernel
