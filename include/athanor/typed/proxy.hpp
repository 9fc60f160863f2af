// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/describe.hpp"
#include "athanor/typed/proxy_dict.hpp"
#include "athanor/typed/proxy_list.hpp"
#include "athanor/typed/proxy_one.hpp"
#include "athanor/typed/proxy_set.hpp"
#include <memory>

namespace athanor {
namespace kernel {

/// Where the class has a member of that type; where it has none, a number that no member has.
template <class T> std::uint32_t place_of(const MemberSpec* spec) {
    MemberPlace places[MembersOf<T>::count + 1];
    MembersOf<T>::places(places);
    for (std::size_t i = 0; i < MembersOf<T>::count; ++i)
        if (places[i].spec == spec) return places[i].offset;
    return ~std::uint32_t(0);
}

template <auto Through, auto Attribute, auto... Creator> constexpr auto proxy_traits() {
    using Shape = ProxyShape<typename MemberPointer<decltype(Through)>::Member>;
    static_assert(Shape::valid, "athanor: a Proxy goes through a List, a Set, a Dict or a One");
    return std::type_identity<typename Shape::template Traits<Through, Attribute, Creator...>>{};
}
template <auto Through, auto Attribute, auto... Creator>
using ProxyTraits = typename decltype(proxy_traits<Through, Attribute, Creator...>())::type;

} // namespace kernel

/// A relationship seen as a collection of what its members hold, as if they were not there:
///
///     struct UserKeyword { Key<int> id; One<User> user; One<Keyword> keyword; };
///     struct User {
///         Key<int> id;
///         List<UserKeyword, owned> user_keywords;
///         Proxy<&User::user_keywords, &UserKeyword::keyword> keywords;
///     };
///     user->keywords.push_back(cpp);               // makes a UserKeyword
///     for (auto keyword : user->keywords) …
///
/// It has the operations of the relationship that it goes through, with values in place of members: those of a column,
/// handles on what a One points at, or another collection where it shows a proxy of the members. What is put in becomes
/// a new member with that value; a third argument names a function that makes it, of the value, through a Dict of key
/// and value. What is taken out leaves the relationship. It keeps nothing but its initial values, until its object is
/// made.
///
/// **Lifetime**: a proxy is a member of the class that has the relationship, and nothing else.
/// **Emits** and **Throws** what the relationship and the attributes do.
template <auto Through, auto Attribute, auto... Creator>
class Proxy : public kernel::ProxyTraits<Through, Attribute,
                  Creator...>::template Operations<Proxy<Through, Attribute, Creator...>> {
    using Traits = kernel::ProxyTraits<Through, Attribute, Creator...>;
    using Operations = typename Traits::template Operations<Proxy>;
    using Owner = typename Traits::Owner;
    using Relation = typename Traits::Relation;
    using Members = std::vector<Ref<typename Traits::Target>>;

public:
    using athanor_proxy = Traits;

    Proxy() noexcept = default;
    Proxy(std::initializer_list<typename Traits::Item> values) : initial_(hold(values)) {}
    template <class R>
        requires(Traits::template accepts<R>)
    Proxy(const R& values) : initial_(hold(Traits::content_of(values))) {}
    /// What an object as a whole is moved with. **Throws** UsageError for that of an object of a session: swap()
    /// exchanges what two show.
    Proxy(Proxy&& other) : initial_(other.movable()) {}

    using Operations::operator=;
    Proxy& operator=(const Proxy& other) {
        if (this != &other) *this = other.athanor_content();
        return *this;
    }
    /// What an object as a whole is assigned with: its relationships came over before.
    Proxy& operator=(Proxy&& other) {
        if (other.initial_) {
            Traits::fill(athanor_relation(), *other.initial_);
            other.initial_.reset();
        } else if (!(this->athanor_members() == other.athanor_members()))
            *this = std::as_const(other);
        return *this;
    }

    /// Exchanges the members, all or nothing; through a One the references, one after the other.
    void swap(Proxy& other) {
        if constexpr (requires(Relation & relation) { relation.swap(relation); }) {
            athanor_relation().swap(other.athanor_relation());
        } else {
            const auto mine = this->athanor_members();
            athanor_relation() = other.athanor_members();
            other.athanor_relation() = mine;
        }
    }
    friend void swap(Proxy& left, Proxy& right) { left.swap(right); }

    /// Not for users: the relationship of the object that the proxy is part of.
    Relation& athanor_relation() const {
        Relation& relation = const_cast<Relation&>(owner()->*Through);
        if (initial_) [[unlikely]]
            settle(relation);
        return relation;
    }
    const volatile Relation& athanor_relation() const volatile {
        const auto place = reinterpret_cast<std::uintptr_t>(this) - own_place();
        return reinterpret_cast<const volatile Owner*>(place)->*Through;
    }

    static constexpr kernel::MemberSpec athanor_member() {
        kernel::MemberSpec spec;
        spec.kind = kernel::MemberKind::proxy;
        spec.proxy = &proxy_spec;
        return spec;
    }

private:
    /// A proxy with initial values may still be on its way to its object.
    std::unique_ptr<Members>&& movable() {
        if (!initial_) refuse_moving_out(std::as_const(owner()->*Through));
        return std::move(initial_);
    }
    static void refuse_moving_out(const volatile Relation& relation) {
        const auto* word = const_cast<const std::uint32_t*>(relation.athanor_relationship());
        if (*word & kernel::word_bits::bound) kernel::refuse_moving_out(word);
    }
    template <class Values> static std::unique_ptr<Members> hold(const Values& values) {
        return std::make_unique<Members>(Traits::create_all(values));
    }
    void settle(Relation& relation) const {
        Traits::fill(relation, *initial_);
        initial_.reset();
    }
    static std::uint32_t own_place() {
        static const std::uint32_t place = kernel::place_of<Owner>(&kernel::member_spec<Proxy>);
        return place;
    }
    const Owner* owner() const {
        return reinterpret_cast<const Owner*>(reinterpret_cast<std::uintptr_t>(this) - own_place());
    }
    static constexpr kernel::ProxySpec proxy_spec{&own_place, &kernel::member_offset<Through>,
        &kernel::member_offset<Attribute>, &kernel::target_class<typename Traits::Target>,
        [](void* member) { static_cast<Proxy*>(member)->athanor_relation(); }};

    mutable std::unique_ptr<Members> initial_;
};

} // namespace athanor
