// SPDX-License-Identifier: MIT
#include "athanor/sql/ddl.hpp"
#include "athanor/base/error.hpp"
#include "unit/sql/blog_tables.hpp"
#include <doctest/doctest.h>

using namespace sql_tests;

namespace {

class AttachedSyntax : public PlainSyntax {
    bool attached_schemas() const override { return true; }
    bool inline_primary_key() const override { return false; }
};

void refer(Table& from, const Table& to) {
    ForeignKey key;
    key.columns = {0};
    key.target = &to;
    key.target_columns = {0};
    from.foreign_keys.push_back(key);
}

} // namespace

TEST_CASE("CREATE TABLE says all that a column says") {
    Table table("notes");
    table.add(key_named("id"));
    TableColumn slug = column_named("slug", SqlType::text);
    slug.nullable = false;
    slug.unique = true;
    slug.length = 50;
    slug.server_default = "''";
    table.add(slug);
    TableColumn made = column_named("made");
    made.server_default = "unixepoch()";
    table.add(made);
    CHECK(compile_create(table, PlainSyntax()) ==
        R"(CREATE TABLE IF NOT EXISTS "notes" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, )"
        R"("slug" TEXT(50) NOT NULL DEFAULT '' UNIQUE, "made" INTEGER DEFAULT (unixepoch())))");
}

TEST_CASE("CREATE TABLE ends with the constraints of the table") {
    BlogTables blog;
    Table& table = blog.post_tags;
    table.column(blog.link_post).primary_key = table.column(blog.link_tag).primary_key = true;
    table.uniques = {{blog.link_tag, blog.link_post}};
    table.checks = {"post_id > 0"};
    ForeignKey key;
    key.columns = {blog.link_post};
    key.target = &blog.posts;
    key.target_columns = {blog.post_id};
    key.on_delete = ForeignKeyAction::cascade;
    key.on_update = ForeignKeyAction::set_null;
    table.foreign_keys = {key};
    table.dialect_options = {{"plain_without_rowid", ""}, {"plain_engine", "InnoDB"}, {"other_engine", "X"}};
    CHECK(compile_create(table, PlainSyntax(), false) ==
        R"(CREATE TABLE "post_tags" ("post_id" INTEGER NOT NULL, "tag_id" INTEGER NOT NULL, )"
        R"(PRIMARY KEY ("post_id", "tag_id"), UNIQUE ("tag_id", "post_id"), CHECK (post_id > 0), )"
        R"(FOREIGN KEY ("post_id") REFERENCES "posts" ("id") ON DELETE CASCADE ON UPDATE SET NULL))"
        R"( WITHOUT ROWID, ENGINE=InnoDB)");
}

TEST_CASE("a single generated key may be declared at the end too") {
    Table table("notes");
    table.add(key_named("id"));
    CHECK(compile_create(table, AttachedSyntax()) ==
        R"(CREATE TABLE IF NOT EXISTS "notes" ("id" INTEGER NOT NULL AUTOINCREMENT, PRIMARY KEY ("id")))");
}

TEST_CASE("indexes are named after their table and columns") {
    Table table("notes", "aux");
    const std::uint16_t a = table.add(column_named("a"));
    const std::uint16_t b = table.add(column_named("b"));
    table.column(b).indexed = true;
    table.indexes = {{a, b}, {b}};
    CHECK(compile_indexes(table, PlainSyntax()) ==
        std::vector<std::string>{R"(CREATE INDEX IF NOT EXISTS "ix_notes_b" ON "aux"."notes" ("b"))",
            R"(CREATE INDEX IF NOT EXISTS "ix_notes_a_b" ON "aux"."notes" ("a", "b"))"});
    CHECK(compile_indexes(table, AttachedSyntax(), false).front() ==
        R"(CREATE INDEX "aux"."ix_notes_b" ON "notes" ("b"))");
}

TEST_CASE("where a schema is a database a foreign key does not name it") {
    Table users("users", "aux");
    Table posts("posts", "aux");
    users.add(key_named("id"));
    posts.add(column_named("author_id"));
    refer(posts, users);
    CHECK(compile_create(posts, AttachedSyntax(), false) ==
        R"(CREATE TABLE "aux"."posts" ("author_id" INTEGER, FOREIGN KEY ("author_id") REFERENCES "users" ("id")))");
    CHECK(compile_create(posts, PlainSyntax(), false) ==
        R"(CREATE TABLE "aux"."posts" ("author_id" INTEGER, FOREIGN KEY ("author_id") REFERENCES "aux"."users" ("id")))");
}

TEST_CASE("DROP TABLE") {
    const Table table("notes");
    CHECK(compile_drop(table, PlainSyntax()) == R"(DROP TABLE IF EXISTS "notes")");
    CHECK(compile_drop(table, PlainSyntax(), false) == R"(DROP TABLE "notes")");
}

TEST_CASE("tables stand behind those they refer to, and a circle keeps its order") {
    Table comments("comments"), posts("posts"), users("users"), a("a"), b("b"), outside("outside");
    refer(comments, posts);
    refer(comments, comments);
    refer(posts, users);
    refer(posts, outside);
    refer(a, b);
    refer(b, a);
    refer(a, posts);
    CHECK(in_dependency_order({&b, &comments, &a, &posts, &users}) ==
        std::vector<const Table*>{&users, &posts, &b, &a, &comments});
}

TEST_CASE("a table refuses a second column of the same name") {
    Table table("notes");
    table.add(column_named("a"));
    CHECK_THROWS_AS(table.add(column_named("a")), MappingError);
    CHECK(table.find("a") == 0);
    CHECK_FALSE(table.find("b"));
}
