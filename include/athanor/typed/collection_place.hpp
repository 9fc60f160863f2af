// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/object_access.hpp"
#include "athanor/orm/instance/word.hpp"
#include <cstddef>
#include <cstdint>

namespace athanor::kernel {

/// Where an iterator of a collection stands; knows when the collection has changed since.
template <class Storage> class CollectionPlace {
public:
    /// Not for users: the place, which must be one of that collection as it is now. **Throws** UsageError.
    std::size_t athanor_place_in(const Storage& collection) const {
        if (collection_ != &collection) refuse_other_iterator(&collection.word);
        check();
        return place_;
    }

protected:
    CollectionPlace() noexcept = default;
    CollectionPlace(const Storage* collection, std::size_t place) noexcept
        : collection_(collection), place_(place), changes_(collection->changes) {}

    void check() const {
        if (collection_->changes != changes_) [[unlikely]]
            refuse_iteration(&collection_->word);
    }
    /// Before what stands there is read.
    void check_read() const {
        check();
        if (collection_->word & word_bits::slow_read) [[unlikely]]
            before_read(&collection_->word);
    }

    const Storage* collection_ = nullptr;
    std::size_t place_ = 0;
    std::uint32_t changes_ = 0;
};

/// What `->` of an iterator gives whose `*` gives a value: it holds the value meanwhile.
template <class Shown> struct ShownPointer {
    Shown shown;
    const auto* operator->() const noexcept { return &shown; } // it may be a reference
};

} // namespace athanor::kernel
