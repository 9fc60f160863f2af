// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/program.hpp"
#include "unit/sql/blog_tables.hpp"
#include <algorithm>
#include <doctest/doctest.h>

using namespace sql_tests;

namespace {

Program query(const BlogTables& tables, std::uint64_t id, const Value& name) {
    const Chain post = Chain::root(tables.posts, id);
    static const ColumnList list{0, 1, 2};
    Statement statement;
    statement.outputs = post.columns(list);
    const Chain comment = post.members(tables.post_comments, id + 1);
    statement.where = both(binary(Op::eq, post.path(tables.author).column(tables.user_name), value(name)),
        comment.any(binary(Op::eq, comment.column(tables.comment_text), value(name))));
    return statement.program();
}

} // namespace

TEST_CASE_FIXTURE(BlogTables, "equal queries over different aliases and parameters have one structure") {
    CHECK(structure(query(*this, 10, "ed")) == structure(query(*this, 90, "mary")));
    CHECK(compile(query(*this, 10, "ed"), PlainSyntax()) == compile(query(*this, 90, "mary"), PlainSyntax()));
}

TEST_CASE_FIXTURE(BlogTables, "queries of different meaning have different structures") {
    const Program first = query(*this, 10, "ed");
    CHECK(structure(first) != structure(query(*this, 10, {})));
    Statement statement;
    statement.outputs = Chain::root(posts).column(post_id);
    const auto plain = structure(statement.program());
    statement.distinct = true;
    CHECK(structure(statement.program()) != plain);
    Statement elsewhere;
    elsewhere.outputs = Chain::root(users).column(user_id);
    CHECK(structure(elsewhere.program()) != plain);
}

TEST_CASE_FIXTURE(BlogTables, "sources keep their meaning when expressions are joined the other way round") {
    const Chain one = Chain::root(posts, 1);
    const Chain two = Chain::root(users, 2);
    const ColumnList list{user_id, user_name};
    Statement statement;
    statement.outputs = one.column(post_id);
    statement.where = both(binary(Op::eq, two.column(user_id), one.column(post_author)),
        binary(Op::eq, two.column(user_name), value("ed")));
    statement.outputs.append(two.columns(list));
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."id", "t1"."id", "t1"."name" FROM "posts" AS "t0", "users" AS "t1" )"
        R"(WHERE "t1"."id" = "t0"."author_id" AND "t1"."name" = ?)");
}

TEST_CASE_FIXTURE(BlogTables, "AND of ANDs is one flat AND, from either side") {
    const Code term = binary(Op::eq, Chain::root(posts).column(post_id), value(1));
    const Code flat = both(both(term, term), both(term, term));
    CHECK(flat.program().words.size() == 4 * 3 + 1);
    CHECK(flat.program().words.back() == word(Op::and_, 4));
    CHECK(flat.program().sources.size() == 1);
    CHECK(both(either(term, term), term).program().words.back() == word(Op::and_, 2));
}

TEST_CASE_FIXTURE(BlogTables, "combining with nothing changes nothing") {
    const Code term = binary(Op::eq, Chain::root(posts).column(post_id), value(1));
    CHECK(both({}, term).program().words == term.program().words);
    CHECK(both(term, {}).program().words == term.program().words);
}

TEST_CASE_FIXTURE(BlogTables, "an expression may be appended to itself") {
    Code code = value("a text that is long enough to be allocated");
    code.append(code);
    REQUIRE(code.program().params.size() == 2);
    CHECK(code.program().params[0] == code.program().params[1]);
}

TEST_CASE_FIXTURE(BlogTables, "AND of 10 000 terms is printed in shallow groups") {
    const Code term = binary(Op::eq, Chain::root(posts).column(post_id), value(1));
    Code all;
    for (int i = 0; i < 10'000; ++i) all.combine(Op::and_, Code(term));
    CHECK(all.program().words.back() == word(Op::and_, 10'000));
    const std::string text = condition_text(all);
    CHECK(std::count(text.begin(), text.end(), '?') == 10'000);
    CHECK(std::count(text.begin(), text.end(), '(') == 100);
    CHECK(std::count(text.begin(), text.end(), ')') == 100);
}

TEST_CASE_FIXTURE(BlogTables, "AND of 500 terms is printed flat") {
    const Code term = binary(Op::eq, Chain::root(posts).column(post_id), value(1));
    Code all;
    for (int i = 0; i < 500; ++i) all.combine(Op::and_, Code(term));
    CHECK(condition_text(all).find('(') == std::string::npos);
}

TEST_CASE_FIXTURE(BlogTables, "NOT of NOT, a hundred thousand deep, is compiled without recursion") {
    Code deep = binary(Op::eq, Chain::root(posts).column(post_id), value(1));
    for (int i = 0; i < 100'000; ++i) deep.push(Op::not_);
    const std::string text = condition_text(deep);
    CHECK(text == condition_text(binary(Op::eq, Chain::root(posts).column(post_id), value(1))));
    deep.push(Op::not_);
    CHECK(condition_text(deep).starts_with("NOT ("));
}

TEST_CASE_FIXTURE(BlogTables, "OR and AND nested in turn, ten thousand deep, are compiled without recursion") {
    const Code term = binary(Op::eq, Chain::root(posts).path(author).column(user_id), value(1));
    Code deep = term;
    for (int i = 0; i < 10'000; ++i) deep.combine(i % 2 ? Op::and_ : Op::or_, Code(term));
    const std::string text = condition_text(deep);
    CHECK(std::count(text.begin(), text.end(), '?') == 10'001);
}

TEST_CASE("a program without enough operands is refused") {
    Statement statement;
    statement.where.push(Op::and_, 2);
    CHECK_THROWS_AS(text_of(statement), UsageError);
}

TEST_CASE("NULL is part of an expression, not a parameter") {
    Code code;
    code.param(Cell());
    CHECK(code.program().params.empty());
    CHECK(code.program().words.back() == word(Op::null));
}
