// SPDX-License-Identifier: MIT
#include "orm/instance/positions.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include <algorithm>

namespace athanor::kernel {

namespace {

bool stands_at(Header* item, const Attribute& position, std::size_t place) {
    const std::uint32_t word = word_of(item, position);
    if (!(word & word_bits::assigned) || (word & word_bits::slow_read)) return false;
    ScratchTexts scratch;
    return same(position.type->store(field_of(item, position), scratch), Cell::of(static_cast<std::int64_t>(place)));
}

// Where the members that have to be looked at begin. When the one before stands where it should, so do all before it:
// they have different places, and rows come in the order of these.
std::size_t first_to_count(const std::vector<void*>& items, std::size_t first, const Attribute& position) {
    return first == 0 || stands_at(header_of_item(items[first - 1]), position, first - 1) ? first : 0;
}

} // namespace

void Positions::appended(Header* owner, const Attribute& attribute, std::size_t count) {
    if (!attribute.relationship->position) return;
    const std::size_t size = list_of(owner, attribute).items.size();
    ranges_.push_back({owner, &attribute, size - count, size, true});
}

// The others stand where they stood: whoever counts them sees that at the last one.
void Positions::shortened(Header* owner, const Attribute& attribute) {
    if (!attribute.relationship->position) return;
    attribute.relationship->keeps_positions ? moved(owner, attribute) : appended(owner, attribute, 0);
}

void Positions::replaced(Header* owner, const Attribute& attribute) {
    std::erase_if(ranges_, [&](const Range& range) { return range.owner == owner && range.attribute == &attribute; });
    if (attribute.relationship->position) appended(owner, attribute, list_of(owner, attribute).items.size());
}

void Positions::moved(Header* owner, const Attribute& attribute, std::size_t first, std::size_t last) {
    if (!attribute.relationship->position) return;
    // who is beside them may have had another place than the one counted: then both would have one
    if (!attribute.relationship->keeps_positions) first = 0, last = ~std::size_t(0);
    const Range range{owner, &attribute, first, last, false};
    if (ranges_.empty() || ranges_.back() != range) ranges_.push_back(range);
}

void Positions::write(Mutation& mutation) const {
    for (const Range& range : ranges_) write(mutation, range);
}

void Positions::write(Mutation& mutation, const Range& range) {
    const Relationship& relationship = *range.attribute->relationship;
    const Attribute& position = *relationship.position;
    const auto& items = list_of(range.owner, *range.attribute).items;
    const bool keeps = relationship.keeps_positions;
    // what a rollback brings back is to be as it was
    const auto stays = [&](Header* item) {
        return keeps ? range.at_end && has_position(item, position) : item->state == State::deleted;
    };
    const std::size_t first = keeps ? range.first : first_to_count(items, range.first, position);
    for (std::size_t i = first; i < std::min(range.last, items.size()); ++i)
        if (Header* item = header_of_item(items[i]); !stays(item))
            mutation.write(item, position, static_cast<std::int64_t>(i));
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

bool read_last_position(Header* owner, const Attribute& attribute, std::size_t first) {
    const auto& items = list_of(owner, attribute).items;
    const std::size_t size = std::min(first, items.size());
    return size != 0 && read_position(header_of_item(items[size - 1]), attribute, FlushFirst::no);
}

bool read_positions(Header* owner, const Attribute& attribute, FlushFirst flush) {
    if (!in_memory(owner, attribute)) return false;
    bool read = false;
    const auto items = list_of(owner, attribute).items; // a flush may change it
    for (void* item : items) read |= read_position(header_of_item(item), attribute, flush);
    return read;
}

} // namespace athanor::kernel
