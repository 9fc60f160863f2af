// SPDX-License-Identifier: MIT
// One-to-one and many-to-one: an object refers to another.
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/relating.hpp"
#include "orm/instance/slots.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>

namespace athanor::kernel {

void Relating::refer(Header* target) {
    if (relationship_->direction == Direction::one_to_many)
        exchange_single(target);
    else
        refer_to_owner(target);
}

// The owning side of a one-to-one relationship. What the row holds but memory does not is the flush's business.
void Relating::exchange_single(Header* target) {
    const Attribute* back = relationship_->back;
    Header* before = peek_reference(owner_, *attribute_);
    if (before == target && in_memory(owner_, *attribute_) && is_assigned(owner_, *attribute_))
        return mutation_.changed(owner_);
    if (before && before != target) {
        if (back && peek_reference(before, *back) == owner_) mutation_.point(before, *back, nullptr);
        if (!back) mutation_.count_holder(before, *relationship_, -1);
        lost(owner_, before, *relationship_);
    }
    if (target) {
        if (back) enter_owner(owner_, target);
        if (!back) mutation_.count_holder(target, *relationship_, +1);
        taken(owner_, target, *relationship_);
        leavers_.erase(std::remove(leavers_.begin(), leavers_.end(), target),
            leavers_.end()); // assigned by name, it stays also when its new holder is outside
        adopt_.push_back(target);
    }
    mutation_.point(owner_, *attribute_, target);
}

// A many-to-one reference: the old owner's collection loses this object, the new one's gets it.
void Relating::refer_to_owner(Header* target) {
    const Attribute* back = relationship_->back;
    Header* before = shown_before(owner_, *attribute_);
    Slot slot;
    if (back && target && target != before) {
        // its key may have to be read, and a read flushes what this change brings in
        const ComesAlong along(owner_->owner, relationship_->cascades(save_update) ? target : nullptr);
        if (back->kind == MemberKind::collection && in_memory(target, *back)) mutation_.touch(target, *back);
        slot = make_slot_beyond(target, *back, owner_);
    }
    if (before == target && in_memory(owner_, *attribute_)) {
        mutation_.touch(owner_, *attribute_);
        mutation_.changed(owner_);
        return;
    }
    if (back && before && before != target) drop_from(before, *back, owner_);
    mutation_.point(owner_, *attribute_, target);
    if (!target) return;
    if (back && before != target) show_in(target, *back, owner_, slot);
    adopt_.push_back(target);
}

// The automatic back side: shows the item in the owner's collection without carrying the save-update cascade.
void Relating::show_in(Header* owner, const Attribute& attribute, Header* item, Slot& slot) {
    if (attribute.kind == MemberKind::reference) {
        Header* before = peek_reference(owner, attribute);
        if (before && before != item) {
            if (peek_reference(before, *attribute_) == owner) mutation_.point(before, *attribute_, nullptr);
            lost(owner, before, *attribute.relationship);
        }
        mutation_.point(owner, attribute, item);
    } else {
        if (in_memory(owner, attribute) && !is_there(owner, attribute, item, slot)) {
            const std::size_t place = make_room(owner, attribute, at_end, slot);
            mutation_.insert(owner, attribute, place, item, slot);
            positions_.appended(owner, attribute);
        }
        mutation_.note(owner, attribute, item, +1);
    }
    taken(owner, item, *attribute.relationship);
}

} // namespace athanor::kernel
