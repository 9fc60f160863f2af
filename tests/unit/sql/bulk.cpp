// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/program.hpp"
#include "unit/sql/blog_tables.hpp"
#include <doctest/doctest.h>

using namespace sql_tests;

namespace {

struct Bulk : BlogTables {
    Chain post = Chain::root(posts);
    Code liked = binary(Op::gt, post.column(post_likes), value(5));

    Statement erase_where(const Code& condition) const {
        Statement statement(Verb::erase);
        statement.from = post.sources;
        statement.where = condition;
        return statement;
    }
    Statement update_where(const Code& condition) const {
        Statement statement(Verb::update);
        statement.outputs = post.column(post_title);
        statement.outputs.append(value("new"));
        statement.outputs.append(post.column(post_likes));
        statement.outputs.append(binary(Op::add, post.column(post_likes), value(1)));
        statement.where = condition;
        return statement;
    }
};

} // namespace

TEST_CASE_FIXTURE(Bulk, "a DELETE of one table names it by its name") {
    CHECK(text_of(erase_where({})) == R"(DELETE FROM "posts")");
    CHECK(text_of(erase_where(liked)) == R"(DELETE FROM "posts" WHERE "posts"."likes" > ?)");
}

TEST_CASE_FIXTURE(Bulk, "an UPDATE has the parameters of SET before those of WHERE") {
    const Statement statement = update_where(liked);
    CHECK(text_of(statement) ==
        R"(UPDATE "posts" SET "title" = ?, "likes" = "posts"."likes" + ? WHERE "posts"."likes" > ?)");
    CHECK(statement.program().params[0] == Value("new"));
    CHECK(statement.program().params[2] == Value(5));
}

TEST_CASE_FIXTURE(Bulk, "EXISTS gives the target an alias") {
    const Code commented = post.members(post_comments).any({});
    CHECK(text_of(erase_where(commented)) ==
        R"(DELETE FROM "posts" AS "t0" WHERE EXISTS (SELECT 1 FROM "comments" AS "t1" WHERE "t1"."post_id" = "t0"."id"))");
    CHECK(text_of(update_where(commented)) ==
        R"(UPDATE "posts" AS "t0" SET "title" = ?, "likes" = "t0"."likes" + ? )"
        R"(WHERE EXISTS (SELECT 1 FROM "comments" AS "t1" WHERE "t1"."post_id" = "t0"."id"))");
}

TEST_CASE_FIXTURE(Bulk, "a path finds the rows by a SELECT of their keys") {
    const Code by_ed = binary(Op::eq, post.path(author).column(user_name), value("ed"));
    CHECK(text_of(erase_where(by_ed)) ==
        R"(DELETE FROM "posts" WHERE "id" IN (SELECT "t0"."id" FROM "posts" AS "t0" )"
        R"(INNER JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" WHERE "t1"."name" = ?))");
    Statement update = update_where(by_ed);
    update.limit = 3;
    CHECK(text_of(update) ==
        R"(UPDATE "posts" SET "title" = ?, "likes" = "posts"."likes" + ? WHERE "id" IN (SELECT "t0"."id" )"
        R"(FROM "posts" AS "t0" INNER JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" )"
        R"(WHERE "t1"."name" = ? LIMIT ?))");
}

TEST_CASE_FIXTURE(Bulk, "what an UPDATE cannot do is refused") {
    Statement statement(Verb::update);
    CHECK_THROWS_AS(text_of(statement), UsageError);
    statement.outputs = post.column(post_title);
    CHECK_THROWS_AS(text_of(statement), UsageError);
    statement.outputs.append(post.path(author).column(user_name));
    CHECK_THROWS_AS(text_of(statement), UsageError);
}
