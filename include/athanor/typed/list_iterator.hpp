// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/ref.hpp"
#include <compare>
#include <cstddef>
#include <iterator>

namespace athanor {

/// Goes through a List and gives handles by value. **Throws** UsageError when the list was changed since begin().
template <class T> class ListIterator {
public:
    using value_type = Ref<T>;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using iterator_concept = std::random_access_iterator_tag;
    using pointer = void;
    using reference = Ref<T>;

    ListIterator() noexcept = default;
    /// Not for users.
    ListIterator(const kernel::ListStorage* list, std::size_t index) noexcept
        : list_(list), index_(index), changes_(list->changes) {}

    Ref<T> operator*() const {
        check();
        if (list_->word & kernel::word_bits::slow_read) [[unlikely]]
            kernel::before_read(&list_->word);
        if (index_ >= list_->items.size()) [[unlikely]]
            kernel::refuse_iteration(&list_->word);
        return Ref<T>(kernel::header_of_item(list_->items[index_]));
    }
    Ref<T> operator[](difference_type n) const { return *(*this + n); }
    ListIterator& operator++() {
        check();
        return ++index_, *this;
    }
    ListIterator operator++(int) {
        ListIterator before = *this;
        ++*this;
        return before;
    }
    ListIterator& operator--() noexcept { return --index_, *this; }
    ListIterator operator--(int) noexcept {
        ListIterator before = *this;
        --index_;
        return before;
    }
    ListIterator& operator+=(difference_type n) noexcept {
        index_ = static_cast<std::size_t>(position() + n);
        return *this;
    }
    ListIterator& operator-=(difference_type n) noexcept { return *this += -n; }
    friend ListIterator operator+(ListIterator i, difference_type n) noexcept { return i += n; }
    friend ListIterator operator+(difference_type n, ListIterator i) noexcept { return i += n; }
    friend ListIterator operator-(ListIterator i, difference_type n) noexcept { return i -= n; }
    friend difference_type operator-(const ListIterator& a, const ListIterator& b) noexcept {
        return a.position() - b.position();
    }
    friend bool operator==(const ListIterator& a, const ListIterator& b) noexcept { return a.index_ == b.index_; }
    friend auto operator<=>(const ListIterator& a, const ListIterator& b) noexcept { return a.index_ <=> b.index_; }
    std::size_t index() const noexcept { return index_; }
    difference_type position() const noexcept { return static_cast<difference_type>(index_); }

private:
    void check() const {
        if (list_->changes != changes_) [[unlikely]]
            kernel::refuse_iteration(&list_->word);
    }
    const kernel::ListStorage* list_ = nullptr;
    std::size_t index_ = 0;
    std::uint32_t changes_ = 0;
};

} // namespace athanor
