// SPDX-License-Identifier: MIT
#include "sql/select_writer.hpp"

namespace athanor::kernel {

void ExpressionWriter::function(std::uint32_t node) {
    out_.add(function_name(tree_[node].argument() & 0xfff));
    out_.add("(");
    then_list(tree_.operands(node), 0, ", ");
    then(")");
}

void ExpressionWriter::cast(std::uint32_t node) {
    std::string end = " AS ";
    out_.syntax().cast_type(end, static_cast<SqlType>(tree_[node].argument()));
    out_.add("CAST(");
    then(node - 1, Precedence::any);
    then_made(end += ")");
}

void ExpressionWriter::case_(std::uint32_t node) {
    const auto operands = tree_.operands(node);
    out_.add("CASE");
    for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
        then(" WHEN ");
        then(operands[i], Precedence::any);
        then(" THEN ");
        then(operands[i + 1], Precedence::any);
    }
    if (operands.size() % 2 == 1) {
        then(" ELSE ");
        then(operands.back(), Precedence::any);
    }
    then(" END");
}

void ExpressionWriter::exists(std::uint32_t node) {
    const std::uint32_t source = tree_[node].argument();
    const bool with_operand = tree_[node].op() == Op::exists;
    std::vector<std::uint32_t> conditions;
    if (with_operand) conditions.push_back(node - 1);
    out_.add("EXISTS (SELECT 1");
    sources_.from_subquery(source, JoinPlan(tree_, tree_.span(node), std::move(conditions)));
    const bool correlated = tree_.sources()[source].join != nullptr;
    if (correlated || with_operand) out_.add(" WHERE ");
    if (correlated) sources_.on_parent(source);
    if (correlated && with_operand) out_.add(" AND ");
    if (with_operand) then(node - 1, correlated ? Precedence::and_ : Precedence::any);
    then(")");
}

void ExpressionWriter::subquery(std::uint32_t select) {
    RowsWriter(out_, sources_, tree_, depth_ + 1).in_parentheses(select, SelectWriter::Names::none);
}

// The operand's placeholders come first, so it is written now and not as a task.
void ExpressionWriter::in_select(std::uint32_t node) {
    ExpressionWriter(out_, sources_, tree_, depth_).write(tree_.operands(node)[0], Precedence::concat);
    out_.add(" IN ");
    subquery(node - 1);
}

void ExpressionWriter::column_list(const Node& node) {
    std::string_view separator;
    for (const std::uint16_t column : *node.columns) {
        out_.add(separator);
        sources_.column(node.argument(), column);
        separator = ", ";
    }
}

} // namespace athanor::kernel
