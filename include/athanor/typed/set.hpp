// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/collection.hpp"
#include <iterator>

namespace athanor {

/// A relationship collection that holds each object once, in the order in which they came; one-to-many, or many-to-many
/// when the other side is a collection too.
///
///     post->tags.insert(cpp);
///     if (post->tags.contains(cpp)) …
///
/// **Emits** one SELECT when it is first read or changed on an object from the database; none on a new object.
/// **Throws** DetachedError when it would have to be loaded and the object has no session.
template <class T, auto... Options> class Set : public kernel::CollectionBase<T, kernel::SetStorage> {
    using Base = kernel::CollectionBase<T, kernel::SetStorage>;

public:
    /// Gives handles by value.
    class iterator {
    public:
        using value_type = Ref<T>;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using iterator_concept = std::forward_iterator_tag;
        using pointer = void;
        using reference = Ref<T>;
        iterator() noexcept = default;
        iterator(const std::vector<void*>* items, std::size_t index) noexcept : items_(items), index_(index) { skip(); }
        Ref<T> operator*() const { return Ref<T>(kernel::header_of_item((*items_)[index_])); }
        iterator& operator++() noexcept {
            ++index_;
            skip();
            return *this;
        }
        iterator operator++(int) noexcept {
            iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.index_ == b.index_; }

    private:
        // an erased member leaves a hole
        void skip() noexcept {
            while (index_ < items_->size() && !(*items_)[index_]) ++index_;
        }
        const std::vector<void*>* items_ = nullptr;
        std::size_t index_ = 0;
    };
    using const_iterator = iterator;

    Set() noexcept = default;
    Set(std::initializer_list<Ref<T>> members) : Base(members) {}
    Set(const std::vector<Ref<T>>& members) {
        for (const Ref<T>& member : members) this->insert_at(kernel::at_end, member);
    }
    Set(Set&&) noexcept = default;
    /// Replaces the content: members that stay see nothing of it, the others leave and enter.
    Set& operator=(std::initializer_list<Ref<T>> members) {
        this->replace(members.begin(), members.size());
        return *this;
    }
    Set& operator=(const std::vector<Ref<T>>& members) {
        this->replace(members.data(), members.size());
        return *this;
    }
    Set& operator=(const Set& other) {
        if (this != &other) this->replace(other.headers());
        return *this;
    }
    Set& operator=(Set&& other) { return *this = static_cast<const Set&>(other); }

    std::size_t size() const {
        this->require();
        return this->storage_.size();
    }
    bool empty() const { return size() == 0; }
    iterator begin() const {
        this->require();
        return iterator(&this->storage_.items, 0);
    }
    iterator end() const {
        this->require();
        return iterator(&this->storage_.items, this->storage_.items.size());
    }

    /// Adds the object; false when it was there.
    bool insert(const Ref<T>& member) {
        const std::size_t before = size();
        this->insert_at(kernel::at_end, member);
        return size() != before;
    }
    bool insert(T&& value) { return insert(make(std::move(value))); }
    /// Takes the object out; how many there were.
    std::size_t erase(const Ref<T>& member) { return this->remove(member); }

    /// Hands the content to `change` as a std::vector of plain pointers and applies the difference, by identity, when
    /// it returns; an exception leaves everything as it was.
    template <class F> void edit(F&& change) { this->edit_items(static_cast<F&&>(change)); }

    static constexpr kernel::MemberSpec athanor_member() { return Base::template make_spec<Options...>(); }
};

} // namespace athanor
