// SPDX-License-Identifier: MIT
#pragma once
#include "sql/precedence.hpp"
#include "sql/source_writer.hpp"
#include <deque>

namespace athanor::kernel {

/// Writes expressions. What is still to be written is a stack of tasks, so that no depth of nesting is too deep; all
/// is written from left to right, so that placeholders stand in the order of the parameters.
class ExpressionWriter {
public:
    /// `depth`: in how many subqueries the expressions stand.
    ExpressionWriter(Writer& out, SourceWriter& sources, const Tree& tree, std::uint32_t depth)
        : out_(out), sources_(sources), tree_(tree), depth_(depth) {}

    void write(std::uint32_t node, Precedence at_least = Precedence::any);

private:
    struct Task {
        std::string_view text; // when it has none: write the node
        std::uint32_t node = 0;
        Precedence at_least = Precedence::any;
        bool negated = false;
    };

    void then(std::string_view text) { plan_.push_back({text}); }
    void then_made(std::string text) { then(kept_.emplace_back(std::move(text))); }
    void then(std::uint32_t node, Precedence at_least, bool negated = false) {
        plan_.push_back({{}, node, at_least, negated});
    }
    void then_list(const std::vector<std::uint32_t>& nodes, std::size_t from, std::string_view separator);

    void strip(std::uint32_t& node, bool& negated) const;
    bool goes_inward(std::uint32_t node) const;
    void begin(std::uint32_t node, Precedence at_least, bool negated);
    void begin_operator(std::uint32_t node);
    void comparison(std::uint32_t node);
    void arithmetic(std::uint32_t node);
    void concat(std::uint32_t node);
    void and_or(std::uint32_t node, bool negated);
    bool asks_one_column(const std::vector<std::uint32_t>& comparisons, Op op) const;
    void one_column(const std::vector<std::uint32_t>& comparisons, std::string_view in);
    void in(std::uint32_t node);
    bool has_params(std::uint32_t node) const;
    void prefix(std::string_view text, std::uint32_t node, Precedence at_least);
    void postfix(std::uint32_t node, std::string_view text, Precedence at_least);
    void like(std::uint32_t node);
    void function(std::uint32_t node);
    void cast(std::uint32_t node);
    void case_(std::uint32_t node);
    void exists(std::uint32_t node);
    void in_list(std::uint32_t node);
    void in_select(std::uint32_t node);
    void subquery(std::uint32_t select);
    void column_list(const Node& node);

    Writer& out_;
    SourceWriter& sources_;
    const Tree& tree_;
    std::uint32_t depth_;
    std::vector<Task> stack_;
    std::vector<Task> plan_;       // of the node at hand, in order
    std::deque<std::string> kept_; // texts made for tasks, which only borrow
};

} // namespace athanor::kernel
