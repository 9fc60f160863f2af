// SPDX-License-Identifier: MIT
#include "orm/mapping/pairing.hpp"
#include <algorithm>
#include <functional>
#include <unordered_map>

namespace athanor::kernel {
namespace {

using Sides = std::vector<Side*>;

std::vector<std::string> by_columns(const ClassInfo& holder, const NameList& by) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < by.size; ++i) names.push_back(column_name(holder, by.names[i]));
    return names;
}

bool is_free(const Side& side) {
    return !side.back && !side.failed && !side.options().alone && !side.options().view_only;
}

/// A collection whose columns are in the table of its target, or that owns its members, cannot be many-to-many.
bool can_be_many_to_many(const Side& side) {
    return side.has_association() || (side.options().by.size == 0 && !side.owned());
}

bool can_be_many_to_many(const Side& left, const Side& right) {
    const auto& one = left.options().via;
    const auto& other = right.options().via;
    return can_be_many_to_many(left) && can_be_many_to_many(right) && (one.empty() || other.empty() || one == other);
}

bool collection_fits(const Side& collection, const Side& reference) {
    if (collection.has_association()) return false;
    const NameList& by = collection.options().by;
    return by.size == 0 || by_columns(*reference.owner, by) == reference_columns(reference);
}

bool could_pair(const Side& left, const Side& right) {
    if (&left == &right || left.target != right.owner || right.target != left.owner) return false;
    if (left.is_reference() && right.is_reference()) return !(holds_columns(left) && holds_columns(right));
    if (left.is_reference()) return collection_fits(right, left);
    if (right.is_reference()) return collection_fits(left, right);
    return can_be_many_to_many(left, right);
}

/// Whether both sides name the same columns, at least the collection with by(…).
bool same_columns(const Side& left, const Side& right) {
    if (left.is_reference() == right.is_reference()) return false;
    const Side& collection = left.is_reference() ? right : left;
    return collection.options().by.size > 0;
}

void join_pair(Side& left, Side& right) {
    left.back = &right;
    right.back = &left;
}

class Pairing {
public:
    explicit Pairing(Draft& draft) : draft_(draft) {
        for (Side& side : draft.sides) of_class_[side.owner].push_back(&side);
    }

    void run() {
        for (Side& side : draft_.sides)
            if (!side.options().pairs.empty()) decide(side);
        pair_where([](const Side& left, const Side& right) { return same_columns(left, right); });
        pair_where([](const Side&, const Side&) { return true; });
        for (Side& side : draft_.sides) report_ambiguity(side);
    }

private:
    const Sides& sides_of(const ClassInfo* cls) { return of_class_[cls]; }

    /// `pairs("author")`: the user decided.
    void decide(Side& side) {
        const std::string wanted(side.options().pairs);
        Side* other = named(*side.target, wanted);
        if (side.options().alone)
            return draft_.problem(side, "says both pairs(\"" + wanted + "\") and alone: drop one");
        if (!other)
            return draft_.problem(side,
                "pairs with \"" + wanted + "\", but " + side.target->name +
                    " has no relationship of that name: " + choices(side));
        if (other == &side) return draft_.problem(side, "cannot pair with itself: write alone instead of pairs");
        if (other->target != side.owner)
            return draft_.problem(side,
                "pairs with " + other->name() + ", which leads to " + other->target->name + " and not to " +
                    side.owner->name + ": " + choices(side));
        if (side.back == other) return;
        if (side.back || other->back)
            return draft_.problem(side,
                "pairs with " + other->name() + ", but " +
                    (other->back ? other->name() + " is paired with " + other->back->name()
                                 : side.name() + " is already paired with " + side.back->name()) +
                    ": correct one of the pairs(…)");
        if (!could_pair(side, *other))
            return draft_.problem(side, "pairs with " + other->name() + ", but " + conflict(side, *other));
        join_pair(side, *other);
    }

    Side* named(const ClassInfo& cls, std::string_view name) {
        const Sides& sides = sides_of(&cls);
        const auto found = std::ranges::find_if(sides, [&](const Side* side) { return side->attribute->name == name; });
        return found == sides.end() ? nullptr : *found;
    }

