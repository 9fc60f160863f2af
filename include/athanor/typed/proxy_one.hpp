// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/one.hpp"
#include "athanor/typed/proxy_base.hpp"
#include <optional>

namespace athanor::kernel {

/// A proxy through a One: the value of the object it points at, empty when there is none.
template <class Self, class Traits> class ProxyOne {
    using Relation = typename Traits::Relation;
    using Target = typename Traits::Target;
    using Part = typename Traits::Part;
    using Value = typename Traits::Value;
    static_assert(!Part::nested,
        "athanor: a Proxy through a One shows a column or a One of the object; the proxies of that object are reached "
        "with ->");

public:
    using value_type = Value;

    /// Whether there is an object to show something of.
    bool has_value() const { return static_cast<bool>(relation()); }
    /// **Throws** UsageError when the reference is null.
    typename Part::Shown get() const { return Part::show(*relation()); }
    operator typename Part::Shown() const { return get(); }
    decltype(auto) operator*() const { return *attribute(); }
    auto operator->() const { return attribute().operator->(); }
    Value value_or(const Value& otherwise) const { return has_value() ? Part::now(*relation()) : otherwise; }

    /// Changes the object; makes one when there is none.
    template <class V>
        requires(Part::template takes<V>)
    Self& operator=(V&& given) {
        const Value value = Part::value(std::forward<V>(given));
        if (has_value())
            Part::write(*relation(), value);
        else
            relation() = Traits::create(value);
        return static_cast<Self&>(*this);
    }
    /// Points the reference at nothing.
    void reset() { relation() = nullptr; }

    /// No object equals no value.
    template <class V>
        requires(!std::same_as<V, Self> && Part::template compares<V>)
    friend bool operator==(const Self& left, const V& right) {
        return left.has_value() && Part::equals(*left.athanor_relation(), right);
    }
    friend bool operator==(const Self& left, const Self& right) {
        if (left.has_value() != right.has_value()) return false;
        return !left.has_value() || Part::now(*left.athanor_relation()) == Part::now(*right.athanor_relation());
    }

    /// In a query, the column or reference itself, which joins the tables: `where(*p.city_name > "M")`.
    const volatile typename Traits::Member& operator*() const volatile { return Traits::attribute_of(*relation()); }
    /// In a query: there is such an object and what is shown of it fulfils the condition, asked with EXISTS.
    template <class F> Expr<bool> has(F&& condition) const volatile {
        return relation().has(
            [&](auto& target) -> decltype(auto) { return static_cast<F&&>(condition)(Traits::attribute_of(target)); });
    }
    /// In a query: there is such an object.
    Expr<bool> has() const volatile { return relation().has(); }
    template <class V> friend Expr<bool> operator==(const volatile Self& left, const V& right) {
        return *left == right;
    }
    template <class V> friend Expr<bool> operator!=(const volatile Self& left, const V& right) {
        return *left != right;
    }

    /// Not for users: a copy of the value; the object behind it.
    Value athanor_content() const { return has_value() ? Part::now(*relation()) : Value{}; }
    Ref<Target> athanor_members() const { return relation().ref(); }
    typename Traits::Saved athanor_save() const {
        typename Traits::Saved saved{relation().ref(), {}};
        if (saved.target) saved.value = Part::save(*saved.target);
        return saved;
    }
    void athanor_restore(const typename Traits::Saved& saved) {
        if (saved.target) Part::restore(*saved.target, *saved.value);
        relation() = saved.target;
    }

private:
    Relation& relation() const { return static_cast<const Self&>(*this).athanor_relation(); }
    const volatile Relation& relation() const volatile {
        return static_cast<const volatile Self&>(*this).athanor_relation();
    }
    typename Traits::Member& attribute() const { return Traits::attribute_of(*relation()); }
};

template <class T, auto... Options> struct ProxyShape<One<T, Options...>> {
    static constexpr bool valid = true;
    template <auto Through, auto Attribute, auto... Creator>
    struct Traits : ProxyMembers<Through, Attribute, Creator...> {
        using Base = ProxyMembers<Through, Attribute, Creator...>;
        using typename Base::Part, typename Base::Target, typename Base::Value;
        using Item = Value;
        using Content = Value;
        struct Saved {
            Ref<Target> target;
            std::optional<typename Part::Saved> value;
        };
        template <class Self> using Operations = ProxyOne<Self, Traits>;

        template <class V> static constexpr bool accepts = Part::template takes<V>;
        template <class V> static Value content_of(const V& value) { return Part::value(value); }
        static Ref<Target> create(const Value& value) {
            if constexpr (Base::has_creator)
                return Base::call_creator(value);
            else
                return Base::make_target(value, [](Target&) {});
        }
        static std::vector<Ref<Target>> create_all(const Value& value) { return {create(value)}; }
        static void fill(One<T, Options...>& reference, const std::vector<Ref<T>>& members) {
            reference = members.front();
        }
    };
};

} // namespace athanor::kernel
