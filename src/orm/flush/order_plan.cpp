// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/base/topological_sort.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "base/partition.hpp"
#include "orm/flush/planner.hpp"
#include "orm/flush/unique_keys.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>

// Classes are ordered by how their tables depend on each other. Classes in a circle (a tree's nodes, or two classes
// that refer to each other) are ordered object by object.

namespace athanor::kernel {
namespace {

using Rows = std::vector<RowCommand>;

/// The classes of some rows, numbered by first appearance, and which must be written before which.
class ClassOrder {
public:
    explicit ClassOrder(const Rows& rows) {
        for (const RowCommand& row : rows) number_of(row.object->cls);
        for (std::uint32_t i = 0; i < classes_.size(); ++i) add_edges(i);
        groups_ = components(classes_.size(), edges_);
        rank_.resize(classes_.size());
        for (std::uint32_t rank = 0; rank < groups_.size(); ++rank)
            for (const std::uint32_t cls : groups_[rank]) rank_[cls] = rank;
    }
    std::uint32_t rank_of(const ClassInfo* cls) { return rank_[number_of(cls)]; }
    std::uint32_t number_of(const ClassInfo* cls) {
        if (cls == last_) return last_number_;
        const auto [found, added] = numbers_.emplace(cls, static_cast<std::uint32_t>(classes_.size()));
        if (added) classes_.push_back(cls);
        last_ = cls;
        return last_number_ = found->second;
    }
    std::size_t ranks() const noexcept { return groups_.size(); }
    bool in_one_circle(const ClassInfo* cls, const ClassInfo* other) const {
        const auto left = numbers_.find(cls), right = numbers_.find(other);
        return left != numbers_.end() && right != numbers_.end() && rank_[left->second] == rank_[right->second];
    }
    bool object_by_object(std::size_t rank) const {
        const auto& group = groups_[rank];
        return group.size() > 1 || std::ranges::find(self_referring_, group.front()) != self_referring_.end();
    }

private:
    void add_edge(const Table* before, std::uint32_t after) {
        for (std::uint32_t i = 0; i < classes_.size(); ++i) {
            if (classes_[i]->table != before) continue;
            if (i == after)
                self_referring_.push_back(i);
            else
                edges_.push_back({i, after});
        }
    }
    void add_edges(std::uint32_t number) {
        const ClassInfo& cls = *classes_[number];
        for (const ForeignKey& key : cls.table->foreign_keys)
            if (!is_late(cls, key)) add_edge(key.target, number);
        for (const Attribute* attribute : cls.relationships) {
            const Relationship& relationship = *attribute->relationship;
            if (relationship.direction == Direction::many_to_one && !relationship.post_update)
                add_edge(relationship.target->table, number);
            if (relationship.direction != Direction::one_to_many ||
                (relationship.back && relationship.back->relationship->post_update))
                continue;
            for (std::uint32_t i = 0; i < classes_.size(); ++i)
                if (classes_[i] == relationship.target) add_edge(cls.table, i);
        }
    }
    // a foreign key that is written by an UPDATE of its own orders nothing
    static bool is_late(const ClassInfo& cls, const ForeignKey& key) {
        for (const Attribute* attribute : cls.relationships) {
            const Relationship& relationship = *attribute->relationship;
            if (relationship.direction == Direction::many_to_one && relationship.post_update &&
                std::ranges::all_of(relationship.join.on,
                    [&](const auto& pair) { return std::ranges::count(key.columns, pair.first); }))
                return true;
        }
        return false;
    }

    std::vector<const ClassInfo*> classes_;
    boost::unordered_flat_map<const ClassInfo*, std::uint32_t> numbers_;
    const ClassInfo* last_ = nullptr;
    std::uint32_t last_number_ = 0;
    std::vector<Edge> edges_;
    std::vector<std::uint32_t> self_referring_;
    NodeGroups groups_;
    std::vector<std::uint32_t> rank_;
};

void updates_first(Rows& rows) {
    const auto is_update = [](const RowCommand& row) { return row.verb == RowVerb::update; };
    if (!std::ranges::is_partitioned(rows, is_update)) partition(rows, is_update);
}

std::string describe_circle(const Rows& rows) {
    std::string names;
    for (std::size_t i = 0; i < rows.size() && i < 5; ++i) names += (i ? ", " : "") + kernel::describe(rows[i].object);
    return "these rows depend on each other in a circle, as they stand or as they stood before: " + names +
        "; flush between the changes, or break the circle by making one of the references post_update, so that it is "
        "written by an UPDATE of its own";
}

/// The rows of a circle of classes, and which of them must be written before which.
struct RowGraph {
    explicit RowGraph(const Rows& all) : rows(all), refers(all.size()) {
        numbers.reserve(rows.size());
        for (std::uint32_t i = 0; i < rows.size(); ++i) numbers.emplace(rows[i].object, i);
    }
    /// The row's number, or none.
    std::uint32_t number_of(const Header* object) const {
        const auto found = numbers.find(object);
        return found == numbers.end() ? none : found->second;
    }
    void add(std::uint32_t before, std::uint32_t after) {
        if (before == none || after == none) return;
        if (before != after) return edges.push_back({before, after});
        // a circle of one: with itself and a node that is no row
        nodes = rows.size() + 1;
        const auto extra = static_cast<std::uint32_t>(rows.size());
        edges.insert(edges.end(), {{before, extra}, {extra, before}});
    }

