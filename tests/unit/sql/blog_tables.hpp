// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/program.hpp"
#include "athanor/sql/statement.hpp"

namespace sql_tests {
using namespace athanor;
using namespace athanor::kernel;

// A dialect of nothing in particular.
class PlainSyntax : public Syntax {
public:
    std::string_view dialect() const override { return "plain"; }
    Capabilities capabilities() const override { return {}; }
    void type(std::string& out, const TableColumn& column) const override {
        out += column.type == SqlType::text ? "TEXT" : "INTEGER";
        if (column.length > 0) out += "(" + std::to_string(column.length) + ")";
    }
    void generated(std::string& out, const TableColumn&) const override { out += "AUTOINCREMENT"; }
};

inline TableColumn column_named(std::string name, SqlType type = SqlType::integer) {
    TableColumn column;
    column.name = std::move(name);
    column.type = type;
    return column;
}

inline TableColumn key_named(std::string name) {
    TableColumn column = column_named(std::move(name));
    column.primary_key = column.generated = true;
    return column;
}

// Users write posts, posts have comments, and tags through a table between.
struct BlogTables {
    Table users{"users"};
    Table posts{"posts"};
    Table comments{"comments"};
    Table tags{"tags"};
    Table post_tags{"post_tags"};

    std::uint16_t user_id = users.add(key_named("id"));
    std::uint16_t user_name = users.add(column_named("name", SqlType::text));
    std::uint16_t user_boss = users.add(column_named("boss_id"));
    std::uint16_t post_id = posts.add(key_named("id"));
    std::uint16_t post_author = posts.add(column_named("author_id"));
    std::uint16_t post_title = posts.add(column_named("title", SqlType::text));
    std::uint16_t post_likes = posts.add(column_named("likes"));
    std::uint16_t comment_id = comments.add(key_named("id"));
    std::uint16_t comment_post = comments.add(column_named("post_id"));
    std::uint16_t comment_writer = comments.add(column_named("writer_id"));
    std::uint16_t comment_text = comments.add(column_named("text", SqlType::text));
    std::uint16_t tag_id = tags.add(key_named("id"));
    std::uint16_t tag_label = tags.add(column_named("label", SqlType::text));
    std::uint16_t link_post = post_tags.add(column_named("post_id"));
    std::uint16_t link_tag = post_tags.add(column_named("tag_id"));

    Join author{&users, nullptr, {{post_author, user_id}}, {}};
    Join boss{&users, nullptr, {{user_boss, user_id}}, {}};
    Join writer{&users, nullptr, {{comment_writer, user_id}}, {}};
    Join post_comments{&comments, nullptr, {{post_id, comment_post}}, {}};
    Join post_tags_join{&tags, &post_tags, {{post_id, link_post}}, {{link_tag, tag_id}}};
};

// A chain of sources from a root, and expressions over its end.
struct Chain {
    std::vector<Source> sources;

    static Chain root(const Table& table, std::uint64_t id = 1) {
        return {{Source{id, &table, nullptr, Source::none, Source::root}}};
    }
    Chain path(const Join& join) const { return with(Source::path, join); }
    Chain members(const Join& join, std::uint64_t id = 100) const { return with(Source::subquery, join, id); }

    Code column(std::uint16_t number) const {
        Code code;
        code.column(sources.data(), static_cast<std::uint32_t>(sources.size()), number);
        return code;
    }
    Code columns(const ColumnList& list) const {
        Code code;
        code.columns(sources.data(), static_cast<std::uint32_t>(sources.size()), &list);
        return code;
    }
    Code any(Code condition) const {
        Code code;
        code.append(std::move(condition));
        const Op op = code.empty() ? Op::exists_any : Op::exists;
        code.push(op, code.source(sources.data(), static_cast<std::uint32_t>(sources.size())));
        return code;
    }

private:
    Chain with(Source::Kind kind, const Join& join, std::uint64_t id = 0) const {
        Chain longer = *this;
        longer.sources.push_back({id, join.target, &join, Source::none, kind});
        return longer;
    }
};

inline Code value(Value bound) {
    Code code;
    code.param(std::move(bound));
    return code;
}

inline Code unary(Op op, Code operand, std::uint32_t argument = 0) {
    operand.push(op, argument);
    return operand;
}

inline Code binary(Op op, Code left, Code right, std::uint32_t argument = 0) {
    left.append(std::move(right));
    left.push(op, argument);
    return left;
}

inline Code both(Code left, Code right) {
    left.combine(Op::and_, std::move(right));
    return left;
}

inline Code either(Code left, Code right) {
    left.combine(Op::or_, std::move(right));
    return left;
}

inline Code call(std::string_view name, const std::vector<Code>& operands) {
    Code code;
    for (const Code& operand : operands) code.append(operand);
    code.push(Op::function, function_number(name) | static_cast<std::uint32_t>(operands.size()) << 12);
    return code;
}

inline std::string text_of(const Statement& statement) { return compile(statement.program(), PlainSyntax()); }

// The text behind WHERE of a query over one root.
inline std::string condition_text(const Code& condition) {
    Statement statement;
    statement.from.assign(1, condition.program().sources.front());
    statement.where = condition;
    const std::string text = text_of(statement);
    return text.substr(text.find(" WHERE ") + 7);
}

} // namespace sql_tests
