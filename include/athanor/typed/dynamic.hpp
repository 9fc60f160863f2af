// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/queried_collection.hpp"
#include <iterator>
#include <memory>

namespace athanor {

/// A relationship to many that is a query: it is never loaded as a whole, however large it is. What is added and
/// removed is written by the next flush.
///
///     user->posts.add(Post{.title = "new"});
///     for (auto post : user->posts.where([](auto& p) { return p.score > 3; }).limit(10)) …
///     user->posts.count();
///
/// **Emits** what is pending (autoflush) and one SELECT for each read; nothing is kept. On an object without a row the
/// reads give what was added so far, and emit nothing.
/// **Throws** DetachedError for a read on an object that has a row but no session.
template <class T, auto... Options> class Dynamic : public kernel::QueriedCollection<T, kernel::DynamicStorage> {
    using Base = kernel::QueriedCollection<T, kernel::DynamicStorage>;

public:
    /// Goes over what one SELECT gave.
    class iterator {
    public:
        using value_type = Ref<T>;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = void;
        using reference = Ref<T>;
        iterator() noexcept = default;
        explicit iterator(std::vector<Ref<T>> rows)
            : rows_(std::make_shared<const std::vector<Ref<T>>>(std::move(rows))) {}
        Ref<T> operator*() const { return (*rows_)[index_]; }
        iterator& operator++() noexcept { return ++index_, *this; }
        void operator++(int) noexcept { ++index_; }
        friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept {
            return !i.rows_ || i.index_ == i.rows_->size();
        }

    private:
        std::shared_ptr<const std::vector<Ref<T>>> rows_;
        std::size_t index_ = 0;
    };
    using const_iterator = iterator;

    Dynamic() noexcept = default;
    Dynamic(std::initializer_list<Ref<T>> members) : Base(members) {}
    Dynamic(const std::vector<Ref<T>>& members) : Base(members) {}
    Dynamic(Dynamic&&) = default;
    /// Replaces the content. **Emits** one SELECT, for what is there now: members that stay see nothing of it.
    Dynamic& operator=(std::initializer_list<Ref<T>> members) {
        this->replace(this->headers_of(members));
        return *this;
    }
    Dynamic& operator=(const std::vector<Ref<T>>& members) {
        this->replace(this->headers_of(members));
        return *this;
    }
    Dynamic& operator=(const Dynamic& other) {
        if (this != &other) this->replace(kernel::read_members(other.storage_));
        return *this;
    }
    Dynamic& operator=(Dynamic&& other) { return *this = static_cast<const Dynamic&>(other); }
    using Base::clear;

    std::vector<Ref<T>> all() const { return Base::handles(kernel::read_members(this->storage_)); }
    iterator begin() const { return iterator(all()); }
    std::default_sentinel_t end() const noexcept { return {}; }
    /// How many there are; the database counts.
    std::int64_t count() const { return kernel::count_members(this->storage_); }
    /// The member at the place, in the order of the collection. **Throws** IndexError, also for a negative index.
    Ref<T> operator[](std::ptrdiff_t index) const { return Ref<T>(kernel::read_member(this->storage_, index)); }
    Ref<T> at(std::ptrdiff_t index) const { return (*this)[index]; }
    /// The members from `first` up to and without `last`.
    std::vector<Ref<T>> slice(std::size_t first, std::size_t last) const {
        return Base::handles(kernel::read_members(this->storage_, first, last));
    }
    /// The first member, null when there is none.
    Ref<T> first() const {
        const auto found = kernel::read_members(this->storage_, 0, 1);
        return found.empty() ? Ref<T>() : Ref<T>(found.front());
    }
    /// The only member. **Throws** NoResultError, MultipleResultsError.
    Ref<T> one() const { return Ref<T>(kernel::read_only_member(this->storage_, true)); }
    /// The only member, null when there is none. **Throws** MultipleResultsError.
    Ref<T> one_or_none() const { return Ref<T>(kernel::read_only_member(this->storage_, false)); }

    // ---- steps of a query, each as in Query<T>
    template <class C> [[nodiscard]] Query<T> where(C&& condition) const {
        return this->select().where(static_cast<C&&>(condition));
    }
    template <class... O> [[nodiscard]] Query<T> order_by(O&&... by) const {
        return this->select().order_by(static_cast<O&&>(by)...);
    }
    [[nodiscard]] Query<T> limit(std::int64_t count) const { return this->select().limit(count); }
    [[nodiscard]] Query<T> offset(std::int64_t count) const { return this->select().offset(count); }
    template <auto... Path> [[nodiscard]] Query<T> with() const { return this->select().template with<Path...>(); }

    static constexpr kernel::MemberSpec athanor_member() {
        constexpr kernel::MemberSpec spec = Base::template make_spec<Options...>();
        static_assert(spec.options.load == kernel::LoadMode::lazy,
            "athanor: a Dynamic is never loaded, so it takes no option that says how (joined, selectin, noload, …)");
        return spec;
    }
};

} // namespace athanor
