// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/set_algebra.hpp"
#include "athanor/typed/collection.hpp"
#include "athanor/typed/set_iterator.hpp"

namespace athanor {

/// A relationship collection that holds each object once, in the order in which they came; one-to-many, or many-to-many
/// when the other side is a collection too.
///
///     post->tags.insert(cpp);
///     post->tags |= other->tags;
///     if (post->tags.contains(cpp)) …
///
/// **Emits** one SELECT when it is first read or changed on an object from the database; none on a new object.
/// **Throws** DetachedError when it would have to be loaded and the object has no session; UsageError when it was
/// changed while it is iterated: iterate over `snapshot()` then.
template <class T, auto... Options> class Set : public kernel::CollectionBase<T, kernel::SetStorage> {
    using Base = kernel::CollectionBase<T, kernel::SetStorage>;
    using Algebra = kernel::SetAlgebra;

public:
    using iterator = SetIterator<T>;
    using const_iterator = iterator;
    using reverse_iterator = std::reverse_iterator<iterator>;
    using const_reverse_iterator = reverse_iterator;
    using key_type = Ref<T>;

    using Base::Base;
    using Base::operator=;
    friend void swap(Set& left, Set& right) { left.swap(right); }

    // ---- reading

    iterator begin() const {
        this->require();
        return iterator(&this->storage_, 0);
    }
    iterator end() const {
        this->require();
        return iterator(&this->storage_, this->storage_.items.size());
    }
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }
    reverse_iterator rbegin() const { return reverse_iterator(end()); }
    reverse_iterator rend() const { return reverse_iterator(begin()); }
    /// The one that came first, and the one that came last. **Throws** UsageError when there is none.
    Ref<T> front() const {
        check_not_empty();
        return *begin();
    }
    Ref<T> back() const {
        check_not_empty();
        return *--end();
    }
    /// The object in the set; end() when it is not there.
    iterator find(const Ref<T>& member) const {
        const std::size_t place = member ? Base::find(member.get()) : kernel::CollectionOps::npos;
        return place == kernel::CollectionOps::npos ? end() : iterator(&this->storage_, place);
    }
    std::size_t count(const Ref<T>& member) const { return this->contains(member); }
    /// The members as plain pointers, to read: `std::ranges::max(set.raw(), {}, &Item::id)`.
    /// **Lifetime**: until the set changes.
    RawMembers<T> raw() const {
        this->require();
        return RawMembers<T>(&this->storage_);
    }
    /// The same objects, in any order.
    template <class Range>
        requires(HandlesOf<const Range, T>)
    friend bool operator==(const Set& left, const Range& right) {
        return left.combine(Algebra::exclusive, right).empty();
    }
    template <HandlesOf<T> Range> bool is_subset_of(Range&& other) const {
        return combine(Algebra::difference, other).empty();
    }
    template <HandlesOf<T> Range> bool is_superset_of(Range&& other) const {
        return combine(Algebra::united, other).size() == this->size();
    }
    template <HandlesOf<T> Range> bool is_disjoint_from(Range&& other) const {
        return combine(Algebra::intersection, other).empty();
    }
    template <HandlesOf<T> Range> friend bool operator<=(const Set& left, Range&& right) {
        return left.is_subset_of(right);
    }
    template <HandlesOf<T> Range> friend bool operator>=(const Set& left, Range&& right) {
        return left.is_superset_of(right);
    }

    // ---- changing

    /// What insert gives: where the object is, and whether it is new there; true when it is.
    struct Inserted : std::pair<iterator, bool> {
        using std::pair<iterator, bool>::pair;
        explicit operator bool() const noexcept { return this->second; }
    };
    /// Adds the object, unless it is there.
    Inserted insert(const Ref<T>& member) {
        const std::size_t before = this->size();
        this->insert_at(kernel::at_end, member);
        return {find(member), this->size() != before};
    }
    Inserted insert(T&& value) { return insert(make(std::move(value))); }
    /// The hint says nothing: what is new comes last.
    iterator insert(iterator, const Ref<T>& member) { return insert(member).first; }
    iterator insert(iterator, T&& value) { return insert(std::move(value)).first; }
    /// Makes an object of the values, as `T{…}` does, and adds it.
    template <class... Values> Inserted emplace(Values&&... values) {
        return insert(T{static_cast<Values&&>(values)...});
    }
    /// Adds those that are not there, all or none.
    void insert(std::initializer_list<Ref<T>> members) { this->add_all(members); }
    template <HandlesOf<T> Range> void insert(Range&& members) { this->add_all(members); }
    template <kernel::no_members_of<T> Wrong>
    void insert(const Wrong&) = delete; // athanor: a Set takes handles on objects of its own class, or values of it
    template <std::input_iterator Iterator, std::sentinel_for<Iterator> End> void insert(Iterator first, End last) {
        this->add_all(Base::handles_between(first, last));
    }
    /// Replaces the content, as `=` does.
    void assign(std::initializer_list<Ref<T>> members) { *this = members; }
    template <HandlesOf<T> Range> void assign(Range&& members) { *this = members; }
    template <std::input_iterator Iterator, std::sentinel_for<Iterator> End> void assign(Iterator first, End last) {
        *this = Base::handles_between(first, last);
    }
    /// Takes the object out; how many there were.
    std::size_t erase(const Ref<T>& member) { return this->remove(member); }
    /// Takes it out; where the next one is.
    iterator erase(iterator place) {
        place.athanor_place_in(this->storage_);
        iterator next = place;
        *place; // a UsageError at the end
        return erase(place, ++next);
    }
    /// Takes out those from the first to before the last; where the next one is.
    iterator erase(iterator first, iterator last) {
        first.athanor_place_in(this->storage_);
        last.athanor_place_in(this->storage_);
        const std::vector<Ref<T>> leaving = Base::handles_between(first, last);
        const Ref<T> following = last == end() ? Ref<T>() : *last;
        this->exchange(this->headers_of(leaving), {});
        return following ? find(following) : end(); // places change when the set closes its holes
    }
    /// Takes out the one that came last. **Throws** KeyError when there is none.
    Ref<T> pop() {
        if (this->empty()) this->note_miss();
        Ref<T> member(kernel::last_member(this->storage_));
        this->remove(member);
        return member;
    }

