// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/set_algebra.hpp"
#include "athanor/orm/instance/object_access.hpp"
#include "athanor/orm/instance/storage.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

using Headers = boost::unordered_flat_set<const Header*>;

bool holds(const SetStorage& set, const Header* item) noexcept { return item && set.contains(object_of(item)); }

// Those of the set that are, or are not, among the others.
std::vector<Header*> members_where(const SetStorage& set, const Headers& others, bool among) {
    std::vector<Header*> result;
    for (void* item : set.items)
        if (item && others.contains(header_of_item(item)) == among) result.push_back(header_of_item(item));
    return result;
}

} // namespace

Exchange change_of(const SetStorage& set, SetAlgebra algebra, const std::vector<Header*>& others) {
    Exchange exchange;
    if (algebra == SetAlgebra::united) {
        exchange.entering = others;
        return exchange;
    }
    const Headers among(others.begin(), others.end());
    exchange.leaving = members_where(set, among, algebra != SetAlgebra::intersection);
    if (algebra == SetAlgebra::exclusive)
        std::ranges::copy_if(
            others, std::back_inserter(exchange.entering), [&](auto* item) { return !holds(set, item); });
    return exchange;
}

std::vector<Header*> combined(const SetStorage& set, SetAlgebra algebra, const std::vector<Header*>& others) {
    const Exchange exchange = change_of(set, algebra, others);
    const Headers leaving(exchange.leaving.begin(), exchange.leaving.end());
    std::vector<Header*> result = members_where(set, leaving, false);
    Headers entered;
    for (Header* item : exchange.entering)
        if (item && !holds(set, item) && entered.insert(item).second) result.push_back(item);
    return result;
}

Header* last_member(const SetStorage& set) {
    const auto last = std::ranges::find_if(set.items.rbegin(), set.items.rend(), [](void* item) { return item; });
    if (last == set.items.rend()) refuse_empty_pop(&set.word);
    return header_of_item(*last);
}

} // namespace athanor::kernel
