// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/proxy_iterator.hpp"
#include "athanor/typed/proxy_part.hpp"
#include "athanor/typed/value_index.hpp"
#include <cstddef>
#include <initializer_list>
#include <vector>

namespace athanor::kernel {

/// How a relationship of that kind is shown: specialised in proxy_list.hpp, …
template <class Relation> struct ProxyShape { static constexpr bool valid = false; };

/// What proxies through all kinds of collections have. `Self` says whose relationship it is.
template <class Self, class Traits> class ProxyBase {
protected:
    using Relation = typename Traits::Relation;
    using Target = typename Traits::Target;
    using Part = typename Traits::Part;

public:
    using value_type = typename Traits::Item;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;

    std::size_t size() const { return relation().size(); }
    bool empty() const { return size() == 0; }
    /// Takes out everything.
    void clear() { relation().clear(); }

    /// In a query: what is shown of some member fulfils the condition, asked with EXISTS:
    /// `u.words.any([](auto& word) { return word == "a"; })`
    template <class F> Expr<bool> any(F&& condition) const volatile {
        return relation().any(
            [&](auto& target) -> decltype(auto) { return static_cast<F&&>(condition)(Traits::attribute_of(target)); });
    }
    /// In a query: there is a member.
    Expr<bool> any() const volatile { return relation().any(); }
    /// In a query: no member fulfils the condition.
    template <class F> Expr<bool> none(F&& condition) const volatile { return !any(static_cast<F&&>(condition)); }

    /// Not for users: the objects behind the values.
    std::vector<Ref<Target>> athanor_members() const { return relation().snapshot(); }

protected:
    Relation& relation() const { return static_cast<const Self&>(*this).athanor_relation(); }
    const volatile Relation& relation() const volatile {
        return static_cast<const volatile Self&>(*this).athanor_relation();
    }
    Self& self() { return static_cast<Self&>(*this); }
};

/// What proxies through a List and those through a Set have in common: their items are values.
template <auto Through, auto Attribute, auto... Creator>
struct ProxyOfValues : ProxyMembers<Through, Attribute, Creator...> {
    using Base = ProxyMembers<Through, Attribute, Creator...>;
    using typename Base::Part, typename Base::Target, typename Base::Value;
    using Item = Value;
    using Content = std::vector<Value>;
    using Saved = std::vector<Ref<Target>>;

    template <class R>
    static constexpr bool accepts = [] {
        if constexpr (value_range<R>)
            return Part::template takes<element<R>>;
        else
            return false;
    }();
    template <class R> static Content content_of(const R& range) {
        Content content;
        for (auto&& value : range) content.push_back(Part::value(value));
        return content;
    }
    static const Content& content_of(const Content& content) { return content; }

    static Ref<Target> create(const Value& value) {
        if constexpr (Base::has_creator)
            return Base::call_creator(value);
        else
            return Base::make_target(value, [](Target&) {});
    }
    template <class Values> static std::vector<Ref<Target>> create_all(const Values& values) {
        std::vector<Ref<Target>> made;
        made.reserve(values.size());
        for (const Value& value : values) made.push_back(create(value));
        return made;
    }
};

} // namespace athanor::kernel
