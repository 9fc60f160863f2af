// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/object_access.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/make.hpp"
#include "athanor/typed/relationship_query.hpp"
#include <cstddef>
#include <initializer_list>
#include <vector>

namespace athanor {
namespace kernel {

/// What all collections in memory have; the core does the work, the types are put on here.
///
/// Bound to an object, every change goes to both sides of the relationship and to the session. Free-standing, as in
/// `User{.posts = {…}}`, it just holds what it is given.
template <class T, class Storage> class CollectionBase {
public:
    using target_type = T;
    using value_type = Ref<T>;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;

    CollectionBase() noexcept = default;
    CollectionBase(std::initializer_list<Ref<T>> members) {
        for (const Ref<T>& member : members) storage_.hold(item_of(member));
        storage_.word |= word_bits::assigned;
    }
    CollectionBase(CollectionBase&&) noexcept = default;
    CollectionBase(const CollectionBase&) = delete;
    CollectionBase& operator=(const CollectionBase&) = delete;

    /// Adds the object at the end. **Emits** one SELECT when the collection is not loaded.
    Ref<T> add(const Ref<T>& member) {
        insert_at(at_end, member);
        return member;
    }
    /// Makes an object of the value and adds it.
    Ref<T> add(T&& value) { return add(make(std::move(value))); }
    /// Adds all of them, or none when one is refused.
    void add_all(std::initializer_list<Ref<T>> members) { insert_all(at_end, members.begin(), members.size()); }
    void add_all(const std::vector<Ref<T>>& members) { insert_all(at_end, members.data(), members.size()); }
    /// Makes objects of the values and adds them: `list.add_all({{.keyword = "a"}, {.keyword = "b"}})`.
    template <class U = T, std::size_t N> void add_all(U (&&values)[N]) {
        std::vector<Ref<T>> members;
        members.reserve(N);
        for (U& value : values) members.push_back(make(std::move(value)));
        add_all(members);
    }
    /// Takes the object out; false when it was not there. What is owned is deleted by the next flush.
    bool remove(const Ref<T>& member) {
        if (!member) return false;
        if (bound()) return remove_item(owner(), attribute(), at_end, member.header());
        return take_out(member);
    }
    /// Takes out everything.
    void clear() {
        if (bound()) return clear_items(owner(), attribute());
        replace({});
    }

    bool contains(const Ref<T>& member) const { return member && find(member.get()) != CollectionOps::npos; }
    bool contains(const T* member) const { return member && find(member) != CollectionOps::npos; }

    /// In a query: some member fulfils the condition. `p->tags.any([](auto& t) { return t.name == "c++"; })`
    template <class F> Expr<bool> any(F&& condition) const volatile {
        return any_member<T>(&storage_.word, static_cast<F&&>(condition));
    }
    /// In a query: there is a member.
    Expr<bool> any() const volatile { return Expr<bool>(any_member_code(&storage_.word, {})); }
    /// In a query: no member fulfils the condition.
    template <class F> Expr<bool> none(F&& condition) const volatile { return !any(static_cast<F&&>(condition)); }
    /// In a query: the object is a member.
    Expr<bool> contains(const Ref<T>& member) const volatile {
        return Expr<bool>(has_member_code(&storage_.word, member.header()));
    }
    /// Not for users: in a query, the relationship.
    const volatile std::uint32_t* athanor_relationship() const volatile noexcept { return &storage_.word; }

protected:
    static void* item_of(const Ref<T>& member) {
        if (!member) refuse_null_handle();
        return object_of(member.header());
    }
    bool bound() const noexcept { return (storage_.word & word_bits::bound) != 0; }
    Header* owner() const noexcept { return header_of_word(&storage_.word); }
    const Attribute& attribute() const noexcept { return attribute_of_word(&storage_.word); }
    void require() const {
        if (storage_.word & word_bits::slow_read) [[unlikely]]
            before_read(&storage_.word);
    }
    std::size_t find(const void* item) const {
        require();
        return ops().find(&storage_, item);
    }
    static const CollectionOps& ops() noexcept { return Storage::ops(); }

    void insert_at(std::size_t place, const Ref<T>& member) {
        if (bound())
            add_item(owner(), attribute(), place, member.header());
        else
            hold_at(place, member);
    }
    void insert_all(std::size_t place, const Ref<T>* members, std::size_t count) {
        std::vector<Header*> items(count);
        for (std::size_t i = 0; i < count; ++i) items[i] = members[i].header();
        if (bound()) return add_items(owner(), attribute(), place, items.data(), count);
        for (std::size_t i = 0; i < count; ++i) hold_at(place == at_end ? place : place + i, members[i]);
    }
    void replace(const std::vector<Header*>& items) {
        if (bound()) return replace_items(owner(), attribute(), items.data(), items.size());
        std::vector<Ref<T>> kept;
        for (Header* item : items) kept.emplace_back(item);
        for (void* item : ops().take(&storage_)) release(header_of_item(item));
        for (const Ref<T>& item : kept) storage_.hold(item_of(item));
        storage_.word |= word_bits::assigned;
    }
    void replace(const Ref<T>* members, std::size_t count) {
        std::vector<Header*> items(count);
        for (std::size_t i = 0; i < count; ++i) items[i] = members[i].header();
        replace(items);
    }
    std::vector<Header*> headers() const {
        require();
        std::vector<Header*> items;
        items.reserve(ops().size(&storage_));
        ops().each(&storage_, &items, [](void* context, void* item) {
            static_cast<std::vector<Header*>*>(context)->push_back(header_of_item(item));
        });
        return items;
    }
    /// The content as plain pointers, handed to `change`, and put back as a bulk replace.
    template <class F> void edit_items(F&& change) {
        std::vector<T*> raw;
        for (Header* item : headers()) raw.push_back(static_cast<T*>(object_of(item)));
        static_cast<F&&>(change)(raw);
        const ClassInfo& cls = class_info<T>();
        std::vector<Header*> items;
        items.reserve(raw.size());
        for (T* item : raw) items.push_back(bound_header(cls, item));
        replace(items);
    }

    template <auto... Options> static constexpr MemberSpec make_spec() {
        MemberSpec spec;
        spec.kind = MemberKind::collection;
        spec.word = offsetof(Storage, word);
        spec.target = &type_key<T>;
        spec.target_class = &target_class<T>;
        spec.collection = &Storage::ops();
        spec.options = member_options<for_collection, Options...>;
        return spec;
    }

    Storage storage_;

private:
    void hold_at(std::size_t place, const Ref<T>& member) {
        void* item = item_of(member);
        if (ops().insert(&storage_, place, item) != CollectionOps::npos) acquire(member.header());
        storage_.word |= word_bits::assigned;
    }
    bool take_out(const Ref<T>& member) {
        const std::size_t place = find(member.get());
        if (place == CollectionOps::npos) return false;
        ops().erase(&storage_, place, item_of(member));
        release(member.header());
        return true;
    }
};

} // namespace kernel

/// The members as plain pointers, for algorithms that only read: `std::ranges::max(list.raw(), {}, &Item::id)`.
/// **Lifetime**: until the collection changes.
template <class T> class RawItems {
public:
    class iterator {
    public:
        using value_type = T*;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::random_access_iterator_tag;
        using pointer = void;
        using reference = T*;
        iterator() noexcept = default;
        explicit iterator(void* const* place) noexcept : place_(place) {}
        T* operator*() const noexcept { return static_cast<T*>(*place_); }
        T* operator[](difference_type n) const noexcept { return static_cast<T*>(place_[n]); }
        iterator& operator++() noexcept { return ++place_, *this; }
        iterator operator++(int) noexcept { return iterator(place_++); }
        iterator& operator--() noexcept { return --place_, *this; }
        iterator operator--(int) noexcept { return iterator(place_--); }
        iterator& operator+=(difference_type n) noexcept { return place_ += n, *this; }
        iterator& operator-=(difference_type n) noexcept { return place_ -= n, *this; }
        friend iterator operator+(iterator i, difference_type n) noexcept { return i += n; }
        friend iterator operator+(difference_type n, iterator i) noexcept { return i += n; }
        friend iterator operator-(iterator i, difference_type n) noexcept { return i -= n; }
        friend difference_type operator-(iterator a, iterator b) noexcept { return a.place_ - b.place_; }
        friend auto operator<=>(iterator a, iterator b) noexcept = default;

    private:
        void* const* place_ = nullptr;
    };
    RawItems(void* const* first, std::size_t count) noexcept : first_(first), count_(count) {}
    iterator begin() const noexcept { return iterator(first_); }
    iterator end() const noexcept { return iterator(first_ + count_); }
    std::size_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }
    T* operator[](std::size_t index) const noexcept { return static_cast<T*>(first_[index]); }

private:
    void* const* first_;
    std::size_t count_;
};

} // namespace athanor
