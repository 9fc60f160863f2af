// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/program.hpp"
#include "unit/sql/blog_tables.hpp"
#include <doctest/doctest.h>

using namespace sql_tests;

namespace {

struct Selects : BlogTables {
    Chain post = Chain::root(posts, 1);
    Chain comment = Chain::root(comments, 2);
    Code of_post = binary(Op::eq, comment.column(comment_post), post.column(post_id));

    Statement select(Code outputs, Code where = {}) const {
        Statement statement;
        statement.outputs = std::move(outputs);
        statement.where = std::move(where);
        return statement;
    }
    static Code from(const Chain& chain, JoinKind kind, Code rows, Code condition) {
        const bool with_rows = !rows.empty(), with_condition = !condition.empty();
        Code code = std::move(rows);
        code.append(std::move(condition));
        const std::uint32_t source =
            code.source(chain.sources.data(), static_cast<std::uint32_t>(chain.sources.size()));
        code.push(Op::from, from_argument(source, kind, with_rows, with_condition));
        return code;
    }
    static Chain rows_of_subquery(std::uint64_t id) {
        return {{Source{id, nullptr, nullptr, Source::none, Source::root}}};
    }
};

} // namespace

TEST_CASE_FIXTURE(Selects, "a subquery is a value, and sees the tables around it") {
    Code number;
    number.push(Op::count_all);
    Statement counting = select(number, of_post);
    counting.from = comment.sources;
    Statement statement = select(post.column(post_title), binary(Op::gt, select_code(counting), value(3)));
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."title" FROM "posts" AS "t0" WHERE (SELECT count(*) FROM "comments" AS "t1" )"
        R"(WHERE "t1"."post_id" = "t0"."id") > ?)");
}

TEST_CASE_FIXTURE(Selects, "one alias inside and outside is two tables") {
    const Code titles = select_code(select(post.column(post_title), binary(Op::gt, post.column(post_likes), value(1))));
    CHECK(text_of(select(post.column(post_id), binary(Op::in_select, post.column(post_title), titles))) ==
        R"(SELECT "t0"."id" FROM "posts" AS "t0" WHERE "t0"."title" IN (SELECT "t1"."title" FROM "posts" AS "t1" )"
        R"(WHERE "t1"."likes" > ?))");
}

TEST_CASE_FIXTURE(Selects, "a path inside a subquery is joined where its table stands") {
    Statement inner = select(comment.column(comment_id),
        binary(Op::eq, comment.path(writer).column(user_name), post.path(author).column(user_name)));
    const Code exists = unary(Op::exists_select, select_code(inner));
    CHECK(text_of(select(post.column(post_id), exists)) ==
        R"(SELECT "t0"."id" FROM "posts" AS "t0" LEFT JOIN "users" AS "t3" ON "t3"."id" = "t0"."author_id" )"
        R"(WHERE EXISTS (SELECT "t1"."id" FROM "comments" AS "t1" )"
        R"(INNER JOIN "users" AS "t2" ON "t2"."id" = "t1"."writer_id" WHERE "t2"."name" = "t3"."name"))");
}

TEST_CASE_FIXTURE(Selects, "tables are joined on conditions") {
    Statement statement = select(post.column(post_title));
    statement.joins = from(comment, JoinKind::left, {}, of_post);
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."title" FROM "posts" AS "t0" LEFT JOIN "comments" AS "t1" ON "t1"."post_id" = "t0"."id")");
    statement.from = Chain::root(users, 3).sources;
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."title" FROM "posts" AS "t0" INNER JOIN "users" AS "t1" ON 1 = 1 )"
        R"(LEFT JOIN "comments" AS "t2" ON "t2"."post_id" = "t0"."id")");
}

TEST_CASE_FIXTURE(Selects, "a join whose condition speaks of a path of its own table joins both together") {
    Statement statement = select(post.column(post_title));
    statement.joins = from(
        comment, JoinKind::left, {}, binary(Op::eq, comment.path(writer).column(user_name), post.column(post_title)));
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."title" FROM "posts" AS "t0" LEFT JOIN ("comments" AS "t1" LEFT JOIN "users" AS "t2" )"
        R"(ON "t2"."id" = "t1"."writer_id") ON "t2"."name" = "t0"."title")");
}

