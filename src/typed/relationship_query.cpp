// SPDX-License-Identifier: MIT
#include "athanor/typed/relationship_query.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"

namespace athanor::kernel {
namespace {

const Attribute& attribute_of(const volatile std::uint32_t* word) {
    return attribute_of_word(const_cast<const std::uint32_t*>(word));
}

Value value_of(const Header* object, std::uint16_t column, const Attribute& relationship) {
    if (!has_identity(object))
        throw UsageError(kernel::describe(object) +
            " has no row yet, so no row can refer to it: flush before comparing " + relationship.cls->name +
            "::" + relationship.name + " with it");
    return value_now(const_cast<Header*>(object), *object->cls->showing(column));
}

Code equal(const Alias& alias, std::uint16_t column, Value value) {
    Code left, right;
    push_column(left, alias, column);
    right.param(std::move(value));
    return compare_code(Op::eq, std::move(left), std::move(right));
}

// Neither true nor false, as the comparison with a member that has no owner.
Code unknown(const Alias& alias, std::uint16_t column) {
    Code left, right;
    push_column(left, alias, column);
    right.param(Value());
    return compare_code(Op::lt, std::move(left), std::move(right));
}

// The member's own foreign key says whose it is, without a subquery; empty when no attribute of its class shows the
// key, or the flush before the query may change it.
Code owner_of_code(const volatile std::uint32_t* word, const Header* member) {
    const Attribute& attribute = attribute_of(word);
    const Relationship& relationship = *attribute.relationship;
    Code condition;
    if (relationship.direction != Direction::one_to_many || !relationship.back || (member->flags & modified))
        return condition;
    for (const auto& [column, foreign_key] : relationship.join.on) {
        if (!member->cls->showing(foreign_key)) return {};
        Value value = value_of(member, foreign_key, attribute);
        if (value.is_null()) return unknown(alias_of(word), column);
        Code one = equal(alias_of(word), column, std::move(value));
        condition.empty() ? void(condition = std::move(one)) : condition.combine(Op::and_, std::move(one));
    }
    return condition;
}

} // namespace

const Alias& alias_of_reference(const volatile std::uint32_t* word) {
    return path_alias(alias_of(word), attribute_of(word));
}
const Alias& alias_of_members(const volatile std::uint32_t* word) {
    return member_alias(alias_of(word), attribute_of(word));
}

Code any_member_code(const volatile std::uint32_t* word, Code condition) {
    return exists_code(alias_of_members(word), std::move(condition));
}

Code has_member_code(const volatile std::uint32_t* word, const Header* member) {
    if (Code owner = owner_of_code(word, member); !owner.empty()) return owner;
    const Alias& members = alias_of_members(word);
    Code condition;
    for (const Attribute* key : member->cls->keys) {
        Code one = equal(members, key->column, value_of(member, key->column, attribute_of(word)));
        condition.empty() ? void(condition = std::move(one)) : condition.combine(Op::and_, std::move(one));
    }
    return exists_code(members, std::move(condition));
}

Code refers_code(const volatile std::uint32_t* word, const Header* target) {
    const Alias& owner = alias_of(word);
    const Attribute& attribute = attribute_of(word);
    if (attribute.relationship->direction != Direction::many_to_one) {
        if (target) return has_member_code(word, target);
        return unary_code(Op::not_, any_member_code(word, {}));
    }
    Code condition;
    for (const auto& [column, target_column] : attribute.relationship->join.on) {
        Code one = equal(owner, column, target ? value_of(target, target_column, attribute) : Value());
        condition.combine(target ? Op::and_ : Op::or_, std::move(one)); // one NULL, and it refers to nobody
    }
    return condition;
}

// A key of one column stands in a list, which may be long.
Code refers_to_any_code(const volatile std::uint32_t* word, const std::vector<const Header*>& targets) {
    const Attribute& attribute = attribute_of(word);
    const Relationship& relationship = *attribute.relationship;
    const bool listed = relationship.direction == Direction::many_to_one && relationship.join.on.size() == 1;
    Code others, list;
    std::uint32_t count = 0;
    for (const Header* target : targets) {
        if (target && listed) {
            list.param(value_of(target, relationship.join.on.front().second, attribute));
            ++count;
        } else {
            others.combine(Op::or_, refers_code(word, target));
        }
    }
    if (count == 0 && !others.empty()) return others;
    Code key;
    push_column(key, alias_of(word), relationship.join.on.front().first);
    others.combine(Op::or_, in_code(std::move(key), std::move(list), count));
    return others;
}

Code refers_code(const volatile std::uint32_t* word, const Alias& target) {
    const Alias& owner = alias_of(word);
    const Relationship& relationship = *attribute_of(word).relationship;
    Code condition;
    for (const auto& [here, there] : relationship.join.on) {
        Code left, right;
        push_column(left, owner, here);
        push_column(right, target, there);
        condition.combine(Op::and_, compare_code(Op::eq, std::move(left), std::move(right)));
    }
    return condition;
}

} // namespace athanor::kernel
