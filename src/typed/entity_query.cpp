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

EntityQuery::EntityQuery(SessionCore& session, const Alias& alias, const ClassInfo& cls)
    : session_(&session), alias_(&alias), cls_(&configured(cls)) {
    const auto chain = chain_of(alias);
    chain_.assign(chain.begin(), chain.end());
}

void EntityQuery::where(Code condition) {
    if (where_.empty())
        where_ = std::move(condition);
    else
        where_.combine(Op::and_, std::move(condition));
}

void EntityQuery::order_by(Code ordering) { order_by_.append(std::move(ordering)); }

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

Statement EntityQuery::statement(Verb verb) const {
    Statement result(verb);
    if (verb == Verb::select) {
        result.outputs.columns(chain_.data(), static_cast<std::uint32_t>(chain_.size()), &cls_->load_columns);
        result.order_by = order_by_;
    }
    result.from.push_back(chain_.front());
    result.where = where_;
    for (const Parent& parent : parents_) {
        Code condition = member_code(*alias_, *parent.relationship, parent.owner.header());
        result.where.empty() ? void(result.where = std::move(condition))
                             : result.where.combine(Op::and_, std::move(condition));
    }
    result.limit = limit;
    result.offset = offset;
    return result;
}

std::vector<Header*> EntityQuery::run(std::int64_t at_most) const {
    if (!parents_.empty()) session_->autoflush_now(); // it may give them their keys
    Statement select = statement(Verb::select);
    if (at_most >= 0 && (limit < 0 || limit > at_most)) select.limit = at_most;
    std::vector<Header*> objects = session_->load(*cls_, select.program(), populate_existing);
    for (const auto& path : paths_) {
        std::vector<Header*> owners = objects;
        for (const Attribute* attribute : path) {
            session_->load_together(owners, *attribute);
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

std::vector<Header*> EntityQuery::fetch() const { return run(-1); }

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
    if (!parents_.empty()) session_->autoflush_now();
    return session_->count(statement(Verb::count).program());
}

std::string EntityQuery::sql() const { return compile(statement(Verb::select).program(), session_->syntax()); }

} // namespace athanor::kernel
