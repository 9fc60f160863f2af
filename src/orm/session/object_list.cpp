// SPDX-License-Identifier: MIT
#include "orm/session/object_list.hpp"
#include <algorithm>
#include <utility>

namespace athanor::kernel {

void ObjectList::note_place() {
    try {
        places_->insert_or_assign(objects_.back(), objects_.size() - 1);
    } catch (...) {
        objects_.pop_back();
        --size_;
        throw;
    }
}

void ObjectList::remove(const Header* object) noexcept {
    std::size_t place = objects_.size();
    if (!places_ && objects_.size() > 16) {
        // without memory for the index a removal is slow, but it happens
        try {
            auto places = std::make_unique<boost::unordered_flat_map<const Header*, std::size_t>>();
            for (std::size_t i = 0; i < objects_.size(); ++i)
                if (objects_[i]) places->insert_or_assign(objects_[i], i);
            places_ = std::move(places);
        } catch (const std::bad_alloc&) {}
    }
    if (places_) {
        const auto found = places_->find(object);
        if (found == places_->end()) return;
        place = found->second;
        places_->erase(found);
    } else {
        place = static_cast<std::size_t>(std::ranges::find(objects_, object) - objects_.begin());
    }
    if (place == objects_.size()) return;
    objects_[place] = nullptr;
    if (--size_ == 0) {
        objects_.clear();
        places_.reset();
    }
}

std::vector<Header*> ObjectList::all() const {
    std::vector<Header*> objects;
    objects.reserve(size_);
    std::ranges::copy_if(objects_, std::back_inserter(objects), [](const Header* object) { return object != nullptr; });
    return objects;
}

std::vector<Header*> ObjectList::take() {
    std::vector<Header*> objects = std::exchange(objects_, {});
    places_.reset();
    size_ = 0;
    std::erase(objects, nullptr);
    return objects;
}

} // namespace athanor::kernel
