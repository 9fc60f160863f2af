// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/collection_place.hpp"
#include "athanor/typed/ref.hpp"
#include <compare>
#include <cstddef>
#include <iterator>

namespace athanor {

/// Goes through a List and gives handles by value. **Throws** UsageError when the list was changed since begin().
///
/// Old algorithms see a random access iterator, although `*` gives no reference: std::prev and the like go by that, and
/// those that would write do not compile, as a handle that is a temporary takes no assignment.
template <class T> class ListIterator : public kernel::CollectionPlace<kernel::ListStorage> {
public:
    using value_type = Ref<T>;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::random_access_iterator_tag;
    using pointer = kernel::ShownPointer<Ref<T>>;
    using reference = Ref<T>;

    ListIterator() noexcept = default;
    /// Not for users.
    ListIterator(const kernel::ListStorage* list, std::size_t index) noexcept : CollectionPlace(list, index) {}

    Ref<T> operator*() const {
        check_read();
        if (place_ >= collection_->items.size()) [[unlikely]]
            kernel::refuse_end(&collection_->word);
        return Ref<T>(kernel::header_of_item(collection_->items[place_]));
    }
    pointer operator->() const { return {**this}; }
    Ref<T> operator[](difference_type n) const { return *(*this + n); }
    ListIterator& operator++() {
        check();
        return ++place_, *this;
    }
    ListIterator operator++(int) {
        ListIterator before = *this;
        ++*this;
        return before;
    }
    ListIterator& operator--() noexcept { return --place_, *this; }
    ListIterator operator--(int) noexcept {
        ListIterator before = *this;
        --place_;
        return before;
    }
    ListIterator& operator+=(difference_type n) noexcept {
        place_ = static_cast<std::size_t>(position() + n);
        return *this;
    }
    ListIterator& operator-=(difference_type n) noexcept { return *this += -n; }
    friend ListIterator operator+(ListIterator i, difference_type n) noexcept { return i += n; }
    friend ListIterator operator+(difference_type n, ListIterator i) noexcept { return i += n; }
    friend ListIterator operator-(ListIterator i, difference_type n) noexcept { return i -= n; }
    friend difference_type operator-(const ListIterator& a, const ListIterator& b) noexcept {
        return a.position() - b.position();
    }
    friend bool operator==(const ListIterator& a, const ListIterator& b) noexcept { return a.place_ == b.place_; }
    friend auto operator<=>(const ListIterator& a, const ListIterator& b) noexcept { return a.place_ <=> b.place_; }
    std::size_t index() const noexcept { return place_; }

private:
    difference_type position() const noexcept { return static_cast<difference_type>(place_); }
};

} // namespace athanor
