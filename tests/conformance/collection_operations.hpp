// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>

// The operations of FORMAT.md, 2.2, written with the public functions of the collections.

namespace conformance {

template <class T> struct CollectionTraits;
template <class T, auto... Options> struct CollectionTraits<athanor::List<T, Options...>> {
    using Target = T;
    static constexpr bool is_list = true;
};
template <class T, auto... Options> struct CollectionTraits<athanor::Set<T, Options...>> {
    using Target = T;
    static constexpr bool is_list = false;
};

template <auto Member> struct CollectionCall {
    using Owner = typename athanor::kernel::MemberPointer<decltype(Member)>::Class;
    using Collection = typename athanor::kernel::MemberPointer<decltype(Member)>::Member;
    using Target = typename CollectionTraits<Collection>::Target;
    using Handle = athanor::Ref<Target>;

    static Collection& in(const AnyRef& owner) { return (*owner.as<Owner>()).*Member; }
    /// The collection, loaded.
    static Collection& of(const Call& call) {
        Collection& collection = in(call.owner);
        collection.size();
        return collection;
    }
    static Handle handle(const AnyRef& object) { return object.as<Target>(); }
    static Handle member(const Call& call) { return handle(call.member()); }
    static std::vector<Handle> members(const Call& call) {
        std::vector<Handle> found;
        for (const AnyRef& object : call.members()) found.push_back(handle(object));
        return found;
    }
    static Json show(const Call& call, const Handle& object) { return call.handles.show(object); }

    static Json len(const Call& call) { return of(call).size(); }
    static Json clear(const Call& call) { return of(call).clear(), Json(); }
    static Json assign(const Call& call) { return of(call) = members(call), Json(); }
    static Json contains(const Call& call) { return of(call).contains(member(call)); }
};

template <auto Member> struct ListOperations : CollectionCall<Member> {
    using Base = CollectionCall<Member>;
    using Base::member, Base::members, Base::of, Base::show;

    static Json append(const Call& call) { return of(call).add(member(call)), Json(); }
    static Json extend(const Call& call) { return of(call).add_all(members(call)), Json(); }
    static Json insert(const Call& call) { return of(call).insert(call.index("i"), member(call)), Json(); }
    static Json remove(const Call& call) {
        if (!of(call).remove(member(call))) throw athanor::ValueError("remove: not in the list");
        return {};
    }
    static Json pop(const Call& call) {
        return show(call, call.op.contains("i") ? of(call).pop(call.index("i")) : of(call).pop());
    }
    static Json setitem(const Call& call) { return of(call).set(call.index("i"), member(call)), Json(); }
    static Json delitem(const Call& call) { return of(call).erase(call.index("i")), Json(); }
    static Json getitem(const Call& call) { return show(call, of(call).at(call.index("i"))); }
    static Json setslice(const Call& call) {
        return of(call).set_slice(call.index("i"), call.index("j"), members(call)), Json();
    }
    static Json reorder(const Call& call) {
        if constexpr (requires { of(call).reorder(); })
            of(call).reorder();
        else
            throw Unsupported("reorder of a list without positions");
        return {};
    }
    static Json delslice(const Call& call) { return of(call).erase_slice(call.index("i"), call.index("j")), Json(); }

    static const Operations& table() {
        static const Operations operations{{"len", Base::len}, {"clear", Base::clear}, {"assign", Base::assign},
            {"contains", Base::contains}, {"append", append}, {"extend", extend}, {"insert", insert},
            {"remove", remove}, {"pop", pop}, {"setitem", setitem}, {"delitem", delitem}, {"getitem", getitem},
            {"setslice", setslice}, {"delslice", delslice}, {"reorder", reorder}};
        return operations;
    }
};

template <auto Member> struct SetOperations : CollectionCall<Member> {
    using Base = CollectionCall<Member>;
    using Base::member, Base::members, Base::of, Base::show;

    static Json add(const Call& call) { return of(call).add(member(call)), Json(); }
    static Json remove(const Call& call) {
        if (!of(call).remove(member(call))) throw athanor::KeyError("remove: not in the set");
        return {};
    }
    static Json discard(const Call& call) { return of(call).remove(member(call)), Json(); }
    static Json pop(const Call& call) { return show(call, of(call).pop()); }
    static Json update(const Call& call) { return of(call) |= members(call), Json(); }
    static Json difference_update(const Call& call) { return of(call) -= members(call), Json(); }
    static Json intersection_update(const Call& call) { return of(call) &= members(call), Json(); }
    static Json symmetric_difference_update(const Call& call) { return of(call) ^= members(call), Json(); }

    static const Operations& table() {
        static const Operations operations{{"len", Base::len}, {"clear", Base::clear}, {"assign", Base::assign},
            {"contains", Base::contains}, {"add", add}, {"remove", remove}, {"discard", discard}, {"pop", pop},
            {"update", update}, {"difference_update", difference_update}, {"intersection_update", intersection_update},
            {"symmetric_difference_update", symmetric_difference_update}};
        return operations;
    }
};

} // namespace conformance
