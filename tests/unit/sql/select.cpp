// SPDX-License-Identifier: MIT
#include "athanor/sql/program.hpp"
#include "unit/sql/blog_tables.hpp"
#include <doctest/doctest.h>

using namespace sql_tests;

TEST_CASE_FIXTURE(BlogTables, "a select names every column by the alias of its table") {
    const Chain post = Chain::root(posts);
    const ColumnList list{post_id, post_title};
    Statement statement;
    statement.outputs = post.columns(list);
    statement.where = binary(Op::eq, post.column(post_likes), value(3));
    CHECK(text_of(statement) == R"(SELECT "t0"."id", "t0"."title" FROM "posts" AS "t0" WHERE "t0"."likes" = ?)");
}

TEST_CASE_FIXTURE(BlogTables, "AND and OR get parentheses only where they are needed") {
    const Chain post = Chain::root(posts);
    const Code one = binary(Op::eq, post.column(post_likes), value(1));
    const Code two = binary(Op::gt, post.column(post_id), value(2));
    CHECK(condition_text(both(one, either(one, two))) == R"("t0"."likes" = ? AND ("t0"."likes" = ? OR "t0"."id" > ?))");
    CHECK(condition_text(either(both(one, two), one)) == R"("t0"."likes" = ? AND "t0"."id" > ? OR "t0"."likes" = ?)");
    CHECK(condition_text(unary(Op::not_, both(one, two))) == R"(NOT ("t0"."likes" = ? AND "t0"."id" > ?))");
}

TEST_CASE_FIXTURE(BlogTables, "arithmetic keeps its shape with as few parentheses as possible") {
    const Chain post = Chain::root(posts);
    const Code likes = post.column(post_likes);
    const Code id = post.column(post_id);
    const auto text = [](const Code& code) { return condition_text(unary(Op::is_not_null, code)); };
    CHECK(text(binary(Op::mul, binary(Op::add, likes, id), id)) ==
        R"(("t0"."likes" + "t0"."id") * "t0"."id" IS NOT NULL)");
    CHECK(
        text(binary(Op::sub, binary(Op::sub, likes, id), id)) == R"("t0"."likes" - "t0"."id" - "t0"."id" IS NOT NULL)");
    CHECK(text(binary(Op::sub, likes, binary(Op::sub, likes, id))) ==
        R"("t0"."likes" - ("t0"."likes" - "t0"."id") IS NOT NULL)");
    CHECK(text(unary(Op::neg, unary(Op::neg, likes))) == R"(-(-"t0"."likes") IS NOT NULL)");
    CHECK(text(binary(Op::concat, binary(Op::concat, likes, id), binary(Op::add, id, id))) ==
        R"("t0"."likes" || "t0"."id" || ("t0"."id" + "t0"."id") IS NOT NULL)");
}

TEST_CASE_FIXTURE(BlogTables, "comparing with NULL asks IS NULL") {
    const Chain post = Chain::root(posts);
    CHECK(condition_text(binary(Op::eq, post.column(post_author), value({}))) == R"("t0"."author_id" IS NULL)");
    CHECK(condition_text(binary(Op::ne, value({}), post.column(post_author))) == R"("t0"."author_id" IS NOT NULL)");
}

TEST_CASE_FIXTURE(BlogTables, "IN lists its values, and in nothing there is nothing") {
    const Chain post = Chain::root(posts);
    Code in = post.column(post_id);
    for (int i = 0; i < 3; ++i) in.append(value(i));
    in.push(Op::in, 3);
    CHECK(condition_text(in) == R"("t0"."id" IN (?, ?, ?))");
    CHECK(condition_text(unary(Op::in, post.column(post_id), 0)) == "1 = 0");
    CHECK(condition_text(unary(Op::not_, unary(Op::in, post.column(post_id), 0))) == "NOT (1 = 0)");
    const Code with_param = binary(Op::add, post.column(post_id), value(1));
    CHECK(condition_text(unary(Op::in, with_param, 0)) == R"(("t0"."id" + ? IS NULL AND 1 = 0))");
}

TEST_CASE_FIXTURE(BlogTables, "LIKE may name its escape character") {
    const Chain post = Chain::root(posts);
    CHECK(condition_text(binary(Op::like, post.column(post_title), value("a%"))) == R"("t0"."title" LIKE ?)");
    CHECK(condition_text(binary(Op::like, post.column(post_title), value("a!%%"), '!')) ==
        R"("t0"."title" LIKE ? ESCAPE '!')");
}

