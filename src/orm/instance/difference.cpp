// SPDX-License-Identifier: MIT
#include "orm/instance/difference.hpp"
#include "athanor/orm/instance/object.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

namespace athanor::kernel {
namespace {

enum Mark : std::uint8_t { was = 1, will = 2 };

// true when an item stands there twice
bool mark(const std::vector<Header*>& items, Mark with) noexcept {
    std::uint8_t seen = 0;
    for (Header* item : items) {
        seen |= item->scratch;
        item->scratch |= with;
    }
    return (seen & with) != 0;
}

void unmark(const std::vector<Header*>& items) noexcept {
    for (Header* item : items) item->scratch &= static_cast<std::uint8_t>(~(was | will));
}

// Items that stand at several places are counted.
Difference count_difference(const std::vector<Header*>& before, const std::vector<Header*>& after) {
    struct Count {
        int before = 0, now = 0;
    };
    boost::unordered_flat_map<Header*, Count> counts;
    for (Header* item : before) ++counts[item].before;
    Difference result;
    result.counted = true;
    for (Header* item : after) {
        Count& count = counts[item];
        if (++count.now > count.before) result.entering.push_back(item);
        if (count.before == 0 && count.now == 1) result.newcomers.push_back(item);
    }
    for (Header* item : before)
        if (Count& count = counts[item]; count.now < count.before) {
            --count.before;
            result.leaving.push_back(item);
        } else if (!in_session(item)) {
            result.outside.push_back(item);
        }
    return result;
}

} // namespace

Difference difference_of(const std::vector<Header*>& before, const std::vector<Header*>& after) {
    Difference result;
    result.leaving.reserve(before.size());
    result.entering.reserve(after.size());
    // no user code runs while the marks stand, and nothing throws
    result.outside.reserve(
        static_cast<std::size_t>(std::ranges::count_if(before, [](const Header* item) { return !in_session(item); })));
    const bool old_twice = mark(before, was), new_twice = mark(after, will);
    if (!old_twice && !new_twice) {
        for (Header* item : before)
            if (!(item->scratch & will))
                result.leaving.push_back(item);
            else if (!in_session(item))
                result.outside.push_back(item);
        for (Header* item : after)
            if (!(item->scratch & was)) result.entering.push_back(item);
    }
    unmark(before);
    unmark(after);
    if (old_twice || new_twice) return count_difference(before, after);
    result.newcomers = result.entering;
    return result;
}

Parted parted(const std::vector<Header*>& members, const std::vector<Header*>& leaving) {
    enum : std::uint8_t { leaves = 1 };
    Parted parts;
    parts.staying.reserve(members.size());
    parts.gone.reserve(members.size());
    // no user code runs while the marks stand, and nothing throws
    for (Header* item : leaving) item->scratch |= leaves;
    for (Header* item : members) (item->scratch & leaves ? parts.gone : parts.staying).push_back(item);
    for (Header* item : leaving) item->scratch &= static_cast<std::uint8_t>(~leaves);
    return parts;
}

} // namespace athanor::kernel
