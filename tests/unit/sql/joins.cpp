// SPDX-License-Identifier: MIT
#include "unit/sql/blog_tables.hpp"
#include <doctest/doctest.h>

using namespace sql_tests;

namespace {

struct Paths : BlogTables {
    Chain post = Chain::root(posts);
    Chain post_author_path = post.path(author);
    Chain boss_path = post_author_path.path(boss);

    // The text behind FROM of a query for posts.
    std::string from(const Code& condition) const {
        Statement statement;
        statement.outputs = post.column(post_id);
        statement.where = condition;
        return text_of(statement).substr(std::string(R"(SELECT "t0"."id" FROM "posts" AS "t0" )").size());
    }
};

} // namespace

TEST_CASE_FIXTURE(Paths, "a path in the outputs is a left join, one for all its uses") {
    Statement statement;
    statement.outputs = post_author_path.column(user_name);
    statement.outputs.append(post_author_path.column(user_id));
    CHECK(text_of(statement) ==
        R"(SELECT "t1"."name", "t1"."id" FROM "posts" AS "t0" )"
        R"(LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id")");
}

TEST_CASE_FIXTURE(Paths, "a condition that NULL cannot pass makes the whole chain an inner join") {
    CHECK(from(binary(Op::eq, boss_path.column(user_name), value("ed"))) ==
        R"(INNER JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" )"
        R"(INNER JOIN "users" AS "t2" ON "t2"."id" = "t1"."boss_id" WHERE "t2"."name" = ?)");
    CHECK(from(binary(Op::gt, value(1), binary(Op::add, post_author_path.column(user_id), value(2)))) ==
        R"(INNER JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" WHERE ? > "t1"."id" + ?)");
}

TEST_CASE_FIXTURE(Paths, "a condition that NULL may pass leaves a left join") {
    const Code name = post_author_path.column(user_name);
    const std::string left = R"(LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" WHERE )";
    const Code is_ed = binary(Op::eq, name, value("ed"));
    const Code liked = binary(Op::gt, post.column(post_likes), value(5));
    CHECK(from(either(is_ed, liked)) == left + R"("t1"."name" = ? OR "t0"."likes" > ?)");
    CHECK(from(unary(Op::not_, is_ed)) == left + R"(NOT ("t1"."name" = ?))");
    CHECK(from(binary(Op::eq, name, value({}))) == left + R"("t1"."name" IS NULL)");
    CHECK(from(binary(Op::eq, call("coalesce", {name, value("")}), value(""))) ==
        left + R"(coalesce("t1"."name", ?) = ?)");
}

TEST_CASE_FIXTURE(Paths, "one strict condition among several is enough") {
    const Code name = post_author_path.column(user_name);
    const Code strict = binary(Op::ne, name, value({}));
    const Code loose = either(binary(Op::eq, name, value("a")), binary(Op::eq, post.column(post_id), value(1)));
    CHECK(from(both(loose, strict)) ==
        R"(INNER JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" )"
        R"(WHERE ("t1"."name" = ? OR "t0"."id" = ?) AND "t1"."name" IS NOT NULL)");
}

TEST_CASE_FIXTURE(Paths, "each root has its joins behind it") {
    const Chain other = Chain::root(posts, 2);
    Statement statement;
    statement.outputs = post_author_path.column(user_name);
    statement.outputs.append(other.path(author).column(user_name));
    CHECK(text_of(statement) ==
        R"(SELECT "t1"."name", "t3"."name" FROM "posts" AS "t0" )"
        R"(LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id", "posts" AS "t2" )"
        R"(LEFT JOIN "users" AS "t3" ON "t3"."id" = "t2"."author_id")");
}

TEST_CASE_FIXTURE(Paths, "a path over a table between joins both") {
    Statement statement;
    statement.outputs = post.path(post_tags_join).column(tag_label);
    CHECK(text_of(statement) ==
        R"(SELECT "t1"."label" FROM "posts" AS "t0" )"
        R"(LEFT JOIN "post_tags" AS "t1_via" ON "t1_via"."post_id" = "t0"."id" )"
        R"(LEFT JOIN "tags" AS "t1" ON "t1"."id" = "t1_via"."tag_id")");
}