TEST_CASE_FIXTURE(Selects, "an alias that stands in no FROM is refused, and so is a join to nothing") {
    CHECK_THROWS_AS(text_of(select(post.column(post_id), of_post)), UsageError);
    Statement statement = select(comment.column(comment_id));
    statement.joins = from(comment, JoinKind::inner, {}, binary(Op::eq, comment.column(comment_post), value(1)));
    CHECK_THROWS_AS(text_of(statement), UsageError);
}

TEST_CASE_FIXTURE(Selects, "the rows of a subquery stand in FROM, with columns that are numbered") {
    Code grouped = comment.column(comment_post);
    grouped.push(Op::count_all);
    Statement counts = select(grouped);
    counts.group_by = comment.column(comment_post);
    const Chain rows = rows_of_subquery(9);
    Statement statement = select(post.column(post_title));
    statement.outputs.append(rows.column(1));
    statement.joins =
        from(rows, JoinKind::inner, select_code(counts), binary(Op::eq, rows.column(0), post.column(post_id)));
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."title", "t1"."c1" FROM "posts" AS "t0" INNER JOIN (SELECT "t2"."post_id" AS "c0", )"
        R"(count(*) AS "c1" FROM "comments" AS "t2" GROUP BY "t2"."post_id") AS "t1" ON "t1"."c0" = "t0"."id")");
}

TEST_CASE_FIXTURE(Selects, "set operations stand flat on the left and in a SELECT on the right") {
    const auto titles = [&](int likes) {
        return select_code(select(post.column(post_title), binary(Op::gt, post.column(post_likes), value(likes))));
    };
    const Code left = set_operation_code(
        SetOperation::union_, set_operation_code(SetOperation::union_all, titles(1), titles(2)), titles(3));
    const std::string one = R"(SELECT "t1"."title" AS "c0" FROM "posts" AS "t1" WHERE "t1"."likes" > ?)";
    const Chain rows = rows_of_subquery(9);
    Statement statement = select(rows.column(0));
    statement.joins = from(rows, JoinKind::product, left, {});
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."c0" FROM (SELECT "t1"."title" AS "c0" FROM "posts" AS "t1" WHERE "t1"."likes" > ? UNION ALL )"
        R"(SELECT "t2"."title" AS "c0" FROM "posts" AS "t2" WHERE "t2"."likes" > ? UNION )"
        R"(SELECT "t3"."title" AS "c0" FROM "posts" AS "t3" WHERE "t3"."likes" > ?) AS "t0")");
    const Code right = set_operation_code(
        SetOperation::except, titles(1), set_operation_code(SetOperation::intersect, titles(2), titles(3)));
    CHECK(text_of(select(post.column(post_id), binary(Op::in_select, post.column(post_title), right))) ==
        R"(SELECT "t0"."id" FROM "posts" AS "t0" WHERE "t0"."title" IN (SELECT "t1"."title" FROM "posts" AS "t1" )"
        R"(WHERE "t1"."likes" > ? EXCEPT SELECT * FROM (SELECT "t2"."title" AS "c0" FROM "posts" AS "t2" )"
        R"(WHERE "t2"."likes" > ? INTERSECT SELECT "t3"."title" AS "c0" FROM "posts" AS "t3" WHERE "t3"."likes" > ?) )"
        R"(AS "operand"))");
}

TEST_CASE_FIXTURE(Selects, "a limited operand of a set operation keeps its limit to itself") {
    Statement newest = select(post.column(post_title));
    newest.limit = 2;
    const Code both =
        set_operation_code(SetOperation::union_, select_code(newest), select_code(select(post.column(post_title))));
    CHECK(text_of(select(post.column(post_id), unary(Op::exists_select, both))) ==
        R"(SELECT "t0"."id" FROM "posts" AS "t0" WHERE EXISTS (SELECT * FROM (SELECT "t1"."title" AS "c0" FROM "posts" )"
        R"(AS "t1" LIMIT ?) AS "operand" UNION SELECT "t2"."title" FROM "posts" AS "t2"))");
}