    // Each applies the difference as one operation, all or nothing.
    template <HandlesOf<T> Range> Set& operator|=(Range&& other) { return apply(Algebra::united, other); }
    template <HandlesOf<T> Range> Set& operator&=(Range&& other) { return apply(Algebra::intersection, other); }
    template <HandlesOf<T> Range> Set& operator-=(Range&& other) { return apply(Algebra::difference, other); }
    template <HandlesOf<T> Range> Set& operator^=(Range&& other) { return apply(Algebra::exclusive, other); }
    Set& operator|=(std::initializer_list<Ref<T>> other) { return apply(Algebra::united, other); }
    Set& operator&=(std::initializer_list<Ref<T>> other) { return apply(Algebra::intersection, other); }
    Set& operator-=(std::initializer_list<Ref<T>> other) { return apply(Algebra::difference, other); }
    Set& operator^=(std::initializer_list<Ref<T>> other) { return apply(Algebra::exclusive, other); }
    template <kernel::no_handles_of<T> Wrong>
    void operator|=(const Wrong&) = delete; // athanor: a Set is combined with ranges of handles on its own class
    template <kernel::no_handles_of<T> Wrong>
    void operator&=(const Wrong&) = delete; // athanor: a Set is combined with ranges of handles on its own class
    template <kernel::no_handles_of<T> Wrong>
    void operator-=(const Wrong&) = delete; // athanor: a Set is combined with ranges of handles on its own class
    template <kernel::no_handles_of<T> Wrong>
    void operator^=(const Wrong&) = delete; // athanor: a Set is combined with ranges of handles on its own class

    // The same without changing the set: plain handles, in the order of the set, then of the other.
    template <HandlesOf<T> Range> friend std::vector<Ref<T>> operator|(const Set& set, Range&& other) {
        return set.combine(Algebra::united, other);
    }
    template <HandlesOf<T> Range> friend std::vector<Ref<T>> operator&(const Set& set, Range&& other) {
        return set.combine(Algebra::intersection, other);
    }
    template <HandlesOf<T> Range> friend std::vector<Ref<T>> operator-(const Set& set, Range&& other) {
        return set.combine(Algebra::difference, other);
    }
    template <HandlesOf<T> Range> friend std::vector<Ref<T>> operator^(const Set& set, Range&& other) {
        return set.combine(Algebra::exclusive, other);
    }

    /// Hands the content to `change` as a std::vector of plain pointers and applies the difference, by identity, when
    /// it returns; an exception leaves everything as it was.
    template <class F> void edit(F&& change) { this->edit_items(static_cast<F&&>(change)); }

    static constexpr kernel::MemberSpec athanor_member() { return Base::template make_spec<Options...>(); }

private:
    void check_not_empty() const {
        if (this->empty()) [[unlikely]]
            kernel::refuse_no_member(&this->storage_.word);
    }
    template <class Range> Set& apply(Algebra algebra, Range&& other) {
        this->require();
        const std::vector<Ref<T>>& kept = this->handles_of(other);
        const auto change = kernel::change_of(this->storage_, algebra, this->headers_of(kept));
        this->exchange(change.leaving, change.entering);
        return *this;
    }
    template <class Range> std::vector<Ref<T>> combine(Algebra algebra, Range&& other) const {
        this->require();
        const std::vector<Ref<T>>& kept = this->handles_of(other);
        std::vector<Ref<T>> members;
        for (kernel::Header* item : kernel::combined(this->storage_, algebra, this->headers_of(kept)))
            members.emplace_back(item);
        return members;
    }
};

} // namespace athanor
