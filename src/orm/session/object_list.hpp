// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <vector>

namespace athanor::kernel {

/// Objects in the order in which they entered; any of them may leave at any time.
class ObjectList {
public:
    /// Strong guarantee.
    void push_back(Header* object) {
        objects_.push_back(object);
        ++size_;
        if (places_) note_place();
    }
    void remove(const Header* object) noexcept;
    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }
    std::vector<Header*> all() const;
    std::vector<Header*> take(); ///< all, leaving the list empty
    void reserve(std::size_t more) {
        const std::size_t wanted = objects_.size() + more;
        if (wanted > objects_.capacity()) objects_.reserve(std::max(wanted, 2 * objects_.capacity()));
    }

private:
    void note_place();             ///< of the last one
    std::vector<Header*> objects_; // null: one that left
    std::size_t size_ = 0;
    std::unique_ptr<boost::unordered_flat_map<const Header*, std::size_t>> places_; // from the first removal on
};

} // namespace athanor::kernel
