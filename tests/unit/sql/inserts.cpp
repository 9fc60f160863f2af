// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/insert.hpp"
#include "unit/sql/blog_tables.hpp"
#include <doctest/doctest.h>

using namespace sql_tests;

namespace {

struct Inserts : BlogTables {
    Insert insert_titles() const {
        Insert insert;
        insert.target = Chain::root(posts).sources[0];
        insert.columns = {post_title, post_likes};
        return insert;
    }
    static Code row(const Code& first, const Code& second) {
        Code code = first;
        code.append(second);
        code.push(Op::row, 2);
        return code;
    }
    static std::string text_of(const Insert& insert) { return compile(insert.program(), PlainSyntax()); }
};

} // namespace

TEST_CASE_FIXTURE(Inserts, "an INSERT has its rows side by side") {
    Insert insert = insert_titles();
    insert.rows = row(value("a"), value(1));
    insert.rows.append(row(value("b"), value({})));
    CHECK(text_of(insert) == R"(INSERT INTO "posts" ("title", "likes") VALUES (?, ?), (?, NULL))");
    CHECK(insert.program().params.size() == 3);
}

TEST_CASE_FIXTURE(Inserts, "an INSERT of a SELECT, and one that must not be taken for a join") {
    const Chain user = Chain::root(users, 2);
    Statement select;
    select.outputs = user.column(user_name);
    select.outputs.append(value(3));
    Insert insert = insert_titles();
    insert.rows = select_code(select);
    CHECK(text_of(insert) == R"(INSERT INTO "posts" ("title", "likes") SELECT "t1"."name", ? FROM "users" AS "t1")");
    insert.on_conflict = OnConflict::ignore;
    CHECK(text_of(insert) ==
        R"(INSERT INTO "posts" ("title", "likes") SELECT * FROM (SELECT "t1"."name" AS "c0", ? AS "c1" )"
        R"(FROM "users" AS "t1") AS "given" WHERE 1 = 1 ON CONFLICT DO NOTHING)");
}

TEST_CASE_FIXTURE(Inserts, "an upsert sets columns to the new values or to expressions over the old row") {
    Insert insert = insert_titles();
    insert.rows = row(value("a"), value(1));
    insert.on_conflict = OnConflict::update;
    insert.conflict = {post_title};
    const Chain post = Chain::root(posts);
    insert.assignments = post.column(post_likes);
    Chain proposed = Chain::root(posts, 2);
    proposed.sources[0].kind = Source::proposed;
    insert.assignments.append(proposed.column(post_likes));
    insert.assignments.append(post.column(post_author));
    insert.assignments.append(binary(Op::add, post.column(post_author), value(2)));
    CHECK(text_of(insert) ==
        R"(INSERT INTO "posts" ("title", "likes") VALUES (?, ?) ON CONFLICT ("title") DO UPDATE SET )"
        R"("likes" = excluded."likes", "author_id" = "posts"."author_id" + ?)");
    insert.where = binary(Op::lt, post.column(post_likes), proposed.column(post_likes));
    CHECK(text_of(insert).ends_with(R"(+ ? WHERE "posts"."likes" < excluded."likes")"));
}

TEST_CASE_FIXTURE(Inserts, "an INSERT of nothing is refused") { CHECK_THROWS_AS(text_of(insert_titles()), UsageError); }
