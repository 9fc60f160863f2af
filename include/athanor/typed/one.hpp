// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/relate.hpp"
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/make.hpp"
#include "athanor/typed/relationship_query.hpp"

namespace athanor {

/// A reference to one object of another class: the many-to-one side of a relationship, or either side of a one-to-one.
/// It acts like a pointer and keeps the other side in step: `post->author = ed` also changes `ed->posts`.
/// **Emits** one SELECT when it is first read and the object is not in the session yet.
template <class T, auto... Options> class One {
public:
    using target_type = T;

    One() noexcept = default;
    One(std::nullptr_t) noexcept : storage_(nullptr) {}
    One(const Ref<T>& target) noexcept : storage_(target.get()) {}
    One(One&& other) noexcept : storage_(std::move(other.storage_)) {}
    One(const One&) = delete;

    /// Points it at another object; both sides change at once. **Emits** nothing.
    One& operator=(const Ref<T>& target) {
        assign(target.header());
        return *this;
    }
    One& operator=(std::nullptr_t) {
        assign(nullptr);
        return *this;
    }
    /// Makes an object of the value and points at it.
    One& operator=(T&& value) {
        const Ref<T> target = make(std::move(value));
        assign(target.header());
        return *this;
    }
    One& operator=(const One& other) { return *this = other.ref(); }
    One& operator=(One&& other) { return *this = other.ref(); }

    /// The object, null when there is none.
    Ref<T> ref() const { return Ref<T>(header()); }
    operator Ref<T>() const { return ref(); }
    /// **Throws** UsageError when it is null.
    T* operator->() const {
        kernel::Header* target = header();
        if (!target) kernel::refuse_null_reference(&storage_.word);
        return static_cast<T*>(kernel::object_of(target));
    }
    T& operator*() const { return *operator->(); }
    explicit operator bool() const { return header() != nullptr; }

    friend bool operator==(const One& left, const Ref<T>& right) { return left.header() == right.header(); }
    friend bool operator==(const One& left, const One& right) { return left.header() == right.header(); }
    friend bool operator==(const One& left, std::nullptr_t) { return left.header() == nullptr; }

    /// In a query, the columns of the object: `where(p->author->name == "ed")` joins the tables.
    const volatile T* operator->() const volatile {
        return &kernel::prototype<T>(kernel::alias_of_reference(&storage_.word));
    }
    const volatile T& operator*() const volatile { return *operator->(); }
    friend Expr<bool> operator==(const volatile One& left, const Ref<T>& right) {
        return Expr<bool>(kernel::refers_code(&left.storage_.word, right.header()));
    }
    /// In a query: there is such an object and it fulfils the condition, asked with EXISTS and not with a join:
    /// `!p->author.has([](auto& a) { return a.name == "ed"; })` also finds posts without an author.
    template <class F> Expr<bool> has(F&& condition) const volatile {
        return kernel::any_member<T>(&storage_.word, static_cast<F&&>(condition));
    }
    /// In a query: there is such an object.
    Expr<bool> has() const volatile { return Expr<bool>(kernel::any_member_code(&storage_.word, {})); }
    friend Expr<bool> operator==(const volatile One& left, std::nullptr_t) {
        return Expr<bool>(kernel::refers_code(&left.storage_.word, nullptr));
    }

    /// In a query: it points at the row of that alias. `join(c, c->post == p)`
    template <kernel::alias_like A> friend Expr<bool> operator==(const volatile One& left, const A& right) {
        return Expr<bool>(kernel::refers_code(&left.storage_.word, right.athanor_alias()));
    }
    template <kernel::alias_like A> friend Expr<bool> operator!=(const volatile One& left, const A& right) {
        return !(left == right);
    }
    friend Expr<bool> operator!=(const volatile One& left, const Ref<T>& right) { return !(left == right); }
    friend Expr<bool> operator!=(const volatile One& left, std::nullptr_t) { return !(left == nullptr); }

    /// Not for users: in a query, the object it points at.
    using athanor_entity = T;
    const kernel::Alias& athanor_alias() const volatile { return kernel::alias_of_reference(&storage_.word); }
    const kernel::Alias& athanor_alias() const = delete;
    const volatile std::uint32_t* athanor_relationship() const volatile noexcept { return &storage_.word; }
    /// Not for users.
    const kernel::ReferenceStorage& athanor_storage() const noexcept { return storage_; }
    static constexpr kernel::MemberSpec athanor_member() {
        kernel::MemberSpec spec;
        spec.kind = kernel::MemberKind::reference;
        spec.word = offsetof(kernel::ReferenceStorage, word);
        spec.target = &kernel::type_key<T>;
        spec.target_class = &kernel::target_class<T>;
        spec.options = kernel::member_options<kernel::for_reference, Options...>;
        return spec;
    }

private:
    bool bound() const noexcept { return (storage_.word & kernel::word_bits::bound) != 0; }
    kernel::Header* header() const {
        if (storage_.word & kernel::word_bits::slow_read) [[unlikely]]
            kernel::before_read(&storage_.word);
        return storage_.kind == kernel::ReferenceStorage::object ? kernel::header_of_item(storage_.item) : nullptr;
    }
    void assign(kernel::Header* target) {
        if (bound())
            kernel::set_reference(
                kernel::header_of_word(&storage_.word), kernel::attribute_of_word(&storage_.word), target);
        else
            storage_.hold(target ? kernel::object_of(target) : nullptr);
    }
    kernel::ReferenceStorage storage_;
};

} // namespace athanor
