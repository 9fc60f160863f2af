// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/sql/program.hpp"
#include "athanor/typed/query.hpp"
#include "athanor/typed/relationship_query.hpp"

namespace athanor::kernel {

const Attribute& attribute_at(const ClassInfo& cls, std::uint32_t offset) {
    for (const auto& attribute : cls.attributes)
        if (attribute->offset == offset) return *attribute;
    throw MappingError("a member of " + cls.name + " that is not mapped was named where an attribute is needed");
}

EntityQuery::EntityQuery(SessionCore* session, const Alias& alias)
    : Selection(session), alias_(&alias), cls_(&configured(class_of(alias))) {
    add_output(entity_code(alias), {cls_, nullptr});
}

void EntityQuery::load_with(const Attribute* const* path, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        if (!path[i]->relationship)
            throw UsageError("with<>: " + path[i]->cls->name + "::" + path[i]->name +
                " is a column, which is loaded anyway; name a relationship");
    paths_.emplace_back(path, path + count);
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

// The keys of parents are those they have now.
Statement EntityQuery::statement(std::int64_t at_most) const {
    Statement result = statement_;
    if (at_most >= 0 && (result.limit < 0 || result.limit > at_most)) result.limit = at_most;
    for (const Parent& parent : parents_)
        result.where.combine(Op::and_, member_code(*alias_, *parent.relationship, parent.owner.header()));
    return result;
}

std::vector<Header*> EntityQuery::run(std::int64_t at_most) const {
    SessionCore& session = this->session();
    if (!parents_.empty()) session.autoflush_now(); // it may give them their keys
    const bool as_it_is = at_most < 0 && parents_.empty();
    const Program program = as_it_is ? statement_.program() : statement(at_most).program();
    std::vector<Header*> objects = session.load(*cls_, program, populate_existing);
    for (const auto& path : paths_) {
        std::vector<Header*> owners = objects;
        for (const Attribute* attribute : path) {
            session.load_together(owners, *attribute);
            std::vector<Header*> members;
            for (Header* owner : owners) {
                if (attribute->kind == MemberKind::reference) {
                    if (Header* member = peek_reference(owner, *attribute)) members.push_back(member);
                    continue;
                }
                attribute->spec->collection->each(field_of(owner, *attribute), &members, [](void* context, void* item) {
                    static_cast<std::vector<Header*>*>(context)->push_back(header_of_item(item));
                });
            }
            owners = std::move(members);
        }
    }
    return objects;
}

Header* EntityQuery::fetch_first() const {
    const std::vector<Header*> objects = run(1);
    return objects.empty() ? nullptr : objects.front();
}

Header* EntityQuery::fetch_one(bool required) const {
    const std::vector<Header*> objects = run(2);
    if (objects.size() > 1)
        throw MultipleResultsError(
            "one(): the query for " + cls_->name + " finds several rows; narrow it, or use first() or all()");
    if (objects.empty() && required)
        throw NoResultError(
            "one(): the query for " + cls_->name + " finds no row; use first() or one_or_none() where that may be");
    return objects.empty() ? nullptr : objects.front();
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

std::string EntityQuery::sql() const { return compile(statement(-1).program(), session().syntax()); }

} // namespace athanor::kernel