TEST_CASE_FIXTURE(BlogTables, "functions, casts and cases are written in the order of their parameters") {
    const Chain post = Chain::root(posts);
    Code choice = binary(Op::gt, post.column(post_likes), value(10));
    choice.append(value("hot"));
    choice.append(value("cold"));
    choice.push(Op::case_, 3);
    Statement statement;
    statement.outputs = choice;
    statement.outputs.append(call("count", {unary(Op::distinct, post.column(post_author))}));
    statement.outputs.append(unary(Op::cast, post.column(post_likes), static_cast<std::uint32_t>(SqlType::text)));
    statement.outputs.append(call("coalesce", {post.column(post_title), value("-")}));
    statement.outputs.push(Op::count_all);
    CHECK(text_of(statement) ==
        R"(SELECT CASE WHEN "t0"."likes" > ? THEN ? ELSE ? END, )"
        R"(count(DISTINCT "t0"."author_id"), CAST("t0"."likes" AS TEXT), )"
        R"(coalesce("t0"."title", ?), count(*) FROM "posts" AS "t0")");
    const Program program = statement.program();
    REQUIRE(program.params.size() == 4);
    CHECK(program.params[1] == Value("hot"));
    CHECK(program.params[3] == Value("-"));
}

TEST_CASE_FIXTURE(BlogTables, "all clauses stand in the order of SQL, and so do their parameters") {
    const Chain post = Chain::root(posts);
    Statement statement;
    statement.distinct = true;
    statement.outputs = binary(Op::add, post.column(post_author), value(1));
    statement.where = binary(Op::gt, post.column(post_likes), value(2));
    statement.group_by = post.column(post_author);
    statement.having.push(Op::count_all);
    statement.having = binary(Op::gt, std::move(statement.having), value(3));
    statement.order_by = unary(Op::descending, post.column(post_author));
    statement.order_by.append(unary(Op::ascending, post.column(post_author)));
    statement.limit = 4;
    statement.offset = 5;
    CHECK(text_of(statement) ==
        R"(SELECT DISTINCT "t0"."author_id" + ? FROM "posts" AS "t0" WHERE "t0"."likes" > ? )"
        R"(GROUP BY "t0"."author_id" HAVING count(*) > ? ORDER BY "t0"."author_id" DESC, "t0"."author_id" )"
        R"(LIMIT ? OFFSET ?)");
    const Program program = statement.program();
    for (int i = 0; i < 5; ++i) CHECK(program.params[static_cast<std::size_t>(i)] == Value(i + 1));
}

TEST_CASE_FIXTURE(BlogTables, "an offset alone stands behind no limit") {
    Statement statement;
    statement.outputs = Chain::root(posts).column(post_id);
    statement.offset = 10;
    CHECK(text_of(statement) == R"(SELECT "t0"."id" FROM "posts" AS "t0" LIMIT -1 OFFSET ?)");
}

TEST_CASE_FIXTURE(BlogTables, "several roots stand side by side, also those that nothing mentions") {
    Statement statement;
    statement.outputs = Chain::root(posts).column(post_id);
    statement.from = {Chain::root(users, 2).sources[0], Chain::root(posts, 1).sources[0]};
    CHECK(text_of(statement) == R"(SELECT "t0"."id" FROM "posts" AS "t0", "users" AS "t1")");
}

TEST_CASE_FIXTURE(BlogTables, "two aliases of one table are two tables") {
    const Chain one = Chain::root(users, 1);
    const Chain other = Chain::root(users, 2);
    Statement statement;
    statement.outputs = one.column(user_name);
    statement.from = other.sources;
    statement.where = binary(Op::eq, one.column(user_boss), other.column(user_id));
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."name" FROM "users" AS "t0", "users" AS "t1" )"
        R"(WHERE "t0"."boss_id" = "t1"."id")");
}

TEST_CASE("a select of nothing from nowhere selects 1") { CHECK(text_of(Statement()) == "SELECT 1"); }

TEST_CASE_FIXTURE(BlogTables, "rows are counted directly, and inside a subquery only when they are cut") {
    const Chain post = Chain::root(posts);
    Statement statement(Verb::count);
    statement.outputs = binary(Op::add, post.column(post_id), value(1));
    statement.order_by = post.column(post_title);
    CHECK(text_of(statement) == R"(SELECT count(*) FROM "posts" AS "t0")");
    CHECK(statement.program().params.empty());
    statement.limit = 7;
    CHECK(text_of(statement) ==
        R"(SELECT count(*) FROM (SELECT 1 FROM "posts" AS "t0" ORDER BY "t0"."title" LIMIT ?) AS "counted")");
}

TEST_CASE_FIXTURE(BlogTables, "distinct rows are counted by what makes them distinct") {
    const Chain post = Chain::root(posts);
    Statement statement(Verb::count);
    statement.distinct = true;
    statement.outputs = post.column(post_author);
    statement.outputs.append(post.column(post_author));
    CHECK(text_of(statement) ==
        R"(SELECT count(*) FROM (SELECT DISTINCT "t0"."author_id" AS "c0", )"
        R"("t0"."author_id" AS "c1" FROM "posts" AS "t0") AS "counted")");
    statement.outputs = Code();
    statement.from = post.sources;
    CHECK(
        text_of(statement) == R"(SELECT count(*) FROM (SELECT DISTINCT "t0"."id" FROM "posts" AS "t0") AS "counted")");
}
