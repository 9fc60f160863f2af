// SPDX-License-Identifier: MIT
#include "orm/instance/positions.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include <algorithm>

namespace athanor::kernel {

void Positions::appended(Header* owner, const Attribute& attribute, std::size_t count) {
    if (!attribute.relationship->position) return;
    const std::size_t size = list_of(owner, attribute).items.size();
    ranges_.push_back({owner, &attribute, size - count, size, true});
}

void Positions::moved(Header* owner, const Attribute& attribute, std::size_t first, std::size_t last) {
    if (attribute.relationship->position) ranges_.push_back({owner, &attribute, first, last, false});
}

void Positions::write(Mutation& mutation) const {
    for (const Range& range : ranges_) {
        const Attribute& position = *range.attribute->relationship->position;
        const auto& items = list_of(range.owner, *range.attribute).items;
        for (std::size_t i = range.first; i < std::min(range.last, items.size()); ++i)
            if (Header* item = header_of_item(items[i]); !range.keep || !has_position(item, position))
                mutation.write(item, position, static_cast<std::int64_t>(i));
    }
}

bool has_position(Header* item, const Attribute& position) {
    const std::uint32_t word = word_of(item, position);
    if (word & word_bits::slow_read) return true;
    ScratchTexts scratch;
    return (word & word_bits::assigned) && !position.type->store(field_of(item, position), scratch).is_null();
}

bool read_position(Header* item, const Attribute& attribute, FlushFirst flush) {
    const Attribute* position = attribute.relationship->position;
    if (!item || !item->owner || !has_identity(item)) return false;
    const std::uint32_t& word = word_of(item, *position);
    if (!(word & word_bits::slow_read)) return false;
    if (flush == FlushFirst::yes)
        before_read(&word);
    else
        item->owner->read_columns(item);
    return true;
}

bool read_positions(Header* owner, const Attribute& attribute, FlushFirst flush) {
    if (word_of(owner, attribute) & word_bits::slow_read) return false;
    bool read = false;
    const auto items = list_of(owner, attribute).items; // a flush may change it
    for (void* item : items) read |= read_position(header_of_item(item), attribute, flush);
    return read;
}

} // namespace athanor::kernel
