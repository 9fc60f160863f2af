// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/collection.hpp"
#include "athanor/typed/list_iterator.hpp"
#include "athanor/typed/raw_items.hpp"
#include <iterator>

namespace athanor {

/// A relationship collection that keeps an order and may hold an object twice; used like a std::vector of handles.
///
///     for (auto post : ed->posts) std::cout << post->title;
///     ed->posts.add(Post{.title = "new"});
///     ed->posts[0] = other;
///     ed->posts.remove(ed->posts[1]);
///
/// With `position<&Post::place>` that attribute of each member says where in the list it stands, counted from 0, after
/// every operation. **Emits** one SELECT when it is first read or changed on an object from the database; none on a new
/// object. **Throws** DetachedError when it would have to be loaded and the object has no session; UsageError when it
/// was changed by anything but the iterator while it is iterated: iterate over `snapshot()` then.
template <class T, auto... Options> class List : public kernel::CollectionBase<T, kernel::ListStorage> {
    using Base = kernel::CollectionBase<T, kernel::ListStorage>;
    static constexpr kernel::MemberOptions options = kernel::member_options<kernel::for_collection, Options...>;

public:
    using iterator = ListIterator<T>;
    using const_iterator = iterator;
    using reverse_iterator = std::reverse_iterator<iterator>;
    using const_reverse_iterator = reverse_iterator;

    /// One place of the list: reads as a handle, and assigning to it puts another member there, as set() does.
    /// A named copy, `auto first = list[0]`, is just a handle.
    class reference : public Ref<T> {
    public:
        reference(const reference&) = default;
        reference& operator=(const Ref<T>& member) && { return list_->set(index_, member), *this; }
        reference& operator=(const reference& other) && {
            return static_cast<reference&&>(*this) = static_cast<const Ref<T>&>(other);
        }
        reference& operator=(T&& value) && { return static_cast<reference&&>(*this) = make(std::move(value)); }
        template <kernel::no_handle_of<T> Wrong>
        void operator=(const Wrong&) && = delete; // athanor: list[i] takes a handle on an object of its class
        reference& operator=(Ref<T> other) & { return Ref<T>::operator=(std::move(other)), *this; }
        reference& operator=(const reference& other) & { return *this = static_cast<const Ref<T>&>(other); }

    private:
        friend class List;
        reference(List* list, std::size_t index)
            : Ref<T>(static_cast<const List&>(*list)[index]), list_(list), index_(index) {}
        List* list_;
        std::size_t index_;
    };
    using const_reference = Ref<T>;

    using Base::Base;
    using Base::operator=;
    friend void swap(List& left, List& right) { left.swap(right); }

    // ---- reading

    /// **Throws** IndexError.
    Ref<T> operator[](std::size_t index) const {
        this->require();
        const auto& items = this->storage_.items;
        if (index >= items.size()) [[unlikely]]
            kernel::refuse_index(&this->storage_.word, index, items.size());
        return Ref<T>(kernel::header_of_item(items[index]));
    }
    reference operator[](std::size_t index) { return reference(this, index); }
    Ref<T> at(std::size_t index) const { return (*this)[index]; }
    Ref<T> front() const { return (*this)[0]; }
    Ref<T> back() const { return (*this)[last()]; }
    /// Where the object stands first; end() when it is not there.
    iterator find(const Ref<T>& member) const {
        const std::size_t place = member ? Base::find(member.get()) : kernel::CollectionOps::npos;
        return place == kernel::CollectionOps::npos ? end() : iterator_at(place);
    }
    /// Where the object stands first. **Throws** ValueError when it is not there.
    std::size_t index(const Ref<T>& member) const {
        const std::size_t place = member ? Base::find(member.get()) : kernel::CollectionOps::npos;
        if (place == kernel::CollectionOps::npos) kernel::refuse_absent_member(&this->storage_.word, member.header());
        return place;
    }
    /// How often the object stands in the list.
    std::size_t count(const Ref<T>& member) const {
        std::size_t places = 0;
        for (const T* item : raw()) places += item == member.get();
        return places;
    }
    /// The members of [first, last), which may lie beyond the end.
    std::vector<Ref<T>> slice(std::size_t first, std::size_t last) const {
        std::vector<Ref<T>> members;
        for (const std::size_t end = up_to(last); first < end; ++first) members.push_back(at(first));
        return members;
    }
    iterator begin() const {
        this->require();
        return iterator(&this->storage_, 0);
    }
    iterator end() const { return iterator(&this->storage_, this->size()); }
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }
    reverse_iterator rbegin() const { return reverse_iterator(end()); }
    reverse_iterator rend() const { return reverse_iterator(begin()); }
    /// The members as plain pointers, to read: `std::ranges::max(list.raw(), {}, &Item::id)`.
    /// **Lifetime**: until the list changes.
    RawItems<T> raw() const {
        this->require();
        return {this->storage_.items.data(), this->storage_.items.size()};
    }
    /// The same objects in the same order.
    template <class Range>
        requires(HandlesOf<const Range, T>)
    friend bool operator==(const List& left, const Range& right) {
        std::size_t index = 0;
        for (const Ref<T>& member : right)
            if (index >= left.size() || left[index++] != member) return false;
        return index == left.size();
    }

