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
    static Json setitem(const Call& call) {
        auto& list = of(call);
        const std::size_t index = call.index("i");
        list.at(index);
        list.edit([&](auto& raw) { raw[index] = member(call).get(); });
        return {};
    }
    static Json delitem(const Call& call) { return of(call).erase(call.index("i")), Json(); }
    static Json getitem(const Call& call) { return show(call, of(call).at(call.index("i"))); }
    static Json setslice(const Call& call) { return replace_slice(call, members(call)), Json(); }
    static Json delslice(const Call& call) { return replace_slice(call, {}), Json(); }

    static const Operations& table() {
        static const Operations operations{{"len", Base::len}, {"clear", Base::clear}, {"assign", Base::assign},
            {"contains", Base::contains}, {"append", append}, {"extend", extend}, {"insert", insert},
            {"remove", remove}, {"pop", pop}, {"setitem", setitem}, {"delitem", delitem}, {"getitem", getitem},
            {"setslice", setslice}, {"delslice", delslice}};
        return operations;
    }

private:
    static void replace_slice(const Call& call, const std::vector<typename Base::Handle>& by) {
        auto& list = of(call);
        const std::size_t first = std::min(call.index("i"), list.size());
        const std::size_t last = std::clamp(call.index("j"), first, list.size());
        if (first == last && by.empty()) return; // nothing is asked for
        list.edit([&](auto& raw) {
            const auto at = [&](std::size_t index) { return raw.begin() + static_cast<std::ptrdiff_t>(index); };
            raw.erase(at(first), at(last));
            std::vector<typename Base::Target*> entering;
            for (const auto& object : by) entering.push_back(object.get());
            raw.insert(at(first), entering.begin(), entering.end());
        });
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
    static Json pop(const Call& call) {
        auto& set = of(call);
        if (set.empty()) throw athanor::KeyError("pop: the set is empty");
        const auto object = *set.begin();
        set.remove(object);
        return show(call, object);
    }
    static Json update(const Call& call) { return of(call).add_all(members(call)), Json(); }
    static Json difference_update(const Call& call) {
        auto& set = of(call);
        for (const auto& object : members(call)) set.remove(object);
        return {};
    }
    static Json intersection_update(const Call& call) {
        auto& set = of(call);
        const auto kept = members(call);
        std::vector<typename Base::Handle> leaving;
        for (const auto& object : set)
            if (std::ranges::count(kept, object) == 0) leaving.push_back(object);
        for (const auto& object : leaving) set.remove(object);
        return {};
    }
    static Json symmetric_difference_update(const Call& call) {
        auto& set = of(call);
        std::vector<typename Base::Handle> entering;
        for (const auto& object : members(call))
            if (!set.remove(object)) entering.push_back(object);
        for (const auto& object : entering) set.add(object);
        return {};
    }

    static const Operations& table() {
        static const Operations operations{{"len", Base::len}, {"clear", Base::clear}, {"assign", Base::assign},
            {"contains", Base::contains}, {"add", add}, {"remove", remove}, {"discard", discard}, {"pop", pop},
            {"update", update}, {"difference_update", difference_update}, {"intersection_update", intersection_update},
            {"symmetric_difference_update", symmetric_difference_update}};
        return operations;
    }
};

} // namespace conformance
