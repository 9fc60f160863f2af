// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "unit/sql/blog_tables.hpp"
#include <doctest/doctest.h>

using namespace sql_tests;

TEST_CASE_FIXTURE(BlogTables, "an INSERT lists its columns and as many rows as wanted") {
    const PlainSyntax syntax;
    CHECK(compile_insert(posts, {post_author, post_title}, 1, {}, syntax) ==
        R"(INSERT INTO "posts" ("author_id", "title") VALUES (?, ?))");
    CHECK(compile_insert(posts, {post_title, post_likes}, 2, {post_id}, syntax) ==
        R"(INSERT INTO "posts" ("title", "likes") VALUES (?, ?), (?, ?) RETURNING "id")");
}

TEST_CASE_FIXTURE(BlogTables, "an INSERT without columns takes the defaults") {
    const PlainSyntax syntax;
    CHECK(compile_insert(posts, {}, 1, {post_id}, syntax) == R"(INSERT INTO "posts" DEFAULT VALUES RETURNING "id")");
    CHECK_THROWS_AS(compile_insert(posts, {}, 2, {}, syntax), UsageError);
}

TEST_CASE_FIXTURE(BlogTables, "UPDATE and DELETE of a row find it by its key") {
    const PlainSyntax syntax;
    CHECK(compile_update(posts, {post_title, post_likes}, {post_id}, syntax) ==
        R"(UPDATE "posts" SET "title" = ?, "likes" = ? WHERE "id" = ?)");
    CHECK(compile_delete(post_tags, {link_post, link_tag}, syntax) ==
        R"(DELETE FROM "post_tags" WHERE "post_id" = ? AND "tag_id" = ?)");
    CHECK(compile_delete(posts, {post_id}, syntax, 3) == R"(DELETE FROM "posts" WHERE "id" IN (?, ?, ?))");
}

TEST_CASE_FIXTURE(BlogTables, "a statement for a row without a key is refused: it would reach all rows") {
    const PlainSyntax syntax;
    CHECK_THROWS_AS(compile_update(posts, {post_title}, {}, syntax), UsageError);
    CHECK_THROWS_AS(compile_update(posts, {}, {post_id}, syntax), UsageError);
    CHECK_THROWS_AS(compile_delete(posts, {}, syntax), UsageError);
    CHECK_THROWS_AS(compile_delete(post_tags, {link_post, link_tag}, syntax, 2), UsageError);
}

TEST_CASE("names are quoted, with their schema, and quotes in them are doubled") {
    Table odd("o\"dd", "my schema");
    const std::uint16_t column = odd.add(column_named("say \"hi\""));
    CHECK(compile_insert(odd, {column}, 1, {}, PlainSyntax()) ==
        R"(INSERT INTO "my schema"."o""dd" ("say ""hi""") VALUES (?))");
}

TEST_CASE("a NUL byte in a name is refused") {
    std::string text;
    CHECK_THROWS_AS(PlainSyntax().identifier(text, std::string_view("a\0b", 3)), UsageError);
}

TEST_CASE("a name that is no name of a function is refused") {
    CHECK_THROWS_AS(function_number("lower(x); --"), UsageError);
    CHECK_THROWS_AS(function_number(""), UsageError);
    CHECK(function_number("lower") == function_number("lower"));
    CHECK(function_name(function_number("upper")) == "upper");
}
