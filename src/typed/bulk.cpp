// SPDX-License-Identifier: MIT
#include "athanor/typed/bulk.hpp"
#include "athanor/base/error.hpp"
#include "orm/instance/identity.hpp"
#include "typed/bulk_columns.hpp"

namespace athanor::kernel {

BulkQuery::BulkQuery(SessionCore& session, Verb verb, const Alias& alias)
    : session_(&session),
      alias_(&alias),
      statement_(verb),
      write_{&configured(class_of(alias)), verb == Verb::erase, {}, {}} {
    if (verb == Verb::erase) statement_.from.push_back(chain_of(alias).front());
}

const Attribute& BulkQuery::attribute(const volatile std::uint32_t* word) const {
    if (&alias_of(word) != alias_)
        throw UsageError("set(…): an UPDATE of " + class_of(*alias_).name + " sets columns of its own alias only");
    return *class_of(*alias_).attributes[index_of_word(*word)];
}

void BulkQuery::set(const Attribute& attribute, Code value) {
    std::vector<Code> values;
    values.push_back(std::move(value));
    set_columns(attribute, columns_of(attribute, class_of(*alias_), "set(…)"), std::move(values));
}

void BulkQuery::set(const Attribute& reference, const Header* target) {
    const auto columns = columns_of(reference, class_of(*alias_), "set(…)");
    const std::vector<std::uint16_t>& cleared = reference.relationship->cleared;
    if (target || cleared.empty()) return set_columns(reference, columns, values_of(reference, target, "set(…)"));
    // what belongs to the row's own key stays
    std::vector<Code> nulls(cleared.size());
    for (Code& null : nulls) null.param(Value());
    set_columns(reference, cleared, std::move(nulls));
}

void BulkQuery::set(const Attribute& reference, const Alias& target) {
    set_columns(reference, columns_of(reference, class_of(*alias_), "set(…)"), values_of(reference, target));
}

void BulkQuery::set_columns(
    const Attribute& attribute, const std::vector<std::uint16_t>& columns, std::vector<Code> values) {
    refuse_key(attribute, columns, class_of(*alias_), "set(…)");
    const auto chain = chain_of(*alias_);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        statement_.outputs.column(chain.data(), static_cast<std::uint32_t>(chain.size()), columns[i]);
        statement_.outputs.append(std::move(values[i]));
        write_.columns.push_back(columns[i]);
    }
}

std::string BulkQuery::sql() const { return compile(statement_.program(), session_->syntax()); }

std::int64_t BulkQuery::execute() const {
    if (statement_.verb() == Verb::update && statement_.outputs.empty())
        throw UsageError("an UPDATE of " + write_.cls->name + " sets nothing; say what with set(…)");
    const std::int64_t changes = session_->write(statement_.program());
    session_->expire_written(write_);
    return changes;
}

} // namespace athanor::kernel
