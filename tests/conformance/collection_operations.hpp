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
    static constexpr auto kind = athanor::kernel::CollectionOps::list;
};
template <class T, auto... Options> struct CollectionTraits<athanor::Set<T, Options...>> {
    using Target = T;
    static constexpr auto kind = athanor::kernel::CollectionOps::set;
};
template <auto By, auto... Options> struct CollectionTraits<athanor::Dict<By, Options...>> {
    using Target = typename athanor::kernel::KeySource<By>::Target;
    static constexpr auto kind = athanor::kernel::CollectionOps::dict;
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

template <auto Member> struct DictOperations : CollectionCall<Member> {
    using Base = CollectionCall<Member>;
    using Base::member, Base::of, Base::show;
    using Handle = typename Base::Handle;
    using Key = typename Base::Collection::key_type;

    static Key key(const Call& call) { return call.op.at("k").template get<Key>(); }
    static std::vector<std::pair<Key, Handle>> pairs(const Call& call) {
        std::vector<std::pair<Key, Handle>> found;
        for (const Json& pair : call.op.at("pairs"))
            found.emplace_back(pair.at(0).template get<Key>(), Base::handle(call.handles.object(pair.at(1))));
        return found;
    }

    static Json assign(const Call& call) { return of(call) = pairs(call), Json(); }
    static Json setitem(const Call& call) { return of(call)[key(call)] = member(call), Json(); }
    static Json delitem(const Call& call) { return of(call).pop(key(call)), Json(); }
    static Json pop(const Call& call) { return show(call, of(call).pop(key(call))); }
    static Json pop_default(const Call& call) { return result(show(call, of(call).pop(key(call), {}))); }
    static Json popitem(const Call& call) {
        const auto [last, object] = of(call).popitem();
        return Json::array({Json(last), show(call, object)});
    }
    static Json setdefault(const Call& call) { return show(call, of(call).setdefault(key(call), member(call))); }
    static Json update(const Call& call) { return of(call).update(pairs(call)), Json(); }
    static Json getitem(const Call& call) { return show(call, of(call)[key(call)]); }
    static Json get(const Call& call) { return result(show(call, of(call).get(key(call)))); }
    static Json contains(const Call& call) { return of(call).contains(key(call)); }
    static Json put(const Call& call) { return of(call).put(member(call)), Json(); }
    static Json drop(const Call& call) { return of(call).drop(member(call)), Json(); }

    static const Operations& table() {
        static const Operations operations{{"len", Base::len}, {"clear", Base::clear}, {"assign", assign},
            {"setitem", setitem}, {"delitem", delitem}, {"pop", pop}, {"pop_default", pop_default},
            {"popitem", popitem}, {"setdefault", setdefault}, {"update", update}, {"getitem", getitem}, {"get", get},
            {"contains", contains}, {"put", put}, {"drop", drop}};
        return operations;
    }
};

} // namespace conformance
