// SPDX-License-Identifier: MIT
#include "athanor/typed/selection.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/mapping/class_info.hpp"
#include "athanor/orm/session/session_core.hpp"
#include "sql/program.hpp"

namespace athanor::kernel {
namespace {

// A statement has room for those; where its text is wanted without a session, this is how it is spelt.
class PlainSyntax final : public Syntax {
public:
    std::string_view dialect() const override { return "plain"; }
    Capabilities capabilities() const override { return {}; }
    void type(std::string& out, const TableColumn& column) const override {
        static constexpr std::string_view names[] = {"INTEGER", "BIGINT", "SMALLINT", "BOOLEAN", "REAL", "TEXT", "BLOB",
            "DATE", "TIMESTAMP", "UUID", "JSON", "DECIMAL"};
        out += names[static_cast<std::size_t>(column.type)];
    }
    void generated(std::string&, const TableColumn&) const override {}
};

const Source& root_of(const Alias& alias, std::string_view step) {
    const auto chain = chain_of(alias);
    if (chain.size() != 1)
        throw UsageError(std::string(step) + " takes an alias of its own, from<" + class_of(alias).name +
            ">; a path is joined by itself where the query speaks of it");
    return chain.front();
}

Code from_item(const Source& source, JoinKind kind, Code rows, Code condition) {
    const bool with_rows = !rows.empty(), with_condition = !condition.empty();
    rows.append(std::move(condition));
    const std::uint32_t number = rows.source(&source, 1);
    rows.push(Op::from, from_argument(number, kind, with_rows, with_condition));
    return rows;
}

Code root_column(const Source& source, std::uint16_t column) {
    Code code;
    code.column(&source, 1, column);
    return code;
}

// The condition that all pairs of columns are equal; `here` gives the column of the left side.
template <class Here> Code equal_pairs(const Join::Pairs& pairs, const Source& target, Here here) {
    Code condition;
    for (const auto& [left, right] : pairs)
        condition.combine(Op::and_, binary_code(Op::eq, root_column(target, right), here(left)));
    return condition;
}

} // namespace

void Selection::add_output(Code code, Output output) {
    if (const Program& program = code.program(); program.words.size() == 1 && op_of(program.words[0]) == Op::column) {
        output.table = program.sources[source_of(program.words[0])].table;
        output.table_column = static_cast<std::uint16_t>(number_of_column(program.words[0]));
    }
    statement_.outputs.append(code);
    output_codes_.push_back({std::move(code), {}});
    outputs_.push_back(output);
}

void Selection::add_output(const Alias& object) {
    add_output(entity_code(object), {&class_of(object), nullptr});
    output_codes_.back().key = key_code(object);
}

void Selection::where(Code condition) { statement_.where.combine(Op::and_, std::move(condition)); }
void Selection::having(Code condition) { statement_.having.combine(Op::and_, std::move(condition)); }

namespace {

void require_count(std::int64_t count, const char* step) {
    if (count < 0)
        throw ValueError(std::string(step) + "(" + std::to_string(count) +
            "): a number of rows is not negative; leave the step out where there is none");
}

} // namespace

void Selection::limit(std::int64_t count) {
    require_count(count, "limit");
    statement_.limit = count;
}
void Selection::offset(std::int64_t count) {
    require_count(count, "offset");
    statement_.offset = count;
}

void Selection::from(const Alias& alias) {
    statement_.joins.append(from_item(root_of(alias, "from(…)"), JoinKind::product, {}, {}));
}

void Selection::from(const Alias& alias, Code rows) {
    statement_.joins.append(from_item(root_of(alias, "from(…)"), JoinKind::product, std::move(rows), {}));
}

void Selection::from(const RowsPart& rows) { join(JoinKind::product, rows, {}); }

void Selection::correlate(const Alias& alias) { statement_.outside.push_back(root_of(alias, "correlate(…)")); }

void Selection::join(JoinKind kind, const Alias& alias, Code condition) {
    statement_.joins.append(from_item(root_of(alias, "join(…)"), kind, {}, std::move(condition)));
}

void Selection::join(JoinKind kind, const RowsPart& rows, Code condition) {
    define(rows);
    statement_.joins.append(from_item(rows.source, kind, rows.rows, std::move(condition)));
}

void Selection::define(const RowsPart& rows) {
    if (rows.definition.empty()) return;
    for (const Source& source : statement_.with.program().sources)
        if (source.id == rows.cte.id) return;
    statement_.with.append(rows.definition);
}

void Selection::join(JoinKind kind, const Alias& alias, const volatile std::uint32_t* word) {
    const Source& target = root_of(alias, "join(…)");
    const Alias& owner = alias_of(word);
    const Attribute& attribute = *class_of(owner).attributes[index_of_word(*word)];
    const Relationship& relationship = *attribute.relationship;
    if (relationship.target != &class_of(alias))
        throw UsageError("join(…): " + class_of(owner).name + "::" + attribute.name + " leads to " +
            relationship.target->name + ", but the alias is of " + class_of(alias).name);
    const auto owner_column = [&](std::uint16_t column) {
        Code code;
        push_column(code, owner, column);
        return code;
    };
    const Join& join = relationship.join;
    if (!join.via) {
        statement_.joins.append(from_item(target, kind, {}, equal_pairs(join.on, target, owner_column)));
        return;
    }
    Source via;
    via.id = next_source_id();
    via.table = join.via;
    statement_.joins.append(from_item(via, kind, {}, equal_pairs(join.on, via, owner_column)));
    const auto via_column = [&](std::uint16_t column) { return root_column(via, column); };
    statement_.joins.append(from_item(target, kind, {}, equal_pairs(join.on_target, target, via_column)));
}

SessionCore& Selection::session() const {
    if (!session_)
        throw UsageError("a query made by the free function select belongs to no session; it is part of another "
                         "query, and session.select makes one that runs");
    return *session_;
}

Code Selection::rows() const { return select_code(statement_); }

// A product of tables in a single value is hardly ever meant: one of them stands in the query around it.
Code Selection::value_rows() const {
    const auto implied = statement_.implied_roots();
    if (implied.size() > 1) {
        std::string names;
        for (const Source& source : implied)
            names += (names.empty() ? "" : " and ") + (source.table ? source.table->name() : "rows of a subquery");
        throw UsageError("the value of a subquery speaks of " + names +
            ", which would be every combination of their rows: say with correlate(alias) which of them belongs to the "
            "query around it, or with from(alias) that every combination is meant");
    }
    return rows();
}

Code Selection::key_rows() const {
    Statement keys = statement_;
    keys.outputs = {};
    for (const auto& [code, key] : output_codes_) keys.outputs.append(key.empty() ? code : key);
    return select_code(keys);
}

std::string Selection::sql() const {
    return compile(statement_.program(), session_ ? session_->syntax() : static_cast<const Syntax&>(PlainSyntax()));
}

// Groups, aggregates and the like decide how many rows there are, so the whole is counted from outside.
std::int64_t Selection::count() const {
    Statement counting;
    counting.outputs.push(Op::count_all);
    const RowsPart part = rows_part(rows());
    counting.joins = from_item(part.source, JoinKind::product, part.rows, {});
    return session().count(counting.program());
}

void Selection::fetch(std::int64_t at_most, void* receiver, RowReceiver receive) const {
    const bool cut = at_most >= 0 && (statement_.limit < 0 || statement_.limit > at_most);
    if (!cut) return session().rows(statement_.program(), outputs_, receiver, receive);
    Statement first = statement_;
    first.limit = at_most;
    session().rows(first.program(), outputs_, receiver, receive);
}

RowStream Selection::stream() const { return session().stream(outputs_, statement_.program()); }

Code entity_code(const Alias& alias) {
    const auto chain = chain_of(alias);
    Code code;
    code.columns(chain.data(), static_cast<std::uint32_t>(chain.size()), &configured(class_of(alias)).load_columns);
    return code;
}

Code key_code(const Alias& alias) {
    Code code;
    for (const Attribute* key : configured(class_of(alias)).keys) {
        Code column;
        push_column(column, alias, key->column);
        code.append(std::move(column));
    }
    return code;
}

Code key_row_code(const Alias& alias) {
    Code code = key_code(alias);
    const std::size_t columns = class_of(alias).keys.size();
    if (columns > 1) code.push(Op::row, static_cast<std::uint32_t>(columns));
    return code;
}

Code presence_code(const Alias& alias) {
    Code code;
    push_column(code, alias, configured(class_of(alias)).keys.front()->column);
    return code;
}

Code in_rows_code(Code operand, Code rows) { return binary_code(Op::in_select, std::move(operand), std::move(rows)); }
Code exists_rows_code(Code rows) { return unary_code(Op::exists_select, std::move(rows)); }

RowsPart rows_part(Code rows) {
    RowsPart part;
    part.rows = std::move(rows);
    part.source.id = next_source_id();
    return part;
}

namespace {

Code cte_definition(Code rows, const Source& definition, bool recursive) {
    const std::uint32_t number = rows.source(&definition, 1);
    rows.push(Op::cte, number | (recursive ? 1u << 10 : 0u));
    return rows;
}

} // namespace

RowsPart cte_part(Code rows) {
    Source definition;
    definition.id = next_source_id();
    definition.kind = Source::cte;
    Code use;
    use.push(Op::cte_use, use.source(&definition, 1));
    RowsPart part = rows_part(std::move(use));
    part.cte = definition;
    part.definition = cte_definition(std::move(rows), definition, false);
    return part;
}

RowsPart recursive_part(const RowsPart& cte, Code step, bool all) {
    Program program = cte.definition.program();
    program.words.pop_back(); // Op::cte, and its source, the last: their rows remain
    program.sources.pop_back();
    RowsPart whole = again(cte);
    const SetOperation operation = all ? SetOperation::union_all : SetOperation::union_;
    whole.definition =
        cte_definition(set_operation_code(operation, Code(std::move(program)), std::move(step)), cte.cte, true);
    return whole;
}

RowsPart again(const RowsPart& rows) {
    RowsPart part = rows;
    part.source.id = next_source_id();
    return part;
}

Code rows_column(const RowsPart& rows, std::uint16_t column) { return root_column(rows.source, column); }

} // namespace athanor::kernel
