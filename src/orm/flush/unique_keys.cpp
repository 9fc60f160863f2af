// SPDX-License-Identifier: MIT
#include "orm/flush/unique_keys.hpp"
#include "athanor/base/error.hpp"
#include "athanor/base/topological_sort.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/flush/first_deletes.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>

namespace athanor::kernel {
namespace {

using Attributes = std::vector<const Attribute*>;

// A reference that keeps the column itself.
const Attribute* reference_with(const ClassInfo& cls, std::uint16_t column) {
    const auto keeps = [&](const Attribute* attribute) {
        const Relationship& relationship = *attribute->relationship;
        return relationship.direction == Direction::many_to_one && relationship.key_in_reference &&
            relationship.join.on.size() == 1 && relationship.join.on.front().first == column;
    };
    const auto found = std::ranges::find_if(cls.relationships, keeps);
    return found == cls.relationships.end() ? nullptr : *found;
}

// The attributes that are unique together, columns or references; sets with a column that no member shows are the
// database's business.
std::vector<Attributes> unique_sets(const ClassInfo& cls) {
    std::vector<Attributes> sets;
    const auto add = [&](const std::vector<std::uint16_t>& columns) {
        Attributes attributes;
        for (const std::uint16_t column : columns)
            if (const Attribute* attribute = cls.showing(column))
                attributes.push_back(attribute);
            else if (const Attribute* reference = reference_with(cls, column))
                attributes.push_back(reference);
        if (attributes.size() == columns.size()) sets.push_back(std::move(attributes));
    };
    for (std::uint16_t column = 0; column < cls.table->columns().size(); ++column)
        if (cls.table->column(column).unique) add({column});
    for (const auto& columns : cls.table->uniques) add(columns);
    return sets;
}

// The values of one set as a text that equal values share; empty when one is NULL, which equals nothing, or unknown.
std::string values_of(Header* object, const Attributes& set, bool stored) {
    std::string text = object->cls->table->name();
    for (const Attribute* attribute : set) {
        if (attribute->kind == MemberKind::reference) {
            const Header* target =
                stored ? stored_reference(object, *attribute).value_or(nullptr) : peek_reference(object, *attribute);
            if (!target) return {};
            text += '\x1f' + attribute->name + '=' + std::to_string(reinterpret_cast<std::uintptr_t>(target));
            continue;
        }
        ScratchTexts scratch;
        const OldValue* old = stored && object->extra ? object->extra->old(attribute->index) : nullptr;
        const std::uint32_t word = word_of(object, *attribute);
        if (old ? !old->known : (word & word_bits::slow_read) != 0) return {};
        const Cell cell = old ? old->value.cell() : attribute->type->store(field_of(object, *attribute), scratch);
        if (cell.is_null()) return {};
        text += '\x1f' + attribute->name + '=' + to_string(cell);
    }
    return text;
}

bool touches(const Header* object, const Attributes& set) {
    return object->extra && std::ranges::any_of(set, [&](const Attribute* attribute) {
        if (attribute->kind == MemberKind::reference) return old_reference(object, *attribute) != nullptr;
        return object->extra->old(attribute->index) != nullptr;
    });
}

// The attribute that keeps the place of such objects in a list, when it is one of the set.
const Attribute* position_in(const Attributes& set) {
    for (const Attribute* attribute : set)
        for (const Relationship* relationship : attribute->cls->referrers)
            if (relationship->position == attribute) return attribute;
    return nullptr;
}

class UniqueKeys {
public:
    explicit UniqueKeys(FlushPlan& plan) : plan_(plan) {}

    void run() {
        collect();
        if (freed_.empty()) return;
        for (std::uint32_t i = 0; i < plan_.saves.size(); ++i) find_needs(i);
        if (!needed_deletes_.empty()) delete_first(plan_, std::move(needed_deletes_));
        if (!needs_.empty()) reorder();
    }

private:
    const std::vector<Attributes>& sets_of(const ClassInfo* cls) {
        if (cls == last_) return *last_sets_; // rows of one class come together
        const auto [found, added] = sets_.try_emplace(cls);
        if (added) found->second = std::make_unique<std::vector<Attributes>>(unique_sets(*cls));
        last_ = cls;
        last_sets_ = found->second.get();
        return *last_sets_;
    }

