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
    reverse_iterator rbegin() const { return reverse_iterator(end()); }
    reverse_iterator rend() const { return reverse_iterator(begin()); }
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
    template <HandlesOf<T> Range> friend bool operator==(const Set& left, const Range& right) {
        return left.combine(Algebra::exclusive, right).empty();
    }
    template <HandlesOf<T> Range> bool is_subset_of(const Range& other) const {
        return combine(Algebra::difference, other).empty();
    }
    template <HandlesOf<T> Range> bool is_superset_of(const Range& other) const {
        return combine(Algebra::united, other).size() == this->size();
    }
    template <HandlesOf<T> Range> bool is_disjoint_from(const Range& other) const {
        return combine(Algebra::intersection, other).empty();
    }

    // ---- changing

    /// Adds the object; false when it was there.
    bool insert(const Ref<T>& member) {
        const std::size_t before = this->size();
        this->insert_at(kernel::at_end, member);
        return this->size() != before;
    }
    bool insert(T&& value) { return insert(make(std::move(value))); }
    /// Adds those that are not there, all or none.
    void insert(std::initializer_list<Ref<T>> members) { this->add_all(members); }
    template <HandlesOf<T> Range> void insert(const Range& members) { this->add_all(members); }
    /// Takes the object out; how many there were.
    std::size_t erase(const Ref<T>& member) { return this->remove(member); }
    /// Takes it out; where the next one is.
    iterator erase(iterator place) {
        place.athanor_place_in(this->storage_);
        iterator next = place;
        const Ref<T> member = *place, following = ++next == end() ? Ref<T>() : *next;
        this->remove(member);
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
    template <HandlesOf<T> Range> Set& operator|=(const Range& other) { return apply(Algebra::united, other); }
    template <HandlesOf<T> Range> Set& operator&=(const Range& other) { return apply(Algebra::intersection, other); }
    template <HandlesOf<T> Range> Set& operator-=(const Range& other) { return apply(Algebra::difference, other); }
    template <HandlesOf<T> Range> Set& operator^=(const Range& other) { return apply(Algebra::exclusive, other); }
    Set& operator|=(std::initializer_list<Ref<T>> other) { return apply(Algebra::united, other); }
    Set& operator&=(std::initializer_list<Ref<T>> other) { return apply(Algebra::intersection, other); }
    Set& operator-=(std::initializer_list<Ref<T>> other) { return apply(Algebra::difference, other); }
    Set& operator^=(std::initializer_list<Ref<T>> other) { return apply(Algebra::exclusive, other); }

    // The same without changing the set: plain handles, in the order of the set, then of the other.
    template <HandlesOf<T> Range> friend std::vector<Ref<T>> operator|(const Set& set, const Range& other) {
        return set.combine(Algebra::united, other);
    }
    template <HandlesOf<T> Range> friend std::vector<Ref<T>> operator&(const Set& set, const Range& other) {
        return set.combine(Algebra::intersection, other);
    }
    template <HandlesOf<T> Range> friend std::vector<Ref<T>> operator-(const Set& set, const Range& other) {
        return set.combine(Algebra::difference, other);
    }
    template <HandlesOf<T> Range> friend std::vector<Ref<T>> operator^(const Set& set, const Range& other) {
        return set.combine(Algebra::exclusive, other);
    }

    /// Hands the content to `change` as a std::vector of plain pointers and applies the difference, by identity, when
    /// it returns; an exception leaves everything as it was.
    template <class F> void edit(F&& change) { this->edit_items(static_cast<F&&>(change)); }

    static constexpr kernel::MemberSpec athanor_member() { return Base::template make_spec<Options...>(); }

private:
    template <class Range> Set& apply(Algebra algebra, const Range& other) {
        this->require();
        const std::vector<Ref<T>> kept = this->handles_of(other);
        const auto change = kernel::change_of(this->storage_, algebra, this->headers_of(kept));
        this->exchange(change.leaving, change.entering);
        return *this;
    }
    template <class Range> std::vector<Ref<T>> combine(Algebra algebra, const Range& other) const {
        this->require();
        const std::vector<Ref<T>> kept = this->handles_of(other);
        std::vector<Ref<T>> members;
        for (kernel::Header* item : kernel::combined(this->storage_, algebra, this->headers_of(kept)))
            members.emplace_back(item);
        return members;
    }
};

} // namespace athanor
