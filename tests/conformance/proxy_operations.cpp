// SPDX-License-Identifier: MIT
#include "proxy_operations.hpp"
#include "zoo.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>

namespace conformance {
namespace {

auto& collections(const Call& call) { return call.owner.as<zoo::A>()->collections; }
std::string key(const Call& call) { return call.op.at("k").get<std::string>(); }
/// The entry of the key, made when it is not there.
auto entry(const Call& call) { return collections(call)[key(call)]; }
zoo::Integer number(const Call& call) { return call.op.at("x").get<std::int64_t>(); }
std::vector<zoo::Integer> numbers(const Json& array) {
    std::vector<zoo::Integer> found;
    for (const Json& element : array) found.emplace_back(element.get<std::int64_t>());
    return found;
}

template <class Values> Json show(const Values& values) {
    std::vector<zoo::Integer> shown(values.begin(), values.end());
    std::ranges::sort(shown);
    Json array = Json::array();
    for (const zoo::Integer& value : shown) array.push_back(value ? Json(*value) : Json());
    return array;
}
Json sorted_array(std::vector<Json> elements) {
    std::ranges::sort(elements);
    return elements;
}

Json get(const Call& call) { return show(entry(call)); }
Json add(const Call& call) { return entry(call).insert(number(call)), Json(); }
Json update(const Call& call) { return entry(call).insert(numbers(call.op.at("xs"))), Json(); }
Json discard(const Call& call) { return entry(call).erase(number(call)), Json(); }
Json clear(const Call& call) { return entry(call).clear(), Json(); }
Json contains(const Call& call) { return entry(call).contains(number(call)); }
Json remove(const Call& call) {
    if (!entry(call).remove(number(call))) throw athanor::KeyError("remove: not in the set");
    return {};
}
Json assign(const Call& call) { return entry(call) = numbers(call.op.at("xs")), Json(); }
Json assign_all(const Call& call) {
    std::vector<std::pair<std::string, std::vector<zoo::Integer>>> items;
    for (const Json& item : call.op.at("map")) items.emplace_back(item.at(0).get<std::string>(), numbers(item.at(1)));
    collections(call) = items;
    return {};
}
Json delitem(const Call& call) {
    if (!collections(call).erase(key(call))) throw athanor::KeyError("delitem: not in the dictionary");
    return {};
}
Json pop(const Call& call) { return show(collections(call).pop(key(call))); }
Json clear_all(const Call& call) { return collections(call).clear(), Json(); }
Json keys(const Call& call) {
    std::vector<Json> found;
    for (const std::string& one : collections(call).keys()) found.emplace_back(one);
    return sorted_array(std::move(found));
}
Json all(const Call& call) {
    std::vector<Json> found;
    for (const auto& [one, values] : collections(call)) found.push_back(Json::array({one, show(values)}));
    return sorted_array(std::move(found));
}
Json has_key(const Call& call) { return collections(call).contains(key(call)); }
Json len(const Call& call) { return collections(call).size(); }

} // namespace

const Operations& proxy_operations() {
    static const Operations operations{{"get", get}, {"add", add}, {"update", update}, {"discard", discard},
        {"clear", clear}, {"contains", contains}, {"remove", remove}, {"assign", assign}, {"assign_all", assign_all},
        {"delitem", delitem}, {"pop", pop}, {"clear_all", clear_all}, {"keys", keys}, {"all", all},
        {"has_key", has_key}, {"len", len}};
    return operations;
}

} // namespace conformance
