// SPDX-License-Identifier: MIT
// A graph with circles is built, saved, loaded and freed; run on a small stack, so that any recursion over it shows.
// large_graph SHAPE NODES: `tree` gives each node ten children, `chain` one.
#include <athanor/athanor.hpp>
#include <cstdlib>
#include <iostream>
#include <string>

namespace {

using namespace athanor;

struct Node {
    Key<int> id;
    Mapped<int> value;
    One<Node, indexed, pairs("children")> parent;
    List<Node, pairs("parent")> children;
    Set<Node, via("friendship"), by("from_id"), alone> friends; // back to the middle of what is there: circles
};

void expect(bool holds, const std::string& what) {
    if (holds) return;
    std::cerr << "failed: " << what << '\n';
    std::exit(1);
}

std::vector<Ref<Node>> build(int nodes, bool chain) {
    std::vector<Ref<Node>> all{make(Node{.value = 0})};
    for (int i = 1; i < nodes; ++i) {
        auto node = make(Node{.value = i});
        node->parent = chain ? all.back() : all[static_cast<std::size_t>(i) / 10];
        if (i % 10 == 0) node->friends.add(all[static_cast<std::size_t>(i) / 2]);
        all.push_back(node);
    }
    all.front()->friends.add(all.back());
    return all;
}

void save(const Engine& db, int nodes, bool chain) {
    Session session(db);
    session.add(build(nodes, chain).front()); // the others come along
    session.commit();
    expect(session.select<Node>().count() == nodes, "all nodes are saved");
    expect(session.identity_map_size() == static_cast<std::size_t>(nodes), "each row is one object");
}

void load(const Engine& db, int nodes) {
    Session session(db);
    long long sum = 0;
    for (auto node : session.select<Node>().with<&Node::children>().with<&Node::friends>())
        for (auto child : node->children) {
            expect(child->parent == node, "both sides are in step");
            sum += child->value;
        }
    expect(sum == static_cast<long long>(nodes) * (nodes - 1) / 2, "every child has one parent");
    auto root = session.get<Node>(1);
    expect(root->friends.size() == 1, "the circle is closed");
    session.expunge_all();
    expect(root->children.size() >= 1, "a handle keeps the whole graph");
}

} // namespace

int main(int argc, char** argv) {
    const bool chain = argc > 1 && std::string(argv[1]) == "chain";
    const int nodes = argc > 2 ? std::atoi(argv[2]) : 1000000;
    Engine db("sqlite://?private=1");
    create_all<Node>(db);
    save(db, nodes, chain);
    load(db, nodes);
    build(nodes, chain); // never saved, freed at once
    std::cout << nodes << " nodes\n";
}
