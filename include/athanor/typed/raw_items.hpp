// SPDX-License-Identifier: MIT
#pragma once
#include <compare>
#include <cstddef>
#include <iterator>
#include <span>

namespace athanor {

/// The members as plain pointers, for algorithms that only read: `std::ranges::max(list.raw(), {}, &Item::id)`.
/// **Lifetime**: until the collection changes.
template <class T> class RawItems {
public:
    class iterator {
    public:
        using value_type = T*;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::random_access_iterator_tag;
        using pointer = void;
        using reference = T*;
        iterator() noexcept = default;
        explicit iterator(void* const* place) noexcept : place_(place) {}
        T* operator*() const noexcept { return static_cast<T*>(*place_); }
        T* operator[](difference_type n) const noexcept { return static_cast<T*>(place_[n]); }
        iterator& operator++() noexcept { return ++place_, *this; }
        iterator operator++(int) noexcept { return iterator(place_++); }
        iterator& operator--() noexcept { return --place_, *this; }
        iterator operator--(int) noexcept { return iterator(place_--); }
        iterator& operator+=(difference_type n) noexcept { return place_ += n, *this; }
        iterator& operator-=(difference_type n) noexcept { return place_ -= n, *this; }
        friend iterator operator+(iterator i, difference_type n) noexcept { return i += n; }
        friend iterator operator+(difference_type n, iterator i) noexcept { return i += n; }
        friend iterator operator-(iterator i, difference_type n) noexcept { return i -= n; }
        friend difference_type operator-(iterator a, iterator b) noexcept { return a.place_ - b.place_; }
        friend auto operator<=>(iterator a, iterator b) noexcept = default;

    private:
        void* const* place_ = nullptr;
    };
    RawItems(void* const* first, std::size_t count) noexcept : first_(first), count_(count) {}
    iterator begin() const noexcept { return iterator(first_); }
    iterator end() const noexcept { return iterator(first_ + count_); }
    std::reverse_iterator<iterator> rbegin() const noexcept { return std::reverse_iterator(end()); }
    std::reverse_iterator<iterator> rend() const noexcept { return std::reverse_iterator(begin()); }
    T* front() const noexcept { return (*this)[0]; }
    T* back() const noexcept { return (*this)[count_ - 1]; }
    std::size_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }
    T* operator[](std::size_t index) const noexcept { return static_cast<T*>(first_[index]); }

private:
    void* const* first_;
    std::size_t count_;
};

} // namespace athanor

template <class T> inline constexpr bool std::ranges::enable_borrowed_range<athanor::RawItems<T>> = true;
