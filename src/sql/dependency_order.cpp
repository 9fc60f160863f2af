// SPDX-License-Identifier: MIT
#include "athanor/base/topological_sort.hpp"
#include "athanor/sql/ddl.hpp"
#include <unordered_map>

namespace athanor::kernel {
namespace {

std::vector<Edge> references(const std::vector<const Table*>& tables) {
    std::unordered_map<const Table*, std::uint32_t> numbers; // only looked up, so its order does not matter
    for (std::uint32_t i = 0; i < tables.size(); ++i) numbers.emplace(tables[i], i);
    std::vector<Edge> edges;
    for (std::uint32_t i = 0; i < tables.size(); ++i)
        for (const ForeignKey& key : tables[i]->foreign_keys)
            if (const auto target = numbers.find(key.target); target != numbers.end())
                edges.push_back({target->second, i});
    return edges;
}

} // namespace

std::vector<const Table*> in_dependency_order(std::vector<const Table*> tables) {
    std::vector<const Table*> ordered;
    ordered.reserve(tables.size());
    for (const auto& component : components(tables.size(), references(tables)))
        for (const std::uint32_t table : component) ordered.push_back(tables[table]);
    return ordered;
}

} // namespace athanor::kernel
