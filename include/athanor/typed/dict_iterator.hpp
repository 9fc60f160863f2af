// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include "athanor/typed/ref.hpp"
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace athanor {
namespace kernel {

template <class T, class K> struct ShowPair {
    using Shown = std::pair<const K&, Ref<T>>;
    static Shown show(const DictEntry& entry) {
        return {*static_cast<const K*>(entry.key()), Ref<T>(header_of_item(entry.item))};
    }
};
template <class K> struct ShowKey {
    using Shown = const K&;
    static Shown show(const DictEntry& entry) noexcept { return *static_cast<const K*>(entry.key()); }
};
template <class T> struct ShowMember {
    using Shown = Ref<T>;
    static Shown show(const DictEntry& entry) { return Ref<T>(header_of_item(entry.item)); }
};
template <class T> struct ShowPointer {
    using Shown = T*;
    static Shown show(const DictEntry& entry) noexcept { return static_cast<T*>(entry.item); }
};

/// Walks over the entries of a dictionary; `Show` says what of them is seen.
template <class Show> class DictIterator {
public:
    using reference = typename Show::Shown;
    using value_type = std::remove_cvref_t<reference>;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using iterator_concept = std::forward_iterator_tag;
    struct pointer {
        reference shown;
        auto* operator->() noexcept { return &shown; }
    };
    DictIterator() noexcept = default;
    DictIterator(const std::vector<DictEntry*>* entries, std::size_t place) noexcept
        : entries_(entries), place_(place) {
        skip();
    }
    reference operator*() const { return Show::show(*(*entries_)[place_]); }
    pointer operator->() const { return {**this}; }
    DictIterator& operator++() noexcept {
        ++place_;
        skip();
        return *this;
    }
    DictIterator operator++(int) noexcept {
        DictIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const DictIterator& a, const DictIterator& b) noexcept { return a.place_ == b.place_; }
    std::size_t place() const noexcept { return place_; }

private:
    // an entry that went leaves an empty place
    void skip() noexcept {
        while (place_ < entries_->size() && !(*entries_)[place_]) ++place_;
    }
    const std::vector<DictEntry*>* entries_ = nullptr;
    std::size_t place_ = 0;
};

/// The keys, members or plain pointers of a dictionary. **Lifetime**: until the dictionary changes.
template <class Show> class DictView {
public:
    using iterator = DictIterator<Show>;
    explicit DictView(const DictStorage& storage) noexcept : storage_(&storage) {}
    iterator begin() const noexcept { return {&storage_->entries, 0}; }
    iterator end() const noexcept { return {&storage_->entries, storage_->entries.size()}; }
    std::size_t size() const noexcept { return storage_->size(); }
    bool empty() const noexcept { return size() == 0; }

private:
    const DictStorage* storage_;
};

} // namespace kernel
} // namespace athanor
