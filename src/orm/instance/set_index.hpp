// SPDX-License-Identifier: MIT
#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <vector>

namespace athanor::kernel {

/// Where each item of a large Set stands.
class SetIndex {
public:
    explicit SetIndex(const std::vector<void*>& items) { rebuild(items); }
    std::size_t find(const void* item) const noexcept {
        const auto place = places_.find(item);
        return place == places_.end() ? ~std::size_t(0) : place->second;
    }
    void insert(const void* item, std::size_t place) { places_.emplace(item, place); }
    void erase(const void* item) noexcept { places_.erase(item); }
    void rebuild(const std::vector<void*>& items) {
        places_.clear();
        places_.reserve(items.size());
        for (std::size_t place = 0; place < items.size(); ++place)
            if (items[place]) places_.emplace(items[place], place);
    }

private:
    boost::unordered_flat_map<const void*, std::size_t> places_;
};

} // namespace athanor::kernel
