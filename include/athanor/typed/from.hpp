// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/alias.hpp"
#include "athanor/typed/describe.hpp"
#include "athanor/typed/expression.hpp"

namespace athanor {

/// One use of a table in a query: `from<Post> p; session.select(p).where(p->title == "Hello")`. What `p->` reaches are
/// columns. Two of them are two uses of the table: `from<Node> child, parent;`.
/// **Lifetime**: expressions do not refer to it; it may go before them.
template <class T> class from {
public:
    template <std::uint64_t Layout = layout_of<T>()> from() : alias_(kernel::make_alias(class_info<T, Layout>())) {}
    from(const from&) = delete;
    from& operator=(const from&) = delete;
    ~from() { kernel::free_alias(alias_); }

    const volatile T& operator*() const noexcept { return *operator->(); }
    const volatile T* operator->() const noexcept {
        return static_cast<const volatile T*>(kernel::prototype_of(*alias_));
    }
    /// Not for users.
    using athanor_entity = T;
    const kernel::Alias& athanor_alias() const noexcept { return *alias_; }

private:
    kernel::Alias* alias_;
};

namespace kernel {

template <class T> const volatile T& prototype(const Alias& alias) noexcept {
    return *static_cast<const volatile T*>(prototype_of(alias));
}

/// Calls a query lambda with an alias of its class.
template <class T, class F> decltype(auto) call_with_alias(F&& lambda, const volatile T& alias) {
    constexpr bool callable = std::is_invocable_v<F&&, const volatile T&>;
    static_assert(callable,
        "athanor: the lambda of a query must take its parameter as auto&, as in [](auto& u) { return u.name == \"ed\"; "
        "}; "
        "taken by value (auto u) or as const User& it would be an object and not an alias");
    if constexpr (callable) {
        const LambdaLevel running;
        return static_cast<F&&>(lambda)(alias);
    } else
        return Refused{};
}

} // namespace kernel
} // namespace athanor
