// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/engine/statement_tag.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/expiry.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/loading/key_groups.hpp"
#include "orm/loading/load.hpp"
#include "orm/loading/row_reader.hpp"
#include "orm/loading/select_text.hpp"
#include "orm/loading/show.hpp"
#include <algorithm>
#include <bit>

namespace athanor::kernel {
namespace {

constexpr std::size_t batch_size = 500;

// The values of the owner that its members' rows repeat.
struct OwnerCells {
    std::vector<Cell> cells;
    bool complete = true;
};

OwnerCells owner_cells(Header* owner, const Relationship& relationship, Scratch& scratch) {
    OwnerCells result;
    const auto push = [&](const Cell& cell) {
        result.cells.push_back(cell);
        result.complete = result.complete && !cell.is_null();
    };
    if (relationship.direction == Direction::many_to_one && relationship.key_in_reference) {
        const KeyCells key = referenced_key(owner, *relationship.attribute, scratch);
        for (std::size_t i = 0; i < key.size; ++i) push(key.cells[i]);
        result.complete = key.complete;
        return result;
    }
    for (const std::uint16_t column : owner_columns(relationship)) {
        const Attribute* attribute = owner->cls->showing(column);
        const OldValue* old = owner->extra && attribute->in_key ? owner->extra->old(attribute->index) : nullptr;
        push(old ? old->value.cell() : attribute->type->store(field_of(owner, *attribute), scratch));
    }
    return result;
}

Cursor run_members(
    const Relationship& relationship, std::size_t owners, const std::vector<Cell>& params, const LoadContext& context) {
    const StatementKey key = statement_key(StatementTag::members, &relationship, owners);
    return context.connection->execute(
        key, [&] { return select_members(relationship, owners, context.connection->syntax()); }, params.data(),
        params.size());
}

// An expired object is read first: it may have no row any more. In a batch it comes with the others.
enum class Expired { read, leave };

bool from_identity_map(
    Header* owner, const Attribute& attribute, const OwnerCells& cells, const LoadContext& context, Expired expired) {
    const Relationship& relationship = *attribute.relationship;
    if (relationship.direction != Direction::many_to_one) return false;
    if (!cells.complete) {
        show_reference(owner, attribute, nullptr);
        return true;
    }
    if (!relationship.to_primary_key) return false;
    ScratchTexts scratch;
    const KeyCells key = referenced_key(owner, attribute, scratch);
    Header* target = context.identity_map->find(*relationship.target, key.cells.data(), key.size);
    if (!target) return false;
    if (context.renewed && !context.renewed->contains(target)) return false; // its row comes with the batch
    if (is_expired(target)) {
        if (expired == Expired::leave) return false;
        if (!load_columns(target, context)) {
            context.session->row_is_gone(target);
            target = nullptr;
        }
    }
    show_reference(owner, attribute, target);
    return true;
}

// The types of what the owners' and the members' rows have in common.
std::vector<const TypeOps*> key_types(const Relationship& relationship) {
    const bool of_target = relationship.direction == Direction::many_to_one;
    const ClassInfo& cls = of_target ? *relationship.target : *relationship.owner;
    std::vector<const TypeOps*> types;
    for (const auto& [owner_column, column] : relationship.join.on) {
        const Attribute* key = cls.showing(of_target ? column : owner_column);
        types.push_back(key ? key->type : nullptr);
    }
    return types;
}

// The database finds it equal to the key of an owner, by a collation for example.
[[noreturn]] void refuse_key(const Header* member, const Attribute& attribute, const Cell* key) {
    throw DecodeError("the row of " + kernel::describe(member) + " in table " + member->cls->table->name() + " has " +
        to_string(*key) + " as the key of the object whose " + attribute.cls->name + "::" + attribute.name +
        " it belongs to, and no object's key is spelled like that: spell both in one way");
}

void load_batch(Header* const* owners, std::size_t count, const Attribute& attribute, const LoadContext& context) {
    const Relationship& relationship = *attribute.relationship;
    const std::size_t width = relationship.join.on.size();
    // the number of owners is rounded up, so that few statements serve all sizes
    const std::size_t slots = std::min(batch_size, std::max<std::size_t>(2, std::bit_ceil(count)));
    ScratchTexts scratch;
    std::vector<Cell> params;
    KeyGroups groups(key_types(relationship));
    std::vector<std::size_t> group_of(count);
    for (std::size_t i = 0; i < count; ++i) {
        const OwnerCells cells = owner_cells(owners[i], relationship, scratch);
        group_of[i] = groups.add(cells.cells.data());
        params.insert(params.end(), cells.cells.begin(), cells.cells.end());
    }
    while (params.size() < slots * width) params.push_back(params[params.size() - width]);
    Cursor cursor = run_members(relationship, slots, params, context);
    RowReader reader(*relationship.target, context);
    const std::size_t behind = relationship.target->load_columns.size();
    std::vector<std::vector<Header*>> members(groups.size());
    while (cursor.next())
        if (Header* member = reader.read(cursor.row())) {
            const std::size_t group = groups.find(cursor.row() + behind);
            if (group == KeyGroups::npos) refuse_key(member, attribute, cursor.row() + behind);
            members[group].push_back(member);
        }
    for (std::size_t i = 0; i < count; ++i) show_members(owners[i], attribute, members[group_of[i]]);
}

} // namespace

std::vector<Header*> fetch_members(Header* owner, const Attribute& attribute, const LoadContext& context) {
    const Relationship& relationship = *attribute.relationship;
    ScratchTexts scratch;
    const OwnerCells cells = owner_cells(owner, relationship, scratch);
    std::vector<Header*> members;
    if (!cells.complete) return members;
    Cursor cursor = run_members(relationship, 1, cells.cells, context);
    RowReader reader(*relationship.target, context);
    while (cursor.next())
        if (Header* member = reader.read(cursor.row())) members.push_back(member);
    return members;
}

void load_relationship(Header* owner, const Attribute& attribute, const LoadContext& context) {
    ScratchTexts scratch;
    const OwnerCells cells = owner_cells(owner, *attribute.relationship, scratch);
    if (from_identity_map(owner, attribute, cells, context, Expired::read)) return;
    show_members(owner, attribute, fetch_members(owner, attribute, context));
}

namespace {

// Who has no row is passed over: it says so when it is used.
bool can_load(Header* owner, const Attribute& attribute, const LoadContext& context) {
    if (owner->state != State::persistent || !wants_rows(owner, attribute)) return false;
    return !needs_columns(owner, attribute) || load_columns(owner, context);
}

} // namespace

std::vector<Header*> load_relationship(
    const std::vector<Header*>& owners, const Attribute& attribute, const LoadContext& context) {
    std::vector<Header*> loaded, missing;
    for (Header* owner : owners) {
        if (!can_load(owner, attribute, context)) continue;
        loaded.push_back(owner);
        ScratchTexts scratch;
        const OwnerCells cells = owner_cells(owner, *attribute.relationship, scratch);
        if (!from_identity_map(owner, attribute, cells, context, Expired::leave)) missing.push_back(owner);
    }
    for (std::size_t start = 0; start < missing.size(); start += batch_size)
        load_batch(missing.data() + start, std::min(batch_size, missing.size() - start), attribute, context);
    return loaded;
}

} // namespace athanor::kernel
