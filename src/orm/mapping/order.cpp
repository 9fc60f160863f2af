// SPDX-License-Identifier: MIT
#include "orm/mapping/order.hpp"
#include "orm/mapping/attributes.hpp"

namespace athanor::kernel {
namespace {

Attribute* column_at(const ClassInfo& cls, const MemberPath& path) {
    const std::uint32_t offset = path.offset();
    for (Attribute* attribute : cls.columns)
        if (attribute->offset == offset) return attribute;
    return nullptr;
}

void find_position(Draft& draft, Side& side) {
    const MemberPath& path = side.options().position;
    if (!path.offset && side.options().keeps_positions)
        return draft.problem(side, "has keeps_positions, but no position<…> to keep");
    if (!path.offset) return;
    Attribute* attribute = column_at(*side.target, path);
    if (!attribute || !is_integer(attribute->type->sql))
        return draft.problem(side,
            "keeps positions in a member of " + side.target->name +
                " that is not a whole number: give position<…> a Mapped<int>");
    if (side.relationship->direction == Direction::many_to_many)
        return draft.problem(side,
            "keeps positions in members that may be in several such lists: map the rows between them as a class of its "
            "own, and give position<…> a member of that");
    if (side.options().order_size)
        return draft.problem(side, "has order_by<…> and position<…>: the position is the order, so leave one out");
    side.relationship->position = attribute;
    side.relationship->keeps_positions = side.options().keeps_positions;
}

} // namespace

void find_order(Draft& draft, Side& side) {
    find_position(draft, side);
    auto& order = side.relationship->order_by;
    const MemberOptions& options = side.options();
    for (std::size_t i = 0; i < options.order_size; ++i) {
        const Attribute* attribute = column_at(*side.target, options.order[i]);
        if (!attribute)
            return draft.problem(side,
                "is ordered by a member of " + side.target->name +
                    " that is not a column: give order_by<…> a Mapped member");
        order.emplace_back(attribute->column, options.order[i].descending);
    }
    if (!order.empty() || side.is_reference()) return;
    if (const Attribute* position = side.relationship->position) order.emplace_back(position->column, false);
    // Rows of one position, or without an order, come in the order of their keys: loads are deterministic.
    for (const Attribute* key : side.target->keys) order.emplace_back(key->column, false);
}

} // namespace athanor::kernel