    std::string choices(const Side& side) {
        std::string text;
        for (const Side* other : sides_of(side.target))
            if (other != &side && other->target == side.owner)
                text += (text.empty() ? "write " : " or ") + ("pairs(\"" + other->attribute->name + "\")");
        return text.empty() ? "remove pairs(…)" : text;
    }

    static std::string conflict(const Side& side, const Side& other) {
        if (side.is_reference() && other.is_reference())
            return "both bring their own columns: drop by(…), or the member that shows the column, on one side";
        if (!side.is_reference() && !other.is_reference())
            return "they cannot share an association table: give both the same via(…), and neither owned";
        if (side.has_association() || other.has_association())
            return "a collection with linked or via(…) pairs with a collection: drop linked or via(…)";
        return "their by(…) name different columns: write the same on both sides";
    }

    template <class Rule> Sides candidates(const Side& side, Rule rule) {
        Sides found;
        if (!is_free(side)) return found;
        for (Side* other : sides_of(side.target))
            if (is_free(*other) && could_pair(side, *other) && rule(side, *other)) found.push_back(other);
        return found;
    }

    /// Pairs all that are each other's only candidates; whoever is paired on the way does not make others unambiguous.
    template <class Rule> void pair_where(Rule rule) {
        std::vector<std::pair<Side*, Side*>> pairs;
        for (Side& side : draft_.sides) {
            const Sides mine = candidates(side, rule);
            if (mine.size() == 1 && candidates(*mine[0], rule).size() == 1 && std::less<>{}(&side, mine[0]))
                pairs.emplace_back(&side, mine[0]);
        }
        for (const auto& [left, right] : pairs) join_pair(*left, *right);
    }

    void report_ambiguity(Side& side) {
        const Sides found = candidates(side, [](const Side&, const Side&) { return true; });
        if (found.size() < 2) return;
        std::string names, remedy;
        for (const Side* other : found) {
            names += (names.empty() ? "" : other == found.back() ? " or " : ", ") + other->name();
            remedy += (remedy.empty() ? "" : " or ") + ("pairs(\"" + other->attribute->name + "\")");
        }
        draft_.problem(side, "could pair with " + names + ": write " + remedy + ", or alone");
        for (Side* other : found) other->failed = other->failed || waits_for(*other, side);
    }

    /// Whether the other side has nothing to say of its own once this one is decided.
    bool waits_for(const Side& other, const Side& side) {
        const Sides& sides = sides_of(other.target);
        return std::ranges::none_of(
            sides, [&](const Side* third) { return third != &side && is_free(*third) && could_pair(other, *third); });
    }

    Draft& draft_;
    std::unordered_map<const ClassInfo*, Sides> of_class_;
};

} // namespace

std::vector<std::string> reference_columns(const Side& side) {
    const MemberOptions& options = side.options();
    if (options.by.size > 0) return by_columns(*side.owner, options.by);
    if (!options.column.empty()) return {column_name(*side.owner, options.column)};
    const auto& keys = side.target->keys;
    if (keys.size() == 1) return {column_name(*side.owner, side.attribute->name + "_id")};
    std::vector<std::string> names;
    for (const Attribute* key : keys) {
        const std::string& column = side.target->table->column(key->column).name;
        names.push_back(column_name(*side.owner, side.attribute->name + "_" + column));
    }
    return names;
}

bool holds_columns(const Side& side) {
    if (side.options().by.size > 0 || !side.options().column.empty()) return true;
    const auto names = reference_columns(side);
    const auto is_member = [&](const std::string& name) {
        const auto& columns = side.owner->columns;
        return std::ranges::count(columns, name,
                   [&](const Attribute* attribute) { return side.owner->table->column(attribute->column).name; }) > 0;
    };
    return !names.empty() && std::ranges::all_of(names, is_member);
}

void pair_relationships(Draft& draft) { Pairing(draft).run(); }

} // namespace athanor::kernel
