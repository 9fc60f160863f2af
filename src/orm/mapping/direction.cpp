// SPDX-License-Identifier: MIT
#include "orm/mapping/direction.hpp"
#include "orm/mapping/pairing.hpp"

namespace athanor::kernel {
namespace {

void check_one_to_one(Draft& draft, Side& side) {
    Side& other = *side.back;
    if (holds_columns(side) != holds_columns(other) || side.owned() != other.owned()) return;
    other.failed = true;
    if (side.owned())
        draft.problem(
            side, "and " + other.name() + " both say owned: only the owning side may, the other brings the column");
    else
        draft.problem(side,
            "and " + other.name() + " are one-to-one and nothing tells which table has the column: " +
                "mark the owning side owned, or give the other one by(\"…\"), or write alone on both");
}

/// One-to-one: columns that are named decide, then `owned`.
bool keeps_columns(const Side& side) {
    if (!side.back || !side.back->is_reference()) return true;
    if (holds_columns(side) != holds_columns(*side.back)) return holds_columns(side);
    return !side.owned();
}

Direction collection_direction(const Side& side) {
    if (side.has_association()) return Direction::many_to_many;
    return side.back && !side.back->is_reference() ? Direction::many_to_many : Direction::one_to_many;
}

void check_collection(Draft& draft, Side& side) {
    const std::string& owner = side.owner->name;
    if (!side.back && !side.has_association() && !side.owned() && side.options().by.size == 0)
        return draft.problem(side,
            "has no counterpart in " + side.target->name + ": write linked (many-to-many, with a " +
                "table between), owned (the members belong to their " + owner + "), by(\"…\") (the column of " +
                side.target->name + " that names its " + owner + "), or give " + side.target->name + " a One<" + owner +
                ">");
    if (collection_direction(side) == Direction::many_to_many && side.owned())
        draft.problem(
            side, "is many-to-many and owned, but its members may have several owners: drop owned, or use by(\"…\")");
}

void check_options(Draft& draft, Side& side) {
    const MemberOptions& options = side.options();
    if (options.passive_deletes == PassiveDeletes::all && (options.cascade & delete_cascade) != 0)
        draft.problem(side,
            "says passive_deletes(all), which leaves its members alone, and cascades deletes to them: "
            "write passive_deletes, or drop owned or the delete cascade");
    if (side.is_reference() && side.has_association())
        draft.problem(side, "is a One and has no association table: drop linked or via(…), or make it a collection");
}

void make_relationship(Side& side) {
    const MemberOptions& options = side.options();
    auto relationship = std::make_unique<Relationship>();
    relationship->owner = side.owner;
    relationship->target = side.target;
    relationship->attribute = side.attribute;
    relationship->scalar = side.is_reference();
    relationship->back = side.back ? side.back->attribute : nullptr;
    relationship->direction = !side.is_reference() ? collection_direction(side)
        : keeps_columns(side)                      ? Direction::many_to_one
                                                   : Direction::one_to_many;
    // What is never written must not carry objects into the session either.
    relationship->cascade = options.view_only && options.cascade == default_cascade ? std::uint8_t{0} : options.cascade;
    relationship->passive_deletes = options.passive_deletes;
    relationship->load = options.load;
    relationship->post_update = options.post_update;
    relationship->view_only = options.view_only;
    side.relationship = std::move(relationship);
}

} // namespace

void decide_directions(Draft& draft) {
    for (Side& side : draft.sides) {
        if (!side.failed) check_options(draft, side);
        if (!side.failed && !side.is_reference()) check_collection(draft, side);
        if (!side.failed && side.is_reference() && side.back && side.back->is_reference())
            check_one_to_one(draft, side);
        make_relationship(side);
    }
}

} // namespace athanor::kernel