TEST_CASE_FIXTURE(Selects, "a common table expression is defined once and used by its name") {
    const Source definition{20, nullptr, nullptr, Source::none, Source::cte};
    const Chain use = rows_of_subquery(9);
    const auto rows = [&] {
        Code code;
        code.push(Op::cte_use, code.source(&definition, 1));
        return code;
    };
    Code base = select_code(select(post.column(post_id), binary(Op::eq, post.column(post_likes), value(1))));
    Statement step = select(binary(Op::add, use.column(0), value(2)), binary(Op::lt, use.column(0), value(3)));
    step.joins = from(use, JoinKind::product, rows(), {});
    Code whole = set_operation_code(SetOperation::union_all, std::move(base), select_code(step));
    whole.push(Op::cte, whole.source(&definition, 1) | 1u << 10);
    const Chain again = rows_of_subquery(10);
    Statement statement = select(again.column(0), binary(Op::gt, again.column(0), value(4)));
    statement.with = whole;
    statement.joins = from(again, JoinKind::product, rows(), {});
    CHECK(text_of(statement) ==
        R"(WITH RECURSIVE "with2" AS (SELECT "t0"."id" AS "c0" FROM "posts" AS "t0" WHERE "t0"."likes" = ? UNION ALL )"
        R"(SELECT "t1"."c0" + ? AS "c0" FROM "with2" AS "t1" WHERE "t1"."c0" < ?) )"
        R"(SELECT "t3"."c0" FROM "with2" AS "t3" WHERE "t3"."c0" > ?)");
    const Program program = statement.program();
    for (int i = 0; i < 4; ++i) CHECK(program.params[static_cast<std::size_t>(i)] == Value(i + 1));
}

TEST_CASE_FIXTURE(Selects, "an UPDATE and a DELETE may ask subqueries") {
    Code number;
    number.push(Op::count_all);
    Statement counting = select(number, of_post);
    counting.from = comment.sources;
    Statement update(Verb::update);
    update.outputs = post.column(post_likes);
    update.outputs.append(select_code(counting));
    CHECK(text_of(update) ==
        R"(UPDATE "posts" AS "t0" SET "likes" = (SELECT count(*) FROM "comments" AS "t1" WHERE "t1"."post_id" = "t0"."id"))");
    update.outputs.append(post.column(post_title));
    update.outputs.append(comment.column(comment_text));
    CHECK_THROWS_AS(text_of(update), UsageError);
}

TEST_CASE_FIXTURE(Selects, "what only a subquery among the outputs speaks of stands in FROM further out") {
    Code number;
    number.push(Op::count_all);
    Statement counting = select(number, of_post);
    counting.from = comment.sources;
    const Chain user = Chain::root(users, 3);
    Statement middle = select(user.column(user_name), binary(Op::eq, user.column(user_id), post.column(post_author)));
    middle.outputs.append(select_code(counting));
    CHECK(text_of(select(post.column(post_id), unary(Op::exists_select, select_code(middle)))) ==
        R"(SELECT "t0"."id" FROM "posts" AS "t0" WHERE EXISTS (SELECT "t1"."name", (SELECT count(*) FROM "comments" AS )"
        R"("t2" WHERE "t2"."post_id" = "t0"."id") FROM "users" AS "t1" WHERE "t1"."id" = "t0"."author_id"))");
    CHECK_THROWS_AS(text_of(select(select_code(counting))), UsageError);
}

TEST_CASE_FIXTURE(Selects, "subqueries nest a hundred deep, not more") {
    const auto nested = [&](int depth) {
        Code code = select_code(select(post.column(post_id)));
        for (int i = 1; i < depth; ++i)
            code = select_code(select(post.column(post_id), unary(Op::exists_select, std::move(code))));
        return select(post.column(post_id), unary(Op::exists_select, std::move(code)));
    };
    CHECK(text_of(nested(100)).size() > 5000);
    CHECK_THROWS_AS(text_of(nested(101)), UsageError);
}
