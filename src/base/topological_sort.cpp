// SPDX-License-Identifier: MIT
#include "athanor/base/topological_sort.hpp"
#include <algorithm>
#include <functional>
#include <queue>

namespace athanor::kernel {
namespace {

// The successors of every node, packed one behind the other: two allocations for any number of nodes.
class Successors {
public:
    Successors(std::size_t node_count, const std::vector<Edge>& edges) : first_(node_count + 2), to_(edges.size()) {
        for (const Edge& edge : edges) ++first_[edge.before + 2];
        for (std::size_t i = 2; i < first_.size(); ++i) first_[i] += first_[i - 1];
        for (const Edge& edge : edges) to_[first_[edge.before + 1]++] = edge.after;
    }
    std::size_t begin(std::uint32_t node) const { return first_[node]; }
    std::size_t end(std::uint32_t node) const { return first_[node + 1]; }
    std::uint32_t operator[](std::size_t position) const { return to_[position]; }

private:
    std::vector<std::size_t> first_;
    std::vector<std::uint32_t> to_;
};

std::vector<std::uint32_t> count_predecessors(std::size_t node_count, const std::vector<Edge>& edges) {
    std::vector<std::uint32_t> counts(node_count);
    for (const Edge& edge : edges)
        if (edge.before != edge.after) ++counts[edge.after];
    return counts;
}

// Tarjan's algorithm with its call stack spelled out, so that a chain of a million nodes is only memory.
class Tarjan {
public:
    Tarjan(std::size_t node_count, const std::vector<Edge>& edges)
        : successors_(node_count, edges), nodes_(node_count), component_of_(node_count) {
        for (std::uint32_t node = 0; node < node_count; ++node)
            if (nodes_[node].order == 0) visit(node);
    }
    std::uint32_t count() const { return count_; }
    const std::vector<std::uint32_t>& component_of() const { return component_of_; }

private:
    struct Node {
        std::uint32_t order = 0; // of the first visit; 0: not visited
        std::uint32_t low = 0;   // the earliest node on the stack that can be reached
        std::size_t next = 0;    // the successor to look at next
        bool open = false;       // on the stack of nodes without a component
    };

    void visit(std::uint32_t start) {
        enter(start);
        while (!path_.empty()) {
            const std::uint32_t node = path_.back();
            if (nodes_[node].next == successors_.end(node))
                leave(node);
            else
                follow(node, successors_[nodes_[node].next++]);
        }
    }

    void enter(std::uint32_t node) {
        nodes_[node] = {++visited_, visited_, successors_.begin(node), true};
        open_.push_back(node);
        path_.push_back(node);
    }

    void follow(std::uint32_t from, std::uint32_t to) {
        if (nodes_[to].order == 0)
            enter(to);
        else if (nodes_[to].open)
            nodes_[from].low = std::min(nodes_[from].low, nodes_[to].order);
    }

    void leave(std::uint32_t node) {
        path_.pop_back();
        if (!path_.empty()) nodes_[path_.back()].low = std::min(nodes_[path_.back()].low, nodes_[node].low);
        if (nodes_[node].low == nodes_[node].order) close(node);
    }

    void close(std::uint32_t root) {
        for (std::uint32_t node = ~0u; node != root;) {
            node = open_.back();
            open_.pop_back();
            nodes_[node].open = false;
            component_of_[node] = count_;
        }
        ++count_;
    }

    Successors successors_;
    std::vector<Node> nodes_;
    std::vector<std::uint32_t> component_of_;
    std::vector<std::uint32_t> path_;
    std::vector<std::uint32_t> open_;
    std::uint32_t visited_ = 0;
    std::uint32_t count_ = 0;
};

// Numbers the components by their smallest node, so that an ordering by number is an ordering by that node.
NodeGroups gather(const Tarjan& tarjan, std::vector<std::uint32_t>& group_of) {
    NodeGroups groups;
    std::vector<std::uint32_t> number(tarjan.count(), ~0u);
    for (std::uint32_t node = 0; node < tarjan.component_of().size(); ++node) {
        std::uint32_t& group = number[tarjan.component_of()[node]];
        if (group == ~0u) {
            group = static_cast<std::uint32_t>(groups.size());
            groups.emplace_back();
        }
        groups[group].push_back(node);
        group_of.push_back(group);
    }
    return groups;
}

// Of all that wait for nothing the smallest goes first.
std::vector<std::uint32_t> smallest_first(std::size_t node_count, const std::vector<Edge>& edges) {
    const Successors successors(node_count, edges);
    std::vector<std::uint32_t> waiting = count_predecessors(node_count, edges);
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready;
    for (std::uint32_t node = 0; node < node_count; ++node)
        if (waiting[node] == 0) ready.push(node);
    std::vector<std::uint32_t> order;
    while (!ready.empty()) {
        const std::uint32_t node = ready.top();
        ready.pop();
        order.push_back(node);
        for (std::size_t i = successors.begin(node); i != successors.end(node); ++i)
            if (successors[i] != node && --waiting[successors[i]] == 0) ready.push(successors[i]);
    }
    return order;
}

} // namespace

NodeGroups layers(std::size_t node_count, const std::vector<Edge>& edges) {
    const Successors successors(node_count, edges);
    std::vector<std::uint32_t> waiting = count_predecessors(node_count, edges);
    NodeGroups result;
    std::vector<std::uint32_t> layer;
    for (std::uint32_t node = 0; node < node_count; ++node)
        if (waiting[node] == 0) layer.push_back(node);
    while (!layer.empty()) {
        std::vector<std::uint32_t> next;
        for (const std::uint32_t node : layer)
            for (std::size_t i = successors.begin(node); i != successors.end(node); ++i)
                if (successors[i] != node && --waiting[successors[i]] == 0) next.push_back(successors[i]);
        std::sort(next.begin(), next.end());
        result.push_back(std::move(layer));
        layer = std::move(next);
    }
    return result;
}

NodeGroups components(std::size_t node_count, const std::vector<Edge>& edges) {
    std::vector<std::uint32_t> group_of;
    NodeGroups groups = gather(Tarjan(node_count, edges), group_of);
    std::vector<Edge> between;
    for (const Edge& edge : edges)
        if (group_of[edge.before] != group_of[edge.after])
            between.push_back({group_of[edge.before], group_of[edge.after]});
    NodeGroups result;
    for (const std::uint32_t group : smallest_first(groups.size(), between)) result.push_back(std::move(groups[group]));
    return result;
}

} // namespace athanor::kernel
