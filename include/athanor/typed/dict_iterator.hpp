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
template <class Show> class DictIterator : public CollectionPlace<DictStorage> {
public:
    using reference = typename Show::Shown;
    using value_type = std::remove_cvref_t<reference>;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::bidirectional_iterator_tag; // for old algorithms: see ListIterator
    using pointer = ShownPointer<reference>;

    DictIterator() noexcept = default;
    /// Not for users.
    DictIterator(const DictStorage* storage, std::size_t place) noexcept : CollectionPlace(storage, place) {}
    reference operator*() const {
        check_read();
        if (place_ >= collection_->entries.size() || !collection_->entries[place_]) [[unlikely]]
            refuse_end(&collection_->word);
        return Show::show(*collection_->entries[place_]);
    }
    pointer operator->() const { return {**this}; }
    DictIterator& operator++() {
        check();
        place_ = collection_->next(place_);
        return *this;
    }
    DictIterator operator++(int) {
        DictIterator before = *this;
        ++*this;
        return before;
    }
    DictIterator& operator--() {
        check();
        place_ = collection_->previous(place_);
        return *this;
    }
    DictIterator operator--(int) {
        DictIterator before = *this;
        --*this;
        return before;
    }
    friend bool operator==(const DictIterator& a, const DictIterator& b) noexcept { return a.place_ == b.place_; }
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

template <class Show> inline constexpr bool std::ranges::enable_borrowed_range<athanor::kernel::DictView<Show>> = true;
