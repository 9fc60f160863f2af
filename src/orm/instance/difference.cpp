// SPDX-License-Identifier: MIT
#include "orm/instance/difference.hpp"
#include <boost/unordered/unordered_flat_map.hpp>

namespace athanor::kernel {
namespace {

enum Mark : std::uint8_t { was = 1, will = 2 };

// true when an item stands there twice
bool mark(const std::vector<Header*>& items, Mark with) noexcept {
    bool twice = false;
    for (Header* item : items) {
        twice = twice || (item->scratch & with);
        item->scratch |= with;
    }
    return twice;
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
    for (Header* item : after) {
        Count& count = counts[item];
        if (++count.now > count.before) result.entering.push_back(item);
        if (count.before == 0 && count.now == 1) result.newcomers.push_back(item);
    }
    for (Header* item : before)
        if (Count& count = counts[item]; count.now < count.before) {
            --count.before;
            result.leaving.push_back(item);
        } else {
            result.staying.push_back(item);
        }
    return result;
}

} // namespace

Difference difference_of(const std::vector<Header*>& before, const std::vector<Header*>& after) {
    Difference result;
    result.leaving.reserve(before.size());
    result.staying.reserve(before.size());
    result.entering.reserve(after.size());
    // no user code runs while the marks stand, and nothing throws
    const bool old_twice = mark(before, was), new_twice = mark(after, will);
    if (!old_twice && !new_twice) {
        for (Header* item : before) (item->scratch & will ? result.staying : result.leaving).push_back(item);
        for (Header* item : after)
            if (!(item->scratch & was)) result.entering.push_back(item);
    }
    unmark(before);
    unmark(after);
    if (old_twice || new_twice) return count_difference(before, after);
    result.newcomers = result.entering;
    return result;
}

} // namespace athanor::kernel
