// SPDX-License-Identifier: MIT
#include "orm/instance/slots.hpp"
#include "athanor/orm/instance/dict_access.hpp"
#include "athanor/orm/instance/members.hpp"
#include "orm/instance/key_tracking.hpp"

namespace athanor::kernel {
std::size_t place_of(Header* owner, const Attribute& attribute, Header* item) {
    return ops_of(attribute).find(field_of(owner, attribute), object_of(item));
}

Header* item_at(Header* owner, const Attribute& attribute, std::size_t place) {
    return header_of_item(ops_of(attribute).at(field_of(owner, attribute), place));
}

Slot make_slot(Header* owner, const Attribute& attribute, Header* item) {
    Slot slot(ops_of(attribute), field_of(owner, attribute), object_of(item));
    if (ops_of(attribute).kind == CollectionOps::dict)
        settle_keys(dict_of(owner, attribute), static_cast<const DictEntry*>(slot.get()));
    return slot;
}

Slot make_slot_beyond(Header* owner, const Attribute& attribute, Header* item) {
    if (attribute.kind != MemberKind::collection || !in_memory(owner, attribute)) return {};
    return make_slot(owner, attribute, item);
}

std::size_t occupied_place(Header* owner, const Attribute& attribute, const Slot& slot) {
    if (ops_of(attribute).kind == CollectionOps::list) return CollectionOps::npos;
    return ops_of(attribute).occupied(field_of(owner, attribute), slot.get());
}

bool is_there(Header* owner, const Attribute& attribute, Header* item, const Slot& slot) {
    const std::size_t place = occupied_place(owner, attribute, slot);
    return place != CollectionOps::npos && item_at(owner, attribute, place) == item;
}

void refuse_occupied(Header* owner, const Attribute& attribute, const Slot& slot, Header* item) {
    const std::size_t place = occupied_place(owner, attribute, slot);
    if (place == CollectionOps::npos) return;
    const DictStorage& dict = dict_of(owner, attribute);
    refuse_same_key(dict, dict.entries[place], object_of(item));
}

} // namespace athanor::kernel