    // ---- putting in

    template <std::convertible_to<Ref<T>> Handle> Ref<T> push_back(const Handle& member) { return this->add(member); }
    Ref<T> push_back(T&& value) { return this->add(std::move(value)); }
    template <kernel::no_handle_of<T> Wrong>
    void push_back(const Wrong&) = delete; // athanor: a List takes handles on objects of its own class, or values of it
    /// Makes an object of the values, as `T{…}` does, and adds it.
    template <class... Values> Ref<T> emplace_back(Values&&... values) {
        return this->add(T{static_cast<Values&&>(values)...});
    }
    template <class... Values> iterator emplace(iterator before, Values&&... values) {
        return insert(before, T{static_cast<Values&&>(values)...});
    }
    /// Adds them at the end.
    template <HandlesOf<T> Range> List& operator+=(Range&& members) { return this->add_all(members), *this; }
    template <kernel::no_handles_of<T> Wrong>
    void operator+=(const Wrong&) = delete; // athanor: += takes a range of handles on objects of the List's own class
    List& operator+=(std::initializer_list<Ref<T>> members) { return this->add_all(members), *this; }
    /// Inserts before the index; beyond the end it appends.
    Ref<T> insert(std::size_t index, const Ref<T>& member) {
        this->insert_at(up_to(index), member);
        return member;
    }
    Ref<T> insert(std::size_t index, T&& value) { return insert(index, make(std::move(value))); }
    template <HandlesOf<T> Range> void insert(std::size_t index, Range&& members) { set_slice(index, index, members); }
    void insert(std::size_t index, std::initializer_list<Ref<T>> members) { set_slice(index, index, members); }
    /// Inserts before the iterator. Where the first one stands now.
    iterator insert(iterator before, const Ref<T>& member) { return insert_before(before, member); }
    iterator insert(iterator before, T&& value) { return insert_before(before, make(std::move(value))); }
    template <HandlesOf<T> Range> iterator insert(iterator before, Range&& members) {
        return insert_before(before, members);
    }
    iterator insert(iterator before, std::initializer_list<Ref<T>> members) { return insert_before(before, members); }
    template <std::input_iterator Iterator, std::sentinel_for<Iterator> End>
    iterator insert(iterator before, Iterator first, End last) {
        return insert_before(before, Base::handles_between(first, last));
    }
    template <class Place, kernel::no_members_of<T> Wrong>
        requires std::convertible_to<Place, std::size_t> || std::convertible_to<Place, iterator>
    void insert(Place, const Wrong&) = delete; // athanor: a List takes handles on objects of its own class
    /// Puts the member in place of the one that stands there, which leaves. **Throws** IndexError.
    void set(std::size_t index, const Ref<T>& member) {
        at(index);
        splice(index, 1, {member.header()});
    }
    Ref<T> set(std::size_t index, T&& value) {
        const Ref<T> member = make(std::move(value));
        set(index, member);
        return member;
    }
    /// Puts the members in place of those of [first, last), which may lie beyond the end.
    template <HandlesOf<T> Range> void set_slice(std::size_t first, std::size_t last, Range&& members) {
        const std::vector<Ref<T>>& kept = this->handles_of(members);
        splice_range(first, last, this->headers_of(kept));
    }
    void set_slice(std::size_t first, std::size_t last, std::initializer_list<Ref<T>> members) {
        splice_range(first, last, this->headers_of(members));
    }
    /// Replaces the content, as `=` does.
    void assign(std::initializer_list<Ref<T>> members) { *this = members; }
    template <HandlesOf<T> Range> void assign(Range&& members) { *this = members; }
    template <std::input_iterator Iterator, std::sentinel_for<Iterator> End> void assign(Iterator first, End last) {
        *this = Base::handles_between(first, last);
    }

    // ---- taking out

    /// Takes out what stands at the index. **Throws** IndexError.
    Ref<T> pop(std::size_t index) {
        if (index >= this->size()) [[unlikely]]
            this->note_miss();
        Ref<T> member = at(index);
        splice(index, 1, {});
        return member;
    }
    /// Takes out the last one. **Throws** IndexError.
    Ref<T> pop() { return pop(last()); }
    void pop_back() { pop(); }
    void erase(std::size_t index) {
        at(index);
        splice(index, 1, {});
    }
    iterator erase(iterator place) {
        const std::size_t index = place_of(place);
        *place; // a UsageError at the end
        erase(index);
        return iterator_at(index);
    }
    iterator erase(iterator first, iterator last) {
        const std::size_t index = place_of(first);
        erase_slice(index, place_of(last));
        return iterator_at(index);
    }
    /// Takes out the members of [first, last), which may lie beyond the end.
    void erase_slice(std::size_t first, std::size_t last) { splice_range(first, last, {}); }

