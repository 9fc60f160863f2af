// SPDX-License-Identifier: MIT
#include "orm/instance/distinct.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/append_new.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/slots.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

bool is_list(const Attribute& attribute) noexcept { return attribute.spec->collection->kind == CollectionOps::list; }

bool is_distinct(Header* owner, const Attribute& attribute) noexcept {
    return is_list(attribute) && (word_of(owner, attribute) & word_bits::distinct);
}

void look_through(Header* owner, const Attribute& attribute) noexcept {
    enum : std::uint8_t { seen = 1 };
    const std::vector<void*>& items = list_of(owner, attribute).items;
    std::uint8_t twice = 0;
    for (void* item : items) {
        std::uint8_t& mark = header_of_item(item)->scratch;
        twice |= mark;
        mark |= seen;
    }
    for (void* item : items) header_of_item(item)->scratch &= static_cast<std::uint8_t>(~seen);
    if (!(twice & seen)) word_of(owner, attribute) |= word_bits::distinct;
}

// Nobody can have it: a new object that no collection of this relationship has touched.
bool is_held_nowhere(Header* item, const Relationship& relationship) noexcept {
    if (has_identity(item) || item->extra || relationship.direction != Direction::one_to_many) return false;
    return !relationship.back || is_unclaimed(item, *relationship.back);
}

} // namespace

bool is_held_again(Header* owner, const Attribute& attribute, Header* item) {
    if (is_distinct(owner, attribute)) return false;
    if (place_of(owner, attribute, item) != CollectionOps::npos) return true;
    if (is_list(attribute)) look_through(owner, attribute);
    return false;
}

std::vector<Header*> gone_from(Header* owner, const Attribute& attribute, std::vector<Header*> items) {
    if (is_distinct(owner, attribute)) return items;
    if (is_list(attribute)) look_through(owner, attribute);
    return not_held(owner, attribute, std::move(items));
}

StaysDistinct::StaysDistinct(Header* owner, const Attribute& attribute, Header* entering) {
    if (is_distinct(owner, attribute) && (!entering || is_held_nowhere(entering, *attribute.relationship)))
        word_ = &word_of(owner, attribute);
}

// Of several, some may be the same: that is not looked into.
StaysDistinct::StaysDistinct(Header* owner, const Attribute& attribute, const std::vector<Header*>& entering) {
    if (entering.size() < 2) *this = StaysDistinct(owner, attribute, entering.empty() ? nullptr : entering.front());
}

} // namespace athanor::kernel
