// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include "athanor/orm/instance/object_access.hpp"
#include "athanor/typed/collection_place.hpp"
#include "athanor/typed/ref.hpp"
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace athanor {
namespace kernel {

// `show` refers to the key in its entry, as `->` does, which is there until the entry goes. What `*` gives outlives
// that: a loop may commit, or write a key, between two steps.

template <class T, class K> struct ShowPair {
    using Shown = std::pair<const K, Ref<T>>;
    static std::pair<const K&, Ref<T>> show(const DictEntry& entry) {
        return {*static_cast<const K*>(entry.key()), Ref<T>(header_of_item(entry.item))};
    }
};
template <class K> struct ShowKey {
    using Shown = K;
    static const K& show(const DictEntry& entry) noexcept { return *static_cast<const K*>(entry.key()); }
};
template <class T> struct ShowMember {
    using Shown = Ref<T>;
    static Shown show(const DictEntry& entry) { return Ref<T>(header_of_item(entry.item)); }
};
template <class T> struct ShowPointer {
    using Shown = T*;
    static Shown show(const DictEntry& entry) noexcept { return static_cast<T*>(entry.item); }
};

/// Walks over the entries of a dictionary; `Show` says what of them is seen. **Throws** UsageError when the dictionary
/// was changed since begin().
template <class Show> class DictIterator : public CollectionPlace<DictStorage> {
public:
    using reference = typename Show::Shown;
    using value_type = std::remove_cvref_t<reference>;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::bidirectional_iterator_tag; // for old algorithms: see ListIterator
    using pointer = ShownPointer<decltype(Show::show(std::declval<const DictEntry&>()))>;

    DictIterator() noexcept = default;
    /// Not for users.
    DictIterator(const DictStorage* storage, std::size_t place) noexcept : CollectionPlace(storage, place) {}
    reference operator*() const { return Show::show(entry()); }
    /// **Lifetime** of a key that is kept by reference: until its entry leaves, moves or is loaded again.
    pointer operator->() const { return {Show::show(entry())}; }
    DictIterator& operator++() {
        check_read(); // a place that was expired meanwhile has no next one
        if (place_ == DictStorage::npos) [[unlikely]]
            refuse_end(&collection_->word);
        place_ = collection_->next(place_);
        return *this;
    }
    DictIterator operator++(int) {
        DictIterator before = *this;
        ++*this;
        return before;
    }
    DictIterator& operator--() {
        check_read();
        place_ = collection_->previous(place_);
        return *this;
    }
    DictIterator operator--(int) {
        DictIterator before = *this;
        --*this;
        return before;
    }
    friend bool operator==(const DictIterator& a, const DictIterator& b) noexcept { return a.place_ == b.place_; }

private:
    const DictEntry& entry() const {
        check_read();
        if (place_ >= collection_->entries.size() || !collection_->entries[place_]) [[unlikely]]
            refuse_end(&collection_->word);
        return *collection_->entries[place_];
    }
};

/// The keys, members or plain pointers of a dictionary. **Lifetime**: until the dictionary changes.
template <class Show> class DictView {
public:
    using iterator = DictIterator<Show>;
    explicit DictView(const DictStorage& storage) noexcept : storage_(&storage) {}
    iterator begin() const { return {storage_, loaded().first()}; }
    iterator end() const noexcept { return {storage_, DictStorage::npos}; }
    std::size_t size() const { return loaded().size(); }
    bool empty() const { return size() == 0; }

private:
    const DictStorage& loaded() const {
        if (storage_->word & word_bits::slow_read) [[unlikely]]
            before_read(&storage_->word);
        return *storage_;
    }
    const DictStorage* storage_;
};

} // namespace kernel

template <class Base, class Part> class ProxyIterator;
/// Goes through a proxy of a Dict: pairs of the key and of what the member shows.
template <class T, class K, class Part> class ProxyIterator<kernel::DictIterator<kernel::ShowPair<T, K>>, Part> {
    using Base = kernel::DictIterator<kernel::ShowPair<T, K>>;

public:
    using reference = std::pair<const K, typename Part::Shown>;
    using value_type = reference;
    using difference_type = std::ptrdiff_t;
    using iterator_category = typename Base::iterator_category;
    using pointer = kernel::ShownPointer<std::pair<const K&, typename Part::Shown>>;

    ProxyIterator() noexcept = default;
    explicit ProxyIterator(Base base) noexcept : base_(std::move(base)) {}
    reference operator*() const {
        const auto entry = base_.operator->();
        return {entry->first, Part::show(*entry->second)};
    }
    pointer operator->() const {
        const auto entry = base_.operator->();
        return {{entry->first, Part::show(*entry->second)}};
    }
    ProxyIterator& operator++() { return ++base_, *this; }
    ProxyIterator operator++(int) { return ProxyIterator(base_++); }
    ProxyIterator& operator--() { return --base_, *this; }
    ProxyIterator operator--(int) { return ProxyIterator(base_--); }
    friend bool operator==(const ProxyIterator& a, const ProxyIterator& b) noexcept { return a.base_ == b.base_; }
    /// Where it is in the dictionary.
    const Base& base() const noexcept { return base_; }

private:
    Base base_;
};
} // namespace athanor

template <class Show> inline constexpr bool std::ranges::enable_borrowed_range<athanor::kernel::DictView<Show>> = true;