    static constexpr std::uint32_t none = ~0u;
    const Rows& rows;
    std::size_t nodes = rows.size();
    boost::unordered_flat_map<const Header*, std::uint32_t> numbers;
    std::vector<Edge> edges;
    std::vector<bool> refers; ///< the row says of a reference inside the circle what it shows, be it nothing
};

// Level by level. What hangs on a row that is there already comes before what hangs on one of this flush, which comes a
// whole level after that one. What is in a circle, or hangs on one, has none.
std::vector<std::uint32_t> levels_of(const RowGraph& graph) {
    const NodeGroups order = layers(graph.nodes, graph.edges);
    std::vector<std::uint32_t> layer_of(graph.nodes, RowGraph::none);
    for (std::uint32_t layer = 0; layer < order.size(); ++layer)
        for (const std::uint32_t row : order[layer]) layer_of[row] = layer;
    std::vector<Edge> edges = graph.edges;
    std::erase_if(edges, [&](const Edge& edge) { return layer_of[edge.after] == RowGraph::none; });
    std::ranges::sort(edges, {}, [&](const Edge& edge) { return layer_of[edge.before]; });
    std::vector<std::uint32_t> levels(graph.rows.size());
    for (std::size_t row = 0; row < levels.size(); ++row)
        levels[row] = layer_of[row] == RowGraph::none ? RowGraph::none : graph.refers[row] ? 1 : 0;
    for (const Edge& edge : edges) levels[edge.after] = std::max(levels[edge.after], levels[edge.before] + 2);
    return levels;
}

// Rows of a circle are left out, and named.
Rows in_levels(const RowGraph& graph, ClassOrder& classes, std::string& circle) {
    struct Place {
        std::uint32_t level;
        bool is_insert;
        std::uint32_t cls;
        std::uint32_t row;
        auto operator<=>(const Place&) const = default;
    };
    const std::vector<std::uint32_t> levels = levels_of(graph);
    std::vector<Place> places;
    places.reserve(levels.size());
    Rows circular;
    for (std::uint32_t row = 0; row < levels.size(); ++row) {
        if (levels[row] == RowGraph::none) {
            circular.push_back(graph.rows[row]);
            continue;
        }
        places.push_back({levels[row], graph.rows[row].verb == RowVerb::insert,
            classes.number_of(graph.rows[row].object->cls), row});
    }
    if (!circular.empty()) circle = describe_circle(circular);
    std::ranges::sort(places);
    Rows sorted;
    sorted.reserve(places.size());
    for (const Place& place : places) sorted.push_back(graph.rows[place.row]);
    return sorted;
}

// An owner goes before its members, as its collection shows them.
template <class Condition>
void add_members(RowGraph& graph, std::uint32_t owner, const Attribute& attribute, bool owner_first, Condition counts) {
    Header* object = graph.rows[owner].object;
    if (!is_assigned(object, attribute)) return;
    std::vector<Header*> members;
    if (attribute.kind == MemberKind::collection)
        attribute.spec->collection->append(field_of(object, attribute), members);
    else if (Header* member = peek_reference(object, attribute))
        members.push_back(member);
    for (Header* member : members) {
        if (!counts(member)) continue;
        const std::uint32_t number = graph.number_of(member);
        owner_first ? graph.add(owner, number) : graph.add(number, owner);
    }
}

// A row keeps behind whom it referred to until now, and before whom it had as a member: where they change places the
// flush says so.
const Header* former_target(Header* object, const Attribute& attribute) {
    const OldReference* old = old_reference(object, attribute);
    const Header* target = old ? old->object() : nullptr;
    return target == peek_reference(object, attribute) ? nullptr : target;
}

void add_former_members(RowGraph& graph, std::uint32_t owner, const Attribute& attribute) {
    Header* object = graph.rows[owner].object;
    const RelationLog* log = find_log(object, attribute);
    if (!log || !is_assigned(object, attribute)) return;
    for (const Change& change : log->changes())
        if (change.delta < 0) graph.add(owner, graph.number_of(change.item));
}

void add_saves(RowGraph& graph, std::uint32_t row, const std::vector<Sync>& syncs, ClassOrder& classes) {
    Header* object = graph.rows[row].object;
    for (std::uint32_t sync = graph.rows[row].first_sync; sync != no_sync; sync = syncs[sync].next)
        if (syncs[sync].source) graph.add(graph.number_of(syncs[sync].source), row);
    for (const Attribute* attribute : object->cls->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (relationship.view_only) continue;
        if (relationship.direction == Direction::one_to_many && relationship.back &&
            !relationship.back->relationship->post_update) {
            // most members say so themselves
            add_members(
                graph, row, *attribute, true, [&](Header* member) { return !is_assigned(member, *relationship.back); });
            if (relationship.target == object->cls) add_former_members(graph, row, *attribute);
        }
        if (relationship.direction != Direction::many_to_one || relationship.post_update ||
            !is_assigned(object, *attribute) || !classes.in_one_circle(object->cls, relationship.target))
            continue;
        graph.refers[row] = true;
        if (Header* target = peek_reference(object, *attribute)) graph.add(graph.number_of(target), row);
        if (const Header* before = former_target(object, *attribute)) graph.add(graph.number_of(before), row);
    }
}

Rows save_object_by_object(const Rows& rows, const std::vector<Sync>& syncs, ClassOrder& classes, std::string& circle) {
    RowGraph graph(rows);
    for (std::uint32_t row = 0; row < rows.size(); ++row) add_saves(graph, row, syncs, classes);
    return in_levels(graph, classes, circle);
}

void add_deletes(RowGraph& graph, std::uint32_t row) {
    Header* object = graph.rows[row].object;
    for (const Attribute* attribute : object->cls->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (relationship.direction == Direction::many_to_one && !relationship.post_update) {
            const std::uint32_t target = graph.number_of(stored_reference(object, *attribute).value_or(nullptr));
            if (target != row) graph.add(row, target);
        } else if (relationship.direction == Direction::one_to_many) {
            // also a member whose row took up the reference behind its back
            const RelationLog* log = find_log(object, *attribute);
            add_members(graph, row, *attribute, false,
                [&](Header* member) { return member != object && !(log && log->delta(member) > 0); });
        }
    }
}

Rows delete_object_by_object(const Rows& rows, ClassOrder& classes, std::string& circle) {
    RowGraph graph(rows);
    for (std::uint32_t row = 0; row < rows.size(); ++row) add_deletes(graph, row);
    return in_levels(graph, classes, circle);
}

std::vector<Rows> by_rank(Rows rows, ClassOrder& classes) {
    std::vector<Rows> ranks(classes.ranks());
    if (ranks.size() == 1) {
        ranks.front() = std::move(rows);
        return ranks;
    }
    for (RowCommand& row : rows) ranks[classes.rank_of(row.object->cls)].push_back(row);
    return ranks;
}

void order_saves(FlushPlan& plan) {
    if (plan.saves.empty()) return;
    ClassOrder classes(plan.saves);
    std::vector<Rows> ranks = by_rank(std::exchange(plan.saves, {}), classes);
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
        Rows& rows = ranks[rank];
        if (classes.object_by_object(rank))
            rows = save_object_by_object(rows, plan.syncs, classes, plan.save_circle);
        else
            updates_first(rows);
        if (ranks.size() == 1)
            plan.saves = std::move(rows);
        else
            plan.saves.insert(plan.saves.end(), rows.begin(), rows.end());
        if (!plan.save_circle.empty()) return; // this is how far the flush comes
    }
}

void order_deletes(FlushPlan& plan) {
    if (plan.deletes.empty()) return;
    ClassOrder classes(plan.deletes);
    std::vector<Rows> ranks = by_rank(std::exchange(plan.deletes, {}), classes);
    for (std::size_t rank = ranks.size(); rank-- > 0;) {
        Rows rows = classes.object_by_object(rank) ? delete_object_by_object(ranks[rank], classes, plan.delete_circle)
                                                   : std::move(ranks[rank]);
        plan.deletes.insert(plan.deletes.end(), rows.begin(), rows.end());
        if (!plan.delete_circle.empty()) return;
    }
}

} // namespace

void order_plan(FlushPlan& plan) {
    order_saves(plan);
    order_deletes(plan);
    respect_unique_keys(plan);
}

} // namespace athanor::kernel
