// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/mapped.hpp"
#include "athanor/typed/one.hpp"
#include "athanor/typed/specimen.hpp"
#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

namespace athanor {
template <auto Through, auto Attribute, auto... Creator> class Proxy;

namespace kernel {

template <class V>
concept is_probe = requires {
    typename std::remove_cvref_t<V>::athanor_probe;
};
/// What `for` goes through, but for texts: they would be taken apart.
template <class R>
concept value_range = !text_like<R> && requires(const R& range) {
    range.begin();
    range.end();
};
template <value_range R> using element = decltype(*std::declval<const R&>().begin());

/// The member of the target that a proxy shows: a column, a reference, or another proxy.
///
/// Value is what one is put in with and copied to; Shown what reading gives.
template <auto Attribute, class Member = typename MemberPointer<decltype(Attribute)>::Member> struct ProxyPart {
    static constexpr bool valid = false;
};

template <auto Attribute, mapped_like Column> struct ProxyPart<Attribute, Column> {
    static constexpr bool valid = true, nested = false;
    using Value = mapped_value<Column>;
    using Shown = const Value&;
    using Saved = Value;
    template <class V> static constexpr bool takes = convertible_value<const value_or_self<V>&, Value>;
    template <class V> static Value value(V&& given) {
        if constexpr (mapped_like<V>)
            return convert<Value>(given.get(), nullptr);
        else
            return convert<Value>(static_cast<V&&>(given), nullptr);
    }
    template <class T> static Shown show(T& target) { return (target.*Attribute).get(); }
    template <class T> static Value now(T& target) { return show(target); }
    template <class T> static void write(T& target, const Value& value) { target.*Attribute = value; }
    template <class T> static Saved save(T& target) { return show(target); }
    template <class T> static void restore(T& target, const Saved& saved) { write(target, saved); }
    /// Asked of values only: whatever else looks for an == of its own would come back here.
    template <class V>
    static constexpr bool compares = takes<V> || (std::is_arithmetic_v<Value> && std::is_arithmetic_v<V>);
    template <class T, class V> static bool equals(T& target, const V& value) {
        return values_equal(show(target), plain(value));
    }
};

template <auto Attribute, class X, auto... Options> struct ProxyPart<Attribute, One<X, Options...>> {
    static constexpr bool valid = true, nested = false;
    using Value = Ref<X>;
    using Shown = Ref<X>;
    using Saved = Value;
    template <class V>
    static constexpr bool takes = !is_probe<V> && (std::convertible_to<const V&, Value> || std::same_as<V, X>);
    template <class V> static Value value(V&& given) {
        if constexpr (std::same_as<V, X>)
            return make(std::move(given));
        else
            return static_cast<V&&>(given);
    }
    template <class T> static Shown show(T& target) { return (target.*Attribute).ref(); }
    template <class T> static Value now(T& target) { return show(target); }
    template <class T> static void write(T& target, const Value& value) { target.*Attribute = value; }
    template <class T> static Saved save(T& target) { return show(target); }
    template <class T> static void restore(T& target, const Saved& saved) { write(target, saved); }
    template <class V> static constexpr bool compares = std::convertible_to<const V&, Value>;
    template <class T> static bool equals(T& target, const Value& value) { return show(target) == value; }
};

template <auto Attribute, auto Through, auto Inner, auto... Creator>
struct ProxyPart<Attribute, Proxy<Through, Inner, Creator...>> {
    static constexpr bool valid = true, nested = true;
    using Nested = Proxy<Through, Inner, Creator...>;
    using Traits = typename Nested::athanor_proxy;
    using Value = typename Traits::Content;
    using Shown = Nested&;
    using Saved = typename Traits::Saved;
    template <class V> static constexpr bool takes = Traits::template accepts<V>;
    template <class V> static Value value(V&& given) { return Traits::content_of(given); }
    template <class T> static Shown show(T& target) { return target.*Attribute; }
    template <class T> static Value now(T& target) { return show(target).athanor_content(); }
    template <class T> static void write(T& target, const Value& value) { target.*Attribute = value; }
    template <class T> static Saved save(T& target) { return show(target).athanor_save(); }
    template <class T> static void restore(T& target, const Saved& saved) { show(target).athanor_restore(saved); }
    template <class V> static constexpr bool compares = Traits::template accepts<V>;
    template <class T, class V> static bool equals(T& target, const V& value) { return show(target) == value; }
};

/// What both sides of a proxy are. `Key` of create: that of a dictionary, else none.
template <auto Through, auto Attribute, auto... Creator> struct ProxyMembers {
    using Owner = typename MemberPointer<decltype(Through)>::Class;
    using Relation = typename MemberPointer<decltype(Through)>::Member;
    using Target = typename Relation::target_type;
    using Member = typename MemberPointer<decltype(Attribute)>::Member;
    using Part = ProxyPart<Attribute>;
    static_assert(Part::valid,
        "athanor: a Proxy shows a column, a One or another Proxy of the objects in the relationship, as in "
        "Proxy<&User::user_keywords, &UserKeyword::keyword>");
    static_assert(sizeof...(Creator) <= 1, "athanor: a Proxy takes one function that makes objects, or none");
    using Value = typename Part::Value;

    template <class... Args> static Ref<Target> call_creator(Args&&... args) {
        static_assert((std::is_invocable_v<decltype(Creator), Args...> && ...),
            "athanor: the function of a Proxy is called with the value to show; that of a proxy through a Dict with "
            "the key and the value");
        decltype(auto) made = (std::invoke(Creator, static_cast<Args&&>(args)...), ...);
        if constexpr (is_handle<std::remove_cvref_t<decltype(made)>>)
            return made;
        else
            return make(std::move(made));
    }
    /// A new object that the value is shown of; `prepare` is given it before.
    template <class Prepare> static Ref<Target> make_target(const Value& value, Prepare&& prepare) {
        Ref<Target> made = make(Target{});
        prepare(*made);
        Part::write(*made, value);
        return made;
    }
    static constexpr bool has_creator = sizeof...(Creator) != 0;

    static Member& attribute_of(Target& target) { return target.*Attribute; }
    static const volatile Member& attribute_of(const volatile Target& target) { return target.*Attribute; }
};

} // namespace kernel
} // namespace athanor
