// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/sql/program.hpp"
#include "athanor/typed/query.hpp"
#include "athanor/typed/relationship_query.hpp"
#include "orm/instance/known_members.hpp"
#include "sql/program_pool.hpp"
#include <algorithm>

namespace athanor::kernel {

const Attribute& attribute_at(const ClassInfo& cls, std::uint32_t offset) {
    for (const auto& attribute : cls.attributes)
        if (attribute->offset == offset) return *attribute;
    throw MappingError("a member of " + cls.name + " that is not mapped was named where an attribute is needed");
}

EntityQuery::EntityQuery(SessionCore* session, const Alias& alias)
    : Selection(session), alias_(&alias), cls_(&configured(class_of(alias))) {
    statement_.outputs = entity_code(alias);
}

void EntityQuery::load_with(const Attribute* const* path, std::size_t count, LoadMode mode) {
    for (std::size_t i = 0; i < count; ++i)
        if (!path[i]->relationship)
            throw UsageError("with<>: " + path[i]->cls->name + "::" + path[i]->name +
                " is a column, which is loaded anyway; name a relationship");
    for (std::size_t i = 0; i < count; ++i)
        if (never_loaded(*path[i]))
            throw UsageError("with<>: " + path[i]->cls->name + "::" + path[i]->name +
                " is never loaded; ask for its members when you need them");
    std::vector<LoadStep>* steps = &steps_;
    for (std::size_t i = 0; i < count; ++i) {
        auto step = std::ranges::find(*steps, path[i], &LoadStep::attribute);
        if (step == steps->end()) step = steps->insert(step, {path[i], {}});
        const bool unsaid = step->mode.value_or(LoadMode::lazy) == LoadMode::lazy;
        if (i + 1 == count || (unsaid && is_eager(mode))) step->mode = mode; // the way to it stays as it was said
        steps = &step->then;
    }
}

void EntityQuery::with_parent(const Attribute& relationship, Header* owner) {
    const std::string member = relationship.cls->name + "::" + relationship.name;
    if (!relationship.relationship)
        throw UsageError("with_parent<>: " + member + " is a column, which has no members; name a relationship");
    if (relationship.relationship->target != cls_)
        throw UsageError("with_parent<>: " + member + " leads to " + relationship.relationship->target->name +
            ", but the query asks for " + cls_->name);
    parents_.push_back({&relationship, Ref<std::byte>(owner)});
}

void EntityQuery::members_of(const Attribute& relationship, Header* owner) {
    with_parent(relationship, owner);
    own_order_ = relationship.relationship;
}

Code EntityQuery::own_ordering() const {
    Code order;
    const auto chain = chain_of(*alias_);
    for (const auto& [column, descending] : own_order_->order_by) {
        Code one;
        one.column(chain.data(), static_cast<std::uint32_t>(chain.size()), column);
        order.append(unary_code(descending ? Op::descending : Op::ascending, std::move(one)));
    }
    return order;
}

// The keys of parents are those they have now.
Statement EntityQuery::statement(std::int64_t at_most) const {
    Statement result = statement_;
    if (own_order_ && result.order_by.empty()) result.order_by = own_ordering();
    if (at_most >= 0 && (result.limit < 0 || result.limit > at_most)) result.limit = at_most;
    for (const Parent& parent : parents_)
        result.where.combine(Op::and_, member_code(*alias_, *parent.relationship, parent.owner.header()));
    return result;
}

namespace {

void order_by_key(Code& code, const Alias& alias, const ClassInfo& cls) {
    for (const Attribute* key : cls.keys) push_column(code, alias, key->column);
}

// Behind the order that was asked for: members of one owner in their order.
void order_by_members(Code& code, const Alias& owner, const Alias& members, const Relationship& relationship) {
    order_by_key(code, owner, *relationship.owner);
    for (const auto& [column, descending] : relationship.order_by) {
        push_column(code, members, column);
        if (descending) code.push(Op::descending);
    }
    order_by_key(code, members, *relationship.target);
}

// The first of some objects, and how many they are.
struct Few {
    Header* first = nullptr;
    std::size_t count = 0;

