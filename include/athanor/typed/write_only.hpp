// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/queried_collection.hpp"

namespace athanor {

/// A relationship to many that nothing loads by accident: members are added and removed, and found by `select()`; there
/// is no iteration. For the side of a relationship that may hold millions.
///
///     account->entries.add(Entry{.amount = 5});
///     for (auto entry : account->entries.select().where([](auto& e) { return e.amount > 100; })) …
///
/// Deleting the owner needs the option `passive_deletes`: the database deletes the members (ON DELETE CASCADE).
/// **Emits** nothing; queries do.
template <class T, auto... Options> class WriteOnly : public kernel::QueriedCollection<T, kernel::WriteOnlyStorage> {
    using Base = kernel::QueriedCollection<T, kernel::WriteOnlyStorage>;

public:
    WriteOnly() noexcept = default;
    WriteOnly(std::initializer_list<Ref<T>> members) : Base(members) {}
    WriteOnly(const std::vector<Ref<T>>& members) : Base(members) {}
    WriteOnly(WriteOnly&&) = default;
    /// Replaces what a new object holds. **Throws** UsageError for an object with a row: its members are not known.
    WriteOnly& operator=(std::initializer_list<Ref<T>> members) {
        this->replace(this->headers_of(members));
        return *this;
    }
    WriteOnly& operator=(const std::vector<Ref<T>>& members) {
        this->replace(this->headers_of(members));
        return *this;
    }
    WriteOnly& operator=(const WriteOnly&) = delete;

    template <class U = T> auto begin() const {
        static_assert(sizeof(U) == 0,
            "athanor: a WriteOnly is never loaded, so it cannot be iterated: ask for what you need, as in "
            "`for (auto entry : account->entries.select().where(…))`, or make the member a Dynamic or a List");
        return static_cast<Ref<U>*>(nullptr);
    }
    template <class U = T> auto end() const { return static_cast<Ref<U>*>(nullptr); }

    static constexpr kernel::MemberSpec athanor_member() {
        constexpr kernel::MemberSpec spec = Base::template make_spec<Options...>();
        static_assert(spec.options.load == kernel::LoadMode::lazy,
            "athanor: a WriteOnly is never loaded, so it takes no option that says how (joined, selectin, noload, …)");
        return spec;
    }
};

} // namespace athanor
