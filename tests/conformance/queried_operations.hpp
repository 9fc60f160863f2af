// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"
#include <athanor/athanor.hpp>

// The operations of FORMAT.md, 2.3 and 2.4, but for queries: collections that are never loaded.

namespace conformance {

template <auto Member> struct QueriedOperations {
    using Owner = typename athanor::kernel::MemberPointer<decltype(Member)>::Class;
    using Collection = typename athanor::kernel::MemberPointer<decltype(Member)>::Member;
    using Target = typename Collection::target_type;

    static Collection& of(const Call& call) { return (*call.owner.as<Owner>()).*Member; }
    static athanor::Ref<Target> member(const Call& call) { return call.member().template as<Target>(); }
    static std::vector<athanor::Ref<Target>> members(const Call& call) {
        std::vector<athanor::Ref<Target>> found;
        for (const AnyRef& object : call.members()) found.push_back(object.as<Target>());
        return found;
    }
    template <class Range> static Json show(const Call& call, const Range& objects) {
        Json shown = Json::array();
        for (const auto& object : objects) shown.push_back(call.handles.show(object));
        return shown;
    }

    static Json add(const Call& call) { return of(call).add(member(call)), Json(); }
    static Json add_all(const Call& call) { return of(call).add_all(members(call)), Json(); }
    static Json remove(const Call& call) { return of(call).remove(member(call)), Json(); }
    static Json assign(const Call& call) { return of(call) = members(call), Json(); }

    static const Operations& table() {
        static const Operations operations = [] {
            Operations made{{"append", add}, {"add", add}, {"extend", add_all}, {"add_all", add_all},
                {"remove", remove}, {"assign", assign}};
            if constexpr (requires(const Collection& collection) { collection.count(); }) {
                made["iter"] = [](const Call& call) { return show(call, of(call)); };
                made["count"] = [](const Call& call) { return Json(of(call).count()); };
                made["slice"] = [](const Call& call) {
                    return show(call, of(call).slice(call.index("i"), call.index("j")));
                };
                made["getitem"] = [](const Call& call) {
                    return call.handles.show(of(call)[call.op.at("i").get<std::ptrdiff_t>()]);
                };
            }
            return made;
        }();
        return operations;
    }
};

} // namespace conformance
