// SPDX-License-Identifier: MIT
#include "athanor/typed/collection_query.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include <algorithm>
#include <optional>

namespace athanor::kernel {
namespace {

struct Place {
    Header* owner;
    const Attribute* attribute;
};

std::optional<Place> place_of(const SetStorage& storage) noexcept {
    if (!(storage.word & word_bits::bound)) return std::nullopt;
    return Place{header_of_word(&storage.word), &attribute_of_word(&storage.word)};
}

[[noreturn]] void refuse_without_session(const Place& place) {
    throw DetachedError(describe(place.owner) + " has no session, so " + place.owner->cls->name +
        "::" + place.attribute->name + " has no database to ask: " +
        (has_identity(place.owner) ? "get the object from a session again" : "add it to a session first"));
}

EntityQuery query_of(const Place& place, SessionCore& session) {
    const ClassInfo& target = configured(*place.attribute->relationship->target);
    EntityQuery query(&session, default_alias(target));
    query.members_of(*place.attribute, place.owner);
    return query;
}

// Null: the owner has no row, so memory has all there is.
std::optional<EntityQuery> database_of(const SetStorage& storage) {
    const auto place = place_of(storage);
    if (!place) return std::nullopt;
    SessionCore* session = session_of(place->owner);
    if (session) session->autoflush_now(); // it may give the owner its row
    if (!has_identity(place->owner)) return std::nullopt;
    if (!session) refuse_without_session(*place);
    return query_of(*place, *session);
}

std::string name_of(const SetStorage& storage) {
    const auto place = place_of(storage);
    return place ? place->owner->cls->name + "::" + place->attribute->name : "the collection";
}

} // namespace

EntityQuery members_query(const SetStorage& storage) {
    const auto place = place_of(storage);
    if (!place) throw UsageError("this collection is part of a plain value, which has no database to ask: make() it");
    SessionCore* session = session_of(place->owner);
    if (session) session->autoflush_now();
    const bool write_only = place->attribute->spec->collection->kind == CollectionOps::write_only;
    if (write_only && !has_identity(place->owner))
        throw UsageError(describe(place->owner) + " has no row yet, so " + name_of(storage) +
            " has no members to select: add it to a session and flush first");
    if (!session) refuse_without_session(*place);
    return query_of(*place, *session);
}

std::vector<Header*> read_members(const SetStorage& storage, std::size_t first, std::size_t last) {
    std::vector<Header*> members;
    auto query = database_of(storage);
    if (last <= first) return members;
    if (query) {
        query->offset(static_cast<std::int64_t>(first));
        if (last != to_the_end) query->limit(static_cast<std::int64_t>(last - first));
        query->fetch({&members,
            [](void* context, Header* member) { static_cast<std::vector<Header*>*>(context)->push_back(member); }});
        return members;
    }
    for (void* item : storage.items) {
        if (!item) continue; // a hole
        if (first > 0)
            --first, --last;
        else if (members.size() < last)
            members.push_back(header_of_item(item));
    }
    return members;
}

Header* read_member(const SetStorage& storage, std::ptrdiff_t index) {
    if (index < 0)
        throw IndexError(name_of(storage) + " is read from the front, so there is nothing at " + std::to_string(index) +
            ": sort it the other way round with order_by, and take the first");
    const auto place = static_cast<std::size_t>(index);
    const std::vector<Header*> found = read_members(storage, place, place + 1);
    if (found.empty()) throw IndexError(name_of(storage) + " has no member at " + std::to_string(index));
    return found.front();
}

Header* read_only_member(const SetStorage& storage, bool required) {
    const std::vector<Header*> found = read_members(storage, 0, 2);
    if (found.size() > 1)
        throw MultipleResultsError(
            "one(): " + name_of(storage) + " has several members; narrow it down, or use first() or all()");
    if (found.empty() && required)
        throw NoResultError(
            "one(): " + name_of(storage) + " has no member; use first() or one_or_none() where that may be");
    return found.empty() ? nullptr : found.front();
}

std::int64_t count_members(const SetStorage& storage) {
    if (const auto query = database_of(storage)) return query->count();
    return static_cast<std::int64_t>(storage.size());
}

bool has_member(const SetStorage& storage, const Header* member) {
    auto query = database_of(storage);
    if (!query) return storage.contains(object_of(member));
    if (!has_identity(member)) return false;
    const auto chain = chain_of(query->alias());
    for (const Attribute* key : member->cls->keys) {
        Code column, value;
        column.column(chain.data(), static_cast<std::uint32_t>(chain.size()), key->column);
        value.param(value_now(const_cast<Header*>(member), *key));
        query->where(compare_code(Op::eq, std::move(column), std::move(value)));
    }
    return query->count() > 0;
}

} // namespace athanor::kernel
