// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/ref.hpp"
#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>

namespace athanor {

/// Goes through a proxy as through the relationship behind it, whose iterator it has inside: where that throws, this
/// does.
template <class Base, class Part> class ProxyIterator {
    template <class T> static decltype(auto) show(const Ref<T>& member) { return Part::show(*member); }
    template <class K, class T> static auto show(const std::pair<const K&, Ref<T>>& entry) {
        return std::pair<const K&, typename Part::Shown>(entry.first, Part::show(*entry.second));
    }

public:
    using reference = decltype(show(*std::declval<const Base&>()));
    using value_type = std::remove_cvref_t<reference>;
    using difference_type = std::ptrdiff_t;
    using iterator_category = typename Base::iterator_category; // for old algorithms: see ListIterator
    struct pointer {
        reference shown;
        auto* operator->() noexcept { return std::addressof(shown); }
    };

    ProxyIterator() noexcept = default;
    explicit ProxyIterator(Base base) noexcept : base_(std::move(base)) {}

    reference operator*() const { return show(*base_); }
    pointer operator->() const { return {**this}; }
    ProxyIterator& operator++() { return ++base_, *this; }
    ProxyIterator operator++(int) {
        ProxyIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const ProxyIterator& a, const ProxyIterator& b) noexcept { return a.base_ == b.base_; }

    // through a List
    // clang-format off
    reference operator[](difference_type n) const requires requires(Base base) { base += n; } { return *(*this + n); }
    ProxyIterator& operator--() requires requires(Base base) { --base; } { return --base_, *this; }
    ProxyIterator operator--(int) requires requires(Base base) { --base; } {
        ProxyIterator before = *this;
        --*this;
        return before;
    }
    ProxyIterator& operator+=(difference_type n) requires requires(Base base) { base += n; } {
        return base_ += n, *this;
    }
    ProxyIterator& operator-=(difference_type n) requires requires(Base base) { base -= n; } {
        return base_ -= n, *this;
    }
    friend ProxyIterator operator+(ProxyIterator i, difference_type n) requires requires(Base base) { base += n; } {
        return i += n;
    }
    friend ProxyIterator operator+(difference_type n, ProxyIterator i) requires requires(Base base) { base += n; } {
        return i += n;
    }
    friend ProxyIterator operator-(ProxyIterator i, difference_type n) requires requires(Base base) { base -= n; } {
        return i -= n;
    }
    friend difference_type operator-(const ProxyIterator& a, const ProxyIterator& b)
        requires requires(Base base) { base - base; } { return a.base_ - b.base_; }
    friend auto operator<=>(const ProxyIterator& a, const ProxyIterator& b)
        requires requires(Base base) { base <=> base; } { return a.base_ <=> b.base_; }
    // clang-format on

    /// Where it is in the relationship.
    const Base& base() const noexcept { return base_; }

private:
    Base base_;
};

} // namespace athanor
