// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace athanor::kernel {

/// `before` must stand before `after`. An edge from a node to itself says nothing.
struct Edge {
    std::uint32_t before;
    std::uint32_t after;
};

using NodeGroups = std::vector<std::vector<std::uint32_t>>;

/// Nodes in layers: all that a node waits for stands in earlier layers, as early as possible, and each layer is sorted
/// by index. Nodes on a circle, and those behind one, stand in no layer: compare the counts.
NodeGroups layers(std::size_t node_count, const std::vector<Edge>& edges);

/// The strongly connected components (a node alone, or the nodes of a circle, sorted by index) in topological order.
/// Where the edges leave a choice, the component with the smallest node comes first.
NodeGroups components(std::size_t node_count, const std::vector<Edge>& edges);

} // namespace athanor::kernel
