// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/collection_place.hpp"
#include "athanor/typed/ref.hpp"
#include <cstddef>
#include <iterator>
#include <span>

namespace athanor {

/// Goes through a Set in the order of insertion; gives handles, or plain pointers, by value.
/// **Throws** UsageError when the set was changed since begin().
template <class T, class Item = Ref<T>> class SetIterator : public kernel::CollectionPlace<kernel::SetStorage> {
public:
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::bidirectional_iterator_tag; // for old algorithms: see ListIterator
    using pointer = kernel::ShownPointer<Item>;
    using reference = Item;

    SetIterator() noexcept = default;
    /// Not for users.
    SetIterator(const kernel::SetStorage* set, std::size_t index) noexcept : CollectionPlace(set, index) { skip(); }

    Item operator*() const {
        check_read();
        if (place_ >= collection_->items.size() || !collection_->items[place_]) [[unlikely]]
            kernel::refuse_end(&collection_->word);
        if constexpr (std::is_pointer_v<Item>)
            return static_cast<Item>(collection_->items[place_]);
        else
            return Item(kernel::header_of_item(collection_->items[place_]));
    }
    pointer operator->() const { return {**this}; }
    SetIterator& operator++() {
        check();
        ++place_;
        skip();
        return *this;
    }
    SetIterator operator++(int) {
        SetIterator before = *this;
        ++*this;
        return before;
    }
    SetIterator& operator--() {
        check();
        while (place_ > 0 && !collection_->items[--place_]) {}
        return *this;
    }
    SetIterator operator--(int) {
        SetIterator before = *this;
        --*this;
        return before;
    }
    friend bool operator==(const SetIterator& a, const SetIterator& b) noexcept { return a.place_ == b.place_; }

private:
    // an erased member leaves a hole
    void skip() noexcept {
        while (place_ < collection_->items.size() && !collection_->items[place_]) ++place_;
    }
};

/// The members of a Set as plain pointers.
template <class T> class RawMembers {
public:
    /// Not for users.
    explicit RawMembers(const kernel::SetStorage* set) noexcept : set_(set) {}
    SetIterator<T, T*> begin() const noexcept { return {set_, 0}; }
    SetIterator<T, T*> end() const noexcept { return {set_, set_->items.size()}; }
    std::size_t size() const noexcept { return set_->size(); }
    bool empty() const noexcept { return size() == 0; }

private:
    const kernel::SetStorage* set_;
};

} // namespace athanor

template <class T> inline constexpr bool std::ranges::enable_borrowed_range<athanor::RawMembers<T>> = true;
