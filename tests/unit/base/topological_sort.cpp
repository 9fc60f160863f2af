// SPDX-License-Identifier: MIT
#include "athanor/base/topological_sort.hpp"
#include <algorithm>
#include <doctest/doctest.h>

using namespace athanor::kernel;

TEST_CASE("layers hold what waits only for earlier layers, sorted by index") {
    const std::vector<Edge> edges{{3, 1}, {3, 0}, {1, 2}, {1, 2}};
    CHECK(layers(5, edges) == NodeGroups{{3, 4}, {0, 1}, {2}});
}

TEST_CASE("layers do not depend on the order of the edges") {
    std::vector<Edge> edges{{5, 0}, {0, 1}, {2, 1}, {4, 3}, {2, 3}};
    const NodeGroups expected = layers(6, edges);
    std::reverse(edges.begin(), edges.end());
    CHECK(layers(6, edges) == expected);
}

TEST_CASE("layers leave out a circle and what is behind it") {
    CHECK(layers(5, {{0, 1}, {1, 2}, {2, 1}, {2, 3}}) == NodeGroups{{0, 4}});
}

TEST_CASE("an edge from a node to itself says nothing") {
    CHECK(layers(2, {{0, 0}, {1, 0}}) == NodeGroups{{1}, {0}});
    CHECK(components(2, {{0, 0}, {1, 0}}) == NodeGroups{{1}, {0}});
}

TEST_CASE("components come in topological order, the smallest node first where there is a choice") {
    CHECK(components(6, {{5, 0}, {1, 2}, {2, 3}, {3, 1}, {3, 0}}) == NodeGroups{{1, 2, 3}, {4}, {5}, {0}});
}

TEST_CASE("components without edges keep their order") { CHECK(components(3, {}) == NodeGroups{{0}, {1}, {2}}); }

TEST_CASE("a chain of half a million nodes is sorted without recursion") {
    constexpr std::uint32_t count = 500'000;
    std::vector<Edge> edges;
    for (std::uint32_t i = 1; i < count; ++i) edges.push_back({i, i - 1});
    CHECK(components(count, edges).front().front() == count - 1);
    CHECK(layers(count, edges).size() == count);
    edges.push_back({0, count - 1});
    CHECK(components(count, edges).size() == 1);
}
