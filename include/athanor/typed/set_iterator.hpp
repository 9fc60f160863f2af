// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/ref.hpp"
#include <cstddef>
#include <iterator>
#include <span>

namespace athanor {

/// Goes through a Set in the order of insertion; gives handles, or plain pointers, by value.
/// **Throws** UsageError when the set was changed since begin().
template <class T, class Item = Ref<T>> class SetIterator {
public:
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using iterator_concept = std::forward_iterator_tag;
    using pointer = void;
    using reference = Item;

    SetIterator() noexcept = default;
    /// Not for users.
    SetIterator(const kernel::SetStorage* set, std::size_t index) noexcept
        : set_(set), index_(index), changes_(set->changes) {
        skip();
    }

    Item operator*() const {
        check();
        if (set_->word & kernel::word_bits::slow_read) [[unlikely]]
            kernel::before_read(&set_->word);
        if (index_ >= set_->items.size() || !set_->items[index_]) [[unlikely]]
            kernel::refuse_iteration(&set_->word);
        if constexpr (std::is_pointer_v<Item>)
            return static_cast<Item>(set_->items[index_]);
        else
            return Item(kernel::header_of_item(set_->items[index_]));
    }
    SetIterator& operator++() {
        check();
        ++index_;
        skip();
        return *this;
    }
    SetIterator operator++(int) {
        SetIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const SetIterator& a, const SetIterator& b) noexcept { return a.index_ == b.index_; }
    std::size_t index() const noexcept { return index_; }

private:
    void check() const {
        if (set_->changes != changes_) [[unlikely]]
            kernel::refuse_iteration(&set_->word);
    }
    // an erased member leaves a hole
    void skip() noexcept {
        while (index_ < set_->items.size() && !set_->items[index_]) ++index_;
    }
    const kernel::SetStorage* set_ = nullptr;
    std::size_t index_ = 0;
    std::uint32_t changes_ = 0;
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