    ObjectSink sink() {
        return {this, [](void* context, Header* object) {
                    auto& few = *static_cast<Few*>(context);
                    if (few.count++ == 0) few.first = object;
                }};
    }
};

// Rows that a collection has multiplied cannot be counted, and rows of groups show one member of each: then it is
// loaded by a statement of its own.
bool can_join(const NextStep& step, const Statement& select) {
    if (!select.group_by.empty() || !select.having.empty()) return false;
    const bool limited = select.limit >= 0 || select.offset > 0;
    return step.joined && !(limited && step.attribute->kind == MemberKind::collection);
}

} // namespace

/// The parts of the rows: the entity of the query, and those that are joined to it.
struct EntityQuery::Joins {
    std::vector<const Alias*> aliases;
    std::vector<JoinedPart> parts; // one less: the first alias is the query's
    LoadPath path;                 // to the owners that are looked at
};

void EntityQuery::join(const std::vector<LoadStep>& said, std::size_t owner, Statement& select, Joins& joins) {
    for (const NextStep& step : next_steps(joins.path, said)) {
        if (!can_join(step, select)) continue;
        const Alias& owners = *joins.aliases[owner];
        const Alias& members = path_alias(owners, *step.attribute);
        select.outputs.append(entity_code(members));
        if (step.attribute->kind == MemberKind::collection)
            order_by_members(select.order_by, owners, members, *step.attribute->relationship);
        joins.aliases.push_back(&members);
        joins.parts.push_back({owner, step.attribute});
        joins.path.push_back(step.attribute->relationship->target);
        join(*step.then, joins.parts.size(), select, joins);
        joins.path.pop_back();
    }
}

Statement EntityQuery::joined_statement(std::int64_t at_most, Joins& joins) const {
    Statement select = statement(at_most);
    joins = {{alias_}, {}, {cls_}};
    join(steps_, 0, select, joins);
    return select;
}

void EntityQuery::run(std::int64_t at_most, const ObjectSink& sink) const {
    if (!parents_.empty()) session().autoflush_now(); // it may give them their keys
    if (steps_.empty() && cls_->eager.empty()) {
        const PooledProgram program;
        if (parents_.empty())
            statement_.write(*program, at_most);
        else
            statement(at_most).write(*program);
        return session().load(*cls_, *program, {populate_existing}, sink);
    }
    Joins joins;
    const Statement select = joined_statement(at_most, joins);
    session().load(*cls_, select.program(), {populate_existing, steps_, std::move(joins.parts)}, sink);
}

ObjectStream EntityQuery::stream() const {
    if (!steps_.empty())
        throw UsageError("stream(): its objects have no session, so with<> cannot load a relationship of " +
            cls_->name + " for them; take with<> away, or use all()");
    if (!parents_.empty()) session().autoflush_now();
    return session().stream(*cls_, statement(-1).program());
}

Header* EntityQuery::fetch_first() const {
    Few found;
    run(1, found.sink());
    return found.first;
}

Header* EntityQuery::fetch_one(bool required) const {
    Few found;
    run(2, found.sink());
    if (found.count > 1) {
        run(-1, found.sink()); // what a query finds is brought up to date, as by all()
        throw MultipleResultsError(
            "one(): the query for " + cls_->name + " finds several rows; narrow it, or use first() or all()");
    }
    if (found.count == 0 && required)
        throw NoResultError(
            "one(): the query for " + cls_->name + " finds no row; use first() or one_or_none() where that may be");
    return found.first;
}

std::int64_t EntityQuery::count() const {
    if (!parents_.empty()) session().autoflush_now();
    const Statement all = statement(-1);
    Statement counting(Verb::count);
    counting.with = all.with;
    counting.outputs = all.outputs;
    counting.where = all.where;
    counting.group_by = all.group_by;
    counting.having = all.having;
    counting.distinct = all.distinct;
    counting.limit = all.limit;
    counting.offset = all.offset;
    counting.from = all.from;
    counting.joins = all.joins;
    return session().count(counting.program());
}

Code EntityQuery::rows() const { return select_code(statement(-1)); }

Code EntityQuery::key_rows() const {
    Statement keys = statement(-1);
    keys.outputs = key_code(*alias_);
    return select_code(keys);
}

std::string EntityQuery::sql() const {
    Joins joins;
    return compile(joined_statement(-1, joins).program(), session().syntax());
}

} // namespace athanor::kernel