TEST_CASE_FIXTURE(Paths, "a path in the list of sources is joined though nothing else mentions it") {
    Statement statement;
    statement.outputs = post.column(post_id);
    statement.from = post_author_path.sources;
    statement.from[1].parent = 0;
    CHECK(text_of(statement) ==
        R"(SELECT "t0"."id" FROM "posts" AS "t0" )"
        R"(LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id")");
}

TEST_CASE_FIXTURE(Paths, "EXISTS is correlated by the alias of its parent") {
    const Chain comment = post.members(post_comments);
    CHECK(condition_text(comment.any({})) ==
        R"(EXISTS (SELECT 1 FROM "comments" AS "t1" WHERE "t1"."post_id" = "t0"."id"))");
    const Code hello = binary(Op::eq, comment.column(comment_text), value("hello"));
    CHECK(condition_text(unary(Op::not_, comment.any(hello))) ==
        R"(NOT EXISTS (SELECT 1 FROM "comments" AS "t1" WHERE "t1"."post_id" = "t0"."id" AND "t1"."text" = ?))");
    CHECK(condition_text(comment.any(either(hello, hello))) ==
        R"(EXISTS (SELECT 1 FROM "comments" AS "t1" WHERE "t1"."post_id" = "t0"."id" )"
        R"(AND ("t1"."text" = ? OR "t1"."text" = ?)))");
}

TEST_CASE_FIXTURE(Paths, "EXISTS over a table between joins it inside") {
    const Chain tag = post.members(post_tags_join);
    CHECK(condition_text(tag.any(binary(Op::eq, tag.column(tag_label), value("c++")))) ==
        R"(EXISTS (SELECT 1 FROM "tags" AS "t1" INNER JOIN "post_tags" AS "t1_via" ON "t1"."id" = "t1_via"."tag_id" )"
        R"(WHERE "t1_via"."post_id" = "t0"."id" AND "t1"."label" = ?))");
}

TEST_CASE_FIXTURE(Paths, "paths inside EXISTS are joined inside, siblings may share a source") {
    const Chain comment = post.members(post_comments);
    const Code by_ed = binary(Op::eq, comment.path(writer).column(user_name), value("ed"));
    const Code hello = binary(Op::eq, comment.column(comment_text), value("hello"));
    CHECK(condition_text(both(comment.any(by_ed), comment.any(hello))) ==
        R"(EXISTS (SELECT 1 FROM "comments" AS "t1" INNER JOIN "users" AS "t2" ON "t2"."id" = "t1"."writer_id" )"
        R"(WHERE "t1"."post_id" = "t0"."id" AND "t2"."name" = ?) AND )"
        R"(EXISTS (SELECT 1 FROM "comments" AS "t1" WHERE "t1"."post_id" = "t0"."id" AND "t1"."text" = ?))");
}

TEST_CASE_FIXTURE(Paths, "outer paths used inside EXISTS are joined outside, and nothing inside makes them inner") {
    const Chain comment = post.members(post_comments);
    const Code same = binary(Op::eq, comment.column(comment_writer), post_author_path.column(user_id));
    CHECK(from(comment.any(same)) ==
        R"(LEFT JOIN "users" AS "t2" ON "t2"."id" = "t0"."author_id" WHERE EXISTS (SELECT 1 FROM "comments" AS "t1" )"
        R"(WHERE "t1"."post_id" = "t0"."id" AND "t1"."writer_id" = "t2"."id"))");
}

TEST_CASE_FIXTURE(Paths, "EXISTS nests, hanging on paths too") {
    const Join user_posts{&posts, nullptr, {{user_id, post_author}}, {}};
    const Chain theirs = post_author_path.members(user_posts, 7);
    const Chain comment = theirs.members(post_comments, 8);
    CHECK(from(theirs.any(comment.any({}))) ==
        R"(LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" WHERE EXISTS (SELECT 1 FROM "posts" AS "t2" )"
        R"(WHERE "t2"."author_id" = "t1"."id" AND EXISTS (SELECT 1 FROM "comments" AS "t3" )"
        R"(WHERE "t3"."post_id" = "t2"."id")))");
}
