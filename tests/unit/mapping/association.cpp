// SPDX-License-Identifier: MIT
#include "unit/mapping/fake_class.hpp"
#include <doctest/doctest.h>

using namespace athanor;
using namespace athanor::kernel;
using namespace athanor::kernel::fake;

namespace {
std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const TableColumn& column : table.columns()) names.push_back(column.name);
    return names;
}
using Names = std::vector<std::string>;
} // namespace

TEST_CASE("association: two collections that are each other's only choice") {
    struct Post;
    struct Tag;
    define<Post>("Post").id().list<Tag>("tags");
    define<Tag>("Tag").id().list<Post>("posts");
    const Relationship& tags = relationship<Post>("tags");
    const Relationship& posts = relationship<Tag>("posts");
    CHECK(tags.direction == Direction::many_to_many);
    REQUIRE(tags.association == posts.association);
    const Table& between = *tags.association;
    CHECK(between.name() == "post_tag");
    CHECK(column_names(between) == Names{"post_id", "tag_id"});
    CHECK(between.primary_key() == std::vector<std::uint16_t>{0, 1});
    CHECK_FALSE(between.column(0).nullable);
    CHECK(between.foreign_keys.size() == 2);
    CHECK(tags.join.via == &between);
    CHECK(tags.join.on == Join::Pairs{{0, 0}});
    CHECK(tags.join.on_target == Join::Pairs{{1, 0}});
    CHECK(posts.join.on == Join::Pairs{{0, 1}});
    CHECK(posts.join.on_target == Join::Pairs{{0, 0}});
}

TEST_CASE("association: via and by on both sides") {
    struct Student;
    struct Course;
    define<Student>("Student").id().list<Course>("courses", {.by = names("student_id"), .via = "enrollments"});
    define<Course>("Course")
        .column("code", text, {.primary_key = true})
        .list<Student>("students", {.by = names("course_code"), .via = "enrollments"});
    const Relationship& courses = relationship<Student>("courses");
    CHECK(courses.association->name() == "enrollments");
    CHECK(column_names(*courses.association) == Names{"student_id", "course_code"});
    CHECK(courses.association->column(1).type == SqlType::text);
    CHECK(courses.back->name == "students");
}

TEST_CASE("association: linked without counterpart") {
    struct Item;
    struct Note;
    define<Item>("Item").id().list<Note>("custom", {.linked = true});
    define<Note>("Note").id();
    const Relationship& custom = relationship<Item>("custom");
    CHECK(custom.direction == Direction::many_to_many);
    CHECK(custom.association->name() == "item_custom");
    CHECK(column_names(*custom.association) == Names{"item_id", "note_id"});
    CHECK(custom.back == nullptr);
}

TEST_CASE("association: a class linked to itself") {
    struct User;
    struct Page;
    define<User>("User").id().list<User>("following").list<User>("followers");
    const Relationship& following = relationship<User>("following");
    CHECK(following.association->name() == "user_following");
    CHECK(column_names(*following.association) == Names{"followers_id", "following_id"});
    CHECK(following.join.on == Join::Pairs{{0, 0}});
    CHECK(relationship<User>("followers").join.on == Join::Pairs{{0, 1}});
    define<Page>("Page").id().list<Page>("related", {.linked = true});
    CHECK(column_names(*relationship<Page>("related").association) == Names{"page_id", "related_id"});
}

TEST_CASE("association: a table that is mapped as a class is used as it is") {
    struct Student;
    struct Course;
    struct Enrollment;
    define<Student>("Student").id().list<Course>("courses", {.via = "enrollment"}).list<Enrollment>("enrollments");
    define<Course>("Course").id().list<Student>("students", {.via = "enrollment"});
    define<Enrollment>("Enrollment").id().one<Student>("student").one<Course>("course");
    const Relationship& courses = relationship<Student>("courses");
    CHECK(courses.association == &table<Enrollment>());
    CHECK(courses.join.on == Join::Pairs{{0, 1}});
    CHECK(courses.join.on_target == Join::Pairs{{2, 0}});
    CHECK(table<Enrollment>().columns().size() == 3);
    CHECK(tables_of(registered<Student>()).size() == 3);
}

TEST_CASE("association: problems") {
    struct Post;
    struct Tag;
    struct Link;
    define<Post>("Post")
        .id()
        .list<Tag>("tags", {.via = "link"})
        .list<Tag>("short", {.by = names("a", "b"), .via = "other", .alone = true})
        .list<Tag>("same", {.by = names("tag_id"), .via = "third", .alone = true})
        .list<Link>("links", {.cascade = owned_cascade});
    define<Tag>("Tag").id();
    define<Link>("Link").id().one<Tag>("tag");
    CHECK(complaint<Post>() ==
        "Post::tags goes via link, which has no column post_id: name the columns that lead to Post with by(\"…\")\n"
        "Post::short names 2 column(s) with by(…), but the key of Post has 1: name one for each of id\n"
        "Post::same would use the column tag_id of the table between for both ends: name another with by(\"…\")");
}

TEST_CASE("association: two relationships between two classes need names for their tables") {
    struct Post;
    struct Tag;
    define<Post>("Post").id().list<Tag>("tags", {.pairs = "posts"}).list<Tag>("marks", {.pairs = "marked"});
    define<Tag>("Tag").id().list<Post>("posts").list<Post>("marked");
    CHECK(complaint<Post>() ==
        "Post::marks needs a table between, but post_tag is already the table of another "
        "relationship: name one with via(\"…\")");
}
