// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include "athanor/orm/instance/object_access.hpp"
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

/// Walks over the entries of a dictionary; `Show` says what of them is seen. **Throws** UsageError when the dictionary
/// was changed since begin().
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
    /// Not for users.
    DictIterator(const DictStorage* storage, std::size_t place) noexcept
        : storage_(storage), place_(place), changes_(storage->changes) {}
    reference operator*() const { return Show::show(*entry()); }
    pointer operator->() const { return {**this}; }
    DictIterator& operator++() {
        check();
        place_ = storage_->next(place_);
        return *this;
    }
    DictIterator operator++(int) {
        DictIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const DictIterator& a, const DictIterator& b) noexcept { return a.place_ == b.place_; }
    std::size_t place() const noexcept { return place_; }
    const DictEntry* entry() const {
        check();
        if (storage_->word & word_bits::slow_read) [[unlikely]]
            before_read(&storage_->word);
        if (place_ >= storage_->entries.size() || !storage_->entries[place_]) [[unlikely]]
            refuse_iteration(&storage_->word);
        return storage_->entries[place_];
    }

private:
    void check() const {
        if (storage_->changes != changes_) [[unlikely]]
            refuse_iteration(&storage_->word);
    }
    const DictStorage* storage_ = nullptr;
    std::size_t place_ = DictStorage::npos;
    std::uint32_t changes_ = 0;
};

/// The keys, members or plain pointers of a dictionary. **Lifetime**: until the dictionary changes.
template <class Show> class DictView {
public:
    using iterator = DictIterator<Show>;
    explicit DictView(const DictStorage& storage) noexcept : storage_(&storage) {}
    iterator begin() const noexcept { return {storage_, storage_->first()}; }
    iterator end() const noexcept { return {storage_, DictStorage::npos}; }
    std::size_t size() const noexcept { return storage_->size(); }
    bool empty() const noexcept { return size() == 0; }

private:
    const DictStorage* storage_;
};

} // namespace kernel
} // namespace athanor
