// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/base/topological_sort.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/flush/planner.hpp"
#include "orm/flush/unique_keys.hpp"
#include "orm/instance/extra.hpp"
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

void updates_first(Rows::iterator first, Rows::iterator last) {
    std::stable_partition(first, last, [](const RowCommand& row) { return row.verb == RowVerb::update; });
}

[[noreturn]] void refuse_circle(const Rows& rows, const NodeGroups& done) {
    std::vector<bool> placed(rows.size());
    for (const auto& layer : done)
        for (const std::uint32_t node : layer) placed[node] = true;
    std::string names;
    int shown = 0;
    for (std::size_t i = 0; i < rows.size() && shown < 5; ++i)
        if (!placed[i]) names += (shown++ ? ", " : "") + kernel::describe(rows[i].object);
    throw CircularDependencyError("these rows depend on each other in a circle: " + names +
        "; break the circle by making one of the references post_update, so that it is written by an UPDATE of its "
        "own");
}

Rows in_layers(const Rows& rows, const std::vector<Edge>& edges, ClassOrder& classes) {
    const NodeGroups order = layers(rows.size(), edges);
    Rows sorted;
    sorted.reserve(rows.size());
    for (const auto& layer : order) {
        const auto start = static_cast<std::ptrdiff_t>(sorted.size());
        for (const std::uint32_t node : layer) sorted.push_back(rows[node]);
        std::stable_sort(sorted.begin() + start, sorted.end(), [&](const RowCommand& left, const RowCommand& right) {
            return classes.number_of(left.object->cls) < classes.number_of(right.object->cls);
        });
        updates_first(sorted.begin() + start, sorted.end());
    }
    if (sorted.size() != rows.size()) refuse_circle(rows, order);
    return sorted;
}

boost::unordered_flat_map<const Header*, std::uint32_t> numbers_of(const Rows& rows) {
    boost::unordered_flat_map<const Header*, std::uint32_t> numbers;
    numbers.reserve(rows.size());
    for (std::uint32_t i = 0; i < rows.size(); ++i) numbers.emplace(rows[i].object, i);
    return numbers;
}

Rows save_object_by_object(const Rows& rows, const std::vector<Sync>& syncs, ClassOrder& classes) {
    const auto numbers = numbers_of(rows);
    std::vector<Edge> edges;
    for (std::uint32_t i = 0; i < rows.size(); ++i)
        for (std::uint32_t sync = rows[i].first_sync; sync != no_sync; sync = syncs[sync].next) {
            Header* source = syncs[sync].source;
            if (!source || source->state != State::pending) continue;
            if (source == rows[i].object) refuse_circle({rows[i]}, {});
            if (const auto found = numbers.find(source); found != numbers.end()) edges.push_back({found->second, i});
        }
    return in_layers(rows, edges, classes);
}

// Whatever the row of the object refers to: its old target when the reference was changed since.
Header* stored_target(Header* object, const Attribute& attribute) {
    const RelationLog* log = find_log(object, attribute);
    if (log && log->has_old) return log->old_kind == ReferenceStorage::object ? header_of_item(log->old_item) : nullptr;
    return peek_reference(object, attribute);
}

void edges_of_members(Header* owner, const Attribute& attribute, std::uint32_t number,
    const boost::unordered_flat_map<const Header*, std::uint32_t>& numbers, std::vector<Edge>& edges) {
    struct Context {
        std::uint32_t number;
        const boost::unordered_flat_map<const Header*, std::uint32_t>& numbers;
        std::vector<Edge>& edges;
    } context{number, numbers, edges};
    attribute.spec->collection->each(field_of(owner, attribute), &context, [](void* data, void* item) {
        auto& [owner_number, all, out] = *static_cast<Context*>(data);
        if (const auto found = all.find(header_of_item(item)); found != all.end() && found->second != owner_number)
            out.push_back({found->second, owner_number});
    });
}

Rows delete_object_by_object(const Rows& rows, ClassOrder& classes) {
    const auto numbers = numbers_of(rows);
    std::vector<Edge> edges;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        Header* object = rows[i].object;
        for (const Attribute* attribute : object->cls->relationships) {
            const Relationship& relationship = *attribute->relationship;
            if (relationship.direction == Direction::many_to_one && !relationship.post_update) {
                const auto found = numbers.find(stored_target(object, *attribute));
                if (found != numbers.end() && found->second != i) edges.push_back({i, found->second});
            } else if (relationship.direction == Direction::one_to_many && !relationship.back &&
                attribute->kind == MemberKind::collection) {
                edges_of_members(object, *attribute, i, numbers, edges);
            }
        }
    }
    return in_layers(rows, edges, classes);
}

std::vector<Rows> by_rank(Rows rows, ClassOrder& classes) {
    std::vector<Rows> ranks(classes.ranks());
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
            rows = save_object_by_object(rows, plan.syncs, classes);
        else
            updates_first(rows.begin(), rows.end());
        if (ranks.size() == 1)
            plan.saves = std::move(rows);
        else
            plan.saves.insert(plan.saves.end(), rows.begin(), rows.end());
    }
}

void order_deletes(FlushPlan& plan) {
    if (plan.deletes.empty()) return;
    ClassOrder classes(plan.deletes);
    std::vector<Rows> ranks = by_rank(std::exchange(plan.deletes, {}), classes);
    for (std::size_t rank = ranks.size(); rank-- > 0;) {
        Rows rows =
            classes.object_by_object(rank) ? delete_object_by_object(ranks[rank], classes) : std::move(ranks[rank]);
        plan.deletes.insert(plan.deletes.end(), rows.begin(), rows.end());
    }
}

} // namespace

void order_plan(FlushPlan& plan) {
    order_saves(plan);
    order_deletes(plan);
    respect_unique_keys(plan);
}

} // namespace athanor::kernel
