// SPDX-License-Identifier: MIT
#include "orm/instance/append_new.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/extra.hpp"

namespace athanor::kernel {
namespace {

// The parts of an append that may fail, taken back by the destructor until they are kept.
class Entering {
public:
    Entering(Header* owner, const Attribute& attribute, Header* item)
        : owner_(owner), attribute_(attribute), item_(item) {}
    Entering(const Entering&) = delete;
    Entering& operator=(const Entering&) = delete;
    ~Entering() {
        if (kept_) return;
        if (log_) log_->add(item_, -1);
        if (told_) owner_->owner->unchanged(owner_);
    }
    void note() {
        if (!has_identity(owner_)) return; // everything a new object holds counts as added
        if (owner_->owner && !(owner_->flags & modified)) {
            owner_->owner->changed(owner_);
            told_ = true;
        }
        RelationLog& log = log_of(owner_, attribute_);
        log.add(item_, +1);
        log_ = &log;
    }
    void keep() noexcept { kept_ = true; }

private:
    Header* owner_;
    const Attribute& attribute_;
    Header* item_;
    RelationLog* log_ = nullptr;
    bool told_ = false, kept_ = false;
};

} // namespace

bool appends_new(Header* owner, const Attribute& attribute, std::size_t place, Header* item) noexcept {
    const Relationship& relationship = *attribute.relationship;
    const Attribute* back = relationship.back;
    if (attribute.spec->collection->kind != CollectionOps::list || place != ~std::size_t(0) || relationship.position ||
        !back || relationship.direction != Direction::one_to_many || !(word_of(owner, attribute) & word_bits::assigned))
        return false;
    if (!has_identity(owner) && owner->extra) return false; // it may have to be said that the item is back
    if (row_is_deleted(owner)) return false;
    const bool fresh = item && !has_identity(item) && !item->extra && !row_is_deleted(item) &&
        (item->owner == owner->owner || !item->owner);
    return fresh && reference_of(item, *back).kind == ReferenceStorage::empty &&
        !(word_of(item, *back) & word_bits::slow_read);
}

void append_new(Header* owner, const Attribute& attribute, Header* item) {
    const Occupied occupied(occupancy_of(owner->owner));
    link(owner, item);
    ListStorage& list = list_of(owner, attribute);
    if (list.items.size() == list.items.capacity()) list.items.reserve(2 * list.items.size() + 8);
    ReferenceStorage& reference = reference_of(item, *attribute.relationship->back);
    const std::uint32_t old_word = reference.word;
    Entering entering(owner, attribute, item);
    entering.note();
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
    entering.keep();
}

} // namespace athanor::kernel
