// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/relating.hpp"

namespace athanor::kernel {

void exchange_places(Header* owner, const Attribute& attribute, std::size_t left, std::size_t right) {
    require_loaded(owner, attribute);
    const auto& items = list_of(owner, attribute).items;
    Header* const first = header_of_item(items[left]);
    Header* const second = header_of_item(items[right]);
    Relating relating(owner, attribute);
    relating.reorder(left, {second});
    relating.reorder(right, {first});
    relating.finish();
}

} // namespace athanor::kernel