    // ---- the order; members do not hear of it

    /// Puts the members in order, keeping that of equal ones: `sort([](auto& a, auto& b) { return a.title < b.title;
    /// })`.
    template <class Less> void sort(Less less) {
        static_assert(!kernel::takes_values<Less, const T, const T>(),
            "athanor: objects do not copy, so what sort() compares with takes them by reference: "
            "sort([](auto& a, auto& b) { … })");
        std::vector<kernel::Header*> items = this->headers();
        this->calling_out([&] {
            kernel::stable_sort(items, &less, [](void* context, const void* left, const void* right) -> bool {
                return (*static_cast<Less*>(context))(*static_cast<const T*>(left), *static_cast<const T*>(right));
            });
        });
        arrange(0, items);
    }
    /// The same by an attribute, or by what a function says of each member: `sort_by(&Post::title)`.
    template <class Projection> void sort_by(Projection projection) {
        sort([&](const T& left, const T& right) {
            return kernel::project(projection, left) < kernel::project(projection, right);
        });
    }
    void reverse() {
        const std::vector<kernel::Header*> items = this->headers();
        arrange(0, {items.rbegin(), items.rend()});
    }
    using Base::swap;
    /// Exchanges what stands at two places. **Throws** IndexError.
    void swap(std::size_t left, std::size_t right) {
        at(left < right ? right : left);
        if (left == right) return;
        if (this->bound()) return kernel::exchange_places(this->owner(), this->attribute(), left, right);
        std::swap(this->storage_.items[left], this->storage_.items[right]);
        kernel::count_change(Base::ops(), &this->storage_);
    }
    /// Takes the member at one place to another; those between move up or down. **Throws** IndexError.
    void move(std::size_t from, std::size_t to) {
        arrange_between(from, to, [&](auto& items) {
            const auto leaving = from < to ? items.begin() : items.end() - 1;
            kernel::Header* const member = *leaving;
            items.erase(leaving);
            items.insert(from < to ? items.end() : items.begin(), member);
        });
    }
    /// Writes the place of each member into its position, where somebody else changed it.
    void reorder() requires(kernel::is_position<decltype(Options)> || ...) { arrange(0, this->headers()); }

    /// Hands the content to `change` as a std::vector of plain pointers and applies the difference, by identity and
    /// occurrence, when it returns; an exception leaves everything as it was.
    template <class F> void edit(F&& change) { this->edit_items(static_cast<F&&>(change)); }

    static constexpr kernel::MemberSpec athanor_member() { return Base::template make_spec<Options...>(); }

private:
    template <class Members> iterator insert_before(const iterator& before, const Members& members) {
        const std::size_t place = place_of(before);
        insert(place, members);
        return iterator_at(place);
    }
    std::size_t place_of(const iterator& place) const { return place.athanor_place_in(this->storage_); }
    iterator iterator_at(std::size_t place) const { return iterator(&this->storage_, place); }
    std::size_t last() const {
        const std::size_t size = this->size();
        return size ? size - 1 : 0; // at() says that there is none
    }
    std::size_t up_to(std::size_t index) const {
        const std::size_t size = this->size();
        return index < size ? index : size;
    }
    void splice_range(std::size_t first, std::size_t last, const std::vector<kernel::Header*>& items) {
        first = up_to(first);
        last = up_to(last);
        splice(first, first < last ? last - first : 0, items);
    }
    void splice(std::size_t place, std::size_t removed, const std::vector<kernel::Header*>& items) {
        if (this->bound()) return kernel::splice_items(this->owner(), this->attribute(), place, removed, items);
        std::vector<kernel::Header*> content = this->headers();
        const auto first = content.begin() + static_cast<std::ptrdiff_t>(place);
        content.insert(content.erase(first, first + static_cast<std::ptrdiff_t>(removed)), items.begin(), items.end());
        this->replace(content);
    }
    // what stands from the place on, in another order
    void arrange(std::size_t place, const std::vector<kernel::Header*>& items) {
        if (this->bound()) return kernel::reorder_items(this->owner(), this->attribute(), place, items);
        splice(place, items.size(), items);
    }
    template <class Change> void arrange_between(std::size_t left, std::size_t right, Change&& change) {
        const std::size_t first = left < right ? left : right, last = left < right ? right : left;
        at(last);
        if (first == last) return;
        std::vector<kernel::Header*> items;
        for (std::size_t i = first; i <= last; ++i) items.push_back(kernel::header_of_item(this->storage_.items[i]));
        change(items);
        arrange(first, items);
    }
};

} // namespace athanor
