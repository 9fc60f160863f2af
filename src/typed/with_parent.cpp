// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/sql/program.hpp"
#include "athanor/typed/relationship_query.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include <algorithm>

namespace athanor::kernel {

// A detached object knows its key, also when it is expired.
Value value_now(Header* object, const Attribute& attribute) {
    const std::uint32_t& word = word_of(object, attribute);
    const bool kept = attribute.in_key && !object->owner;
    if ((word & word_bits::slow_read) && !kept) before_read(&word);
    if (!(word & word_bits::assigned)) return {};
    ScratchTexts scratch;
    return Value(attribute.type->store(field_of(object, attribute), scratch));
}

namespace {

std::vector<Value> values_of(Header* owner, const Join::Pairs& pairs, std::uint16_t Join::Pairs::value_type::*column) {
    std::vector<Value> values;
    for (const auto& pair : pairs) values.push_back(value_now(owner, *owner->cls->showing(pair.*column)));
    return values;
}

// The key that a reference without members for its columns leads to.
std::vector<Value> values_of_reference(Header* owner, const Attribute& reference) {
    const Join::Pairs& pairs = reference.relationship->join.on;
    if (reference_of(owner, reference).kind == ReferenceStorage::empty) require_loaded(owner, reference);
    if (Header* target = peek_reference(owner, reference))
        return values_of(target, pairs, &Join::Pairs::value_type::second);
    ScratchTexts scratch;
    const KeyCells key = referenced_key(owner, reference, scratch);
    std::vector<Value> values(pairs.size());
    for (std::size_t i = 0; i < key.size; ++i) values[i] = Value(key.cells[i]);
    return values;
}

std::vector<Value> owner_values(Header* owner, const Attribute& attribute) {
    const Relationship& relationship = *attribute.relationship;
    if (relationship.direction == Direction::many_to_one && relationship.key_in_reference)
        return values_of_reference(owner, attribute);
    return values_of(owner, relationship.join.on, &Join::Pairs::value_type::first);
}

Code column(const std::vector<Source>& chain, std::uint16_t column) {
    Code code;
    code.column(chain.data(), static_cast<std::uint32_t>(chain.size()), column);
    return code;
}

// The second columns of the join equal the values.
Code equal_to(const std::vector<Source>& chain, const Join::Pairs& pairs, std::vector<Value> values) {
    Code condition;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        Code value;
        value.param(std::move(values[i]));
        Code one = compare_code(Op::eq, column(chain, pairs[i].second), std::move(value));
        condition.empty() ? void(condition = std::move(one)) : condition.combine(Op::and_, std::move(one));
    }
    return condition;
}

Source link_source(const Relationship& relationship, std::size_t parent) {
    Source source;
    source.id = next_source_id();
    source.table = relationship.association;
    source.join = &relationship.link;
    source.parent = static_cast<std::uint32_t>(parent);
    source.kind = Source::subquery;
    return source;
}

} // namespace

Code member_code(const Alias& member, const Attribute& attribute, Header* owner) {
    const Relationship& relationship = *attribute.relationship;
    const auto sources = chain_of(member);
    std::vector<Source> chain(sources.begin(), sources.end());
    std::vector<Value> values = owner_values(owner, attribute);
    if (std::ranges::any_of(values, &Value::is_null)) // nothing equals NULL
        return in_code(column(chain, relationship.target->keys.front()->column), {}, 0);
    if (!relationship.association) return equal_to(chain, relationship.join.on, std::move(values));
    chain.push_back(link_source(relationship, chain.size() - 1));
    Code condition = equal_to(chain, relationship.join.on, std::move(values));
    condition.push(Op::exists, condition.source(chain.data(), static_cast<std::uint32_t>(chain.size())));
    return condition;
}

} // namespace athanor::kernel