    // Who gives up which values: deleted rows all of theirs, updated ones those that change.
    void collect() {
        const auto add = [&](Header* object, const Giver& giver) {
            for (const Attributes& set : sets_of(object->cls))
                if (giver.deleted || touches(object, set))
                    if (std::string values = values_of(object, set, true); !values.empty())
                        freed_.emplace(std::move(values), giver);
        };
        for (const RowCommand& row : plan_.deletes) add(row.object, {0, row.object});
        for (std::uint32_t i = 0; i < plan_.saves.size(); ++i)
            if (Header* object = plan_.saves[i].object;
                plan_.saves[i].verb == RowVerb::update && !sets_of(object->cls).empty())
                add(object, {i, nullptr});
    }

    void find_needs(std::uint32_t row) {
        const RowCommand& command = plan_.saves[row];
        for (const Attributes& set : sets_of(command.object->cls)) {
            if (command.verb == RowVerb::update && !touches(command.object, set)) continue;
            const auto found = freed_.find(values_of(command.object, set, false));
            if (found == freed_.end() || found->second == Giver{row, nullptr}) continue;
            if (found->second.deleted)
                needed_deletes_.insert(found->second.deleted);
            else
                needs_.push_back({found->second.row, row, position_in(set)});
        }
    }

    // A row with a place in a list steps aside, and whoever takes its place needs not wait for it.
    bool park_one_of(const std::vector<std::uint32_t>& rows) {
        const auto in_circle = [&](std::uint32_t row) { return std::ranges::count(rows, row) != 0; };
        const auto parks = [&](const Need& need) {
            return need.position && !plan_.saves[need.before].parked && in_circle(need.before) && in_circle(need.after);
        };
        const auto found = std::ranges::find_if(needs_, parks);
        if (found == needs_.end()) return false;
        const Need parked = *found;
        plan_.saves[parked.before].parked = parked.position;
        std::erase_if(
            needs_, [&](const Need& need) { return need.before == parked.before && need.position == parked.position; });
        return true;
    }

    void reorder() {
        // each circle that is broken may leave smaller ones
        while (!sort())
            ;
    }

    // False when a circle was broken, so that it has to be tried again.
    bool sort() {
        // the order so far holds; a new edge only moves rows behind others
        std::vector<Edge> edges;
        for (const Need& need : needs_) edges.push_back({need.before, need.after});
        boost::unordered_flat_map<const Header*, std::uint32_t> rows;
        for (std::uint32_t i = 0; i < plan_.saves.size(); ++i) {
            for (std::uint32_t sync = plan_.saves[i].first_sync; sync != no_sync; sync = plan_.syncs[sync].next)
                if (const auto source = rows.find(plan_.syncs[sync].source); source != rows.end())
                    edges.push_back({source->second, i});
            rows.emplace(plan_.saves[i].object, i);
        }
        std::vector<RowCommand> sorted;
        bool parked = false;
        for (const auto& group : components(plan_.saves.size(), edges)) {
            if (group.size() > 1 && !park_one_of(group)) refuse_circle(group);
            parked = parked || group.size() > 1;
            sorted.push_back(plan_.saves[group.front()]);
        }
        if (!parked) plan_.saves = std::move(sorted);
        return !parked;
    }

    [[noreturn]] void refuse_circle(const std::vector<std::uint32_t>& rows) const {
        std::string names;
        for (const std::uint32_t row : rows)
            names += (names.empty() ? "" : ", ") + kernel::describe(plan_.saves[row].object);
        throw FlushError(
            "these objects pass unique values round in a circle, and the database checks each row by itself: " + names +
            "; give one of them a value of its own, flush, and then the value it is meant to have");
    }

    /// A row takes values that another one gives up.
    struct Need {
        std::uint32_t before, after;
        const Attribute* position; ///< the one among the values that the row may step aside with
    };
    /// Who gives up values: a row that is saved, or the object whose row goes.
    struct Giver {
        std::uint32_t row;
        const Header* deleted;
        friend bool operator==(const Giver&, const Giver&) = default;
    };
    FlushPlan& plan_;
    boost::unordered_flat_map<const ClassInfo*, std::unique_ptr<std::vector<Attributes>>> sets_;
    const ClassInfo* last_ = nullptr;
    const std::vector<Attributes>* last_sets_ = nullptr;
    boost::unordered_flat_map<std::string, Giver> freed_;
    std::vector<Need> needs_;
    boost::unordered_flat_set<const Header*> needed_deletes_;
};

} // namespace

void respect_unique_keys(FlushPlan& plan) { UniqueKeys(plan).run(); }

} // namespace athanor::kernel
