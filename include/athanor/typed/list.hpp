// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/collection.hpp"
#include <iterator>

namespace athanor {

/// A relationship collection that keeps an order and may hold an object twice; used like a std::vector of handles.
///
///     for (auto post : ed->posts) std::cout << post->title;
///     ed->posts.add(Post{.title = "new"});
///     ed->posts.remove(ed->posts[0]);
///
/// **Emits** one SELECT when it is first read or changed on an object from the database; none on a new object.
/// **Throws** DetachedError when it would have to be loaded and the object has no session.
template <class T, auto... Options> class List : public kernel::CollectionBase<T, kernel::ListStorage> {
    using Base = kernel::CollectionBase<T, kernel::ListStorage>;

public:
    /// Gives handles by value; stays valid, by position, while the list changes.
    class iterator {
    public:
        using value_type = Ref<T>;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using iterator_concept = std::random_access_iterator_tag;
        using pointer = void;
        using reference = Ref<T>;
        iterator() noexcept = default;
        iterator(const List* list, std::size_t index) noexcept : list_(list), index_(index) {}
        Ref<T> operator*() const { return (*list_)[index_]; }
        Ref<T> operator[](difference_type n) const { return *(*this + n); }
        iterator& operator++() noexcept { return ++index_, *this; }
        iterator operator++(int) noexcept { return iterator(list_, index_++); }
        iterator& operator--() noexcept { return --index_, *this; }
        iterator operator--(int) noexcept { return iterator(list_, index_--); }
        iterator& operator+=(difference_type n) noexcept {
            index_ = static_cast<std::size_t>(static_cast<difference_type>(index_) + n);
            return *this;
        }
        iterator& operator-=(difference_type n) noexcept { return *this += -n; }
        friend iterator operator+(iterator i, difference_type n) noexcept { return i += n; }
        friend iterator operator+(difference_type n, iterator i) noexcept { return i += n; }
        friend iterator operator-(iterator i, difference_type n) noexcept { return i -= n; }
        friend difference_type operator-(iterator a, iterator b) noexcept {
            return static_cast<difference_type>(a.index_) - static_cast<difference_type>(b.index_);
        }
        friend bool operator==(iterator a, iterator b) noexcept { return a.index_ == b.index_; }
        friend auto operator<=>(iterator a, iterator b) noexcept { return a.index_ <=> b.index_; }
        std::size_t index() const noexcept { return index_; }

    private:
        const List* list_ = nullptr;
        std::size_t index_ = 0;
    };
    using const_iterator = iterator;

    List() noexcept = default;
    List(std::initializer_list<Ref<T>> members) : Base(members) {}
    List(const std::vector<Ref<T>>& members) {
        for (const Ref<T>& member : members) this->insert_at(kernel::at_end, member);
    }
    List(List&&) noexcept = default;
    /// Replaces the content: members that stay see nothing of it, the others leave and enter.
    List& operator=(std::initializer_list<Ref<T>> members) {
        this->replace(members.begin(), members.size());
        return *this;
    }
    List& operator=(const std::vector<Ref<T>>& members) {
        this->replace(members.data(), members.size());
        return *this;
    }
    List& operator=(const List& other) {
        if (this != &other) this->replace(other.headers());
        return *this;
    }
    List& operator=(List&& other) { return *this = static_cast<const List&>(other); }

    std::size_t size() const {
        this->require();
        return this->storage_.items.size();
    }
    bool empty() const { return size() == 0; }
    /// **Throws** IndexError.
    Ref<T> operator[](std::size_t index) const {
        this->require();
        const auto& items = this->storage_.items;
        if (index >= items.size()) [[unlikely]]
            kernel::refuse_index(&this->storage_.word, index, items.size());
        return Ref<T>(kernel::header_of_item(items[index]));
    }
    Ref<T> at(std::size_t index) const { return (*this)[index]; }
    Ref<T> front() const { return (*this)[0]; }
    Ref<T> back() const { return (*this)[size() - 1]; }
    iterator begin() const {
        this->require();
        return iterator(this, 0);
    }
    iterator end() const { return iterator(this, size()); }

    Ref<T> push_back(const Ref<T>& member) { return this->add(member); }
    Ref<T> push_back(T&& value) { return this->add(std::move(value)); }
    /// Inserts before the index; beyond the end it appends.
    Ref<T> insert(std::size_t index, const Ref<T>& member) {
        this->insert_at(index < size() ? index : kernel::at_end, member);
        return member;
    }
    Ref<T> insert(std::size_t index, T&& value) { return insert(index, make(std::move(value))); }
    iterator insert(iterator before, const Ref<T>& member) {
        insert(before.index(), member);
        return iterator(this, before.index());
    }
    /// Takes out what stands at the index. **Throws** IndexError.
    Ref<T> pop(std::size_t index) {
        Ref<T> member = (*this)[index];
        if (this->bound())
            kernel::remove_item(this->owner(), this->attribute(), index, member.header());
        else
            this->remove(member);
        return member;
    }
    /// Takes out the last one. **Throws** IndexError.
    Ref<T> pop() { return pop(size() - 1); }
    void pop_back() { pop(); }
    void erase(std::size_t index) { pop(index); }
    iterator erase(iterator place) {
        pop(place.index());
        return place;
    }
    /// Hands the content to `change` as a std::vector of plain pointers and applies the difference, by identity, when
    /// it returns; an exception leaves everything as it was.
    template <class F> void edit(F&& change) { this->edit_items(static_cast<F&&>(change)); }
    /// The members as plain pointers, to read.
    RawItems<T> raw() const {
        this->require();
        return {this->storage_.items.data(), this->storage_.items.size()};
    }

    static constexpr kernel::MemberSpec athanor_member() { return Base::template make_spec<Options...>(); }
};

} // namespace athanor
