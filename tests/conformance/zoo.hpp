// SPDX-License-Identifier: MIT
#pragma once
#include <athanor/model.hpp>
#include <athanor/typed/dynamic.hpp>
#include <athanor/typed/proxy.hpp>
#include <athanor/typed/write_only.hpp>
#include <cstdint>
#include <optional>
#include <string>

// The classes that the scenarios use: FORMAT.md, 1.2. Every column of every table has a member, so that foreign keys
// can be read and written like data; every value can be null in memory.

namespace zoo {

using athanor::all;
using athanor::alone;
using athanor::by;
using athanor::cascade;
using athanor::Column;
using athanor::creating;
using athanor::Dict;
using athanor::Dynamic;
using athanor::keeps_positions;
using athanor::Key;
using athanor::List;
using athanor::Mapped;
using athanor::noload;
using athanor::on_delete;
using athanor::on_update;
using athanor::One;
using athanor::owned;
using athanor::pairs;
using athanor::passive_deletes;
using athanor::position;
using athanor::post_update;
using athanor::Proxy;
using athanor::raise_on_load;
using athanor::references;
using athanor::required;
using athanor::Set;
using athanor::set_null;
using athanor::unique_key;
using athanor::untracked;
using athanor::via;
using athanor::WriteOnly;

using Integer = std::optional<std::int64_t>;
using Text = std::optional<std::string>;

struct Address;
struct Playlist;
struct Line;
struct Player;
struct Item;
struct Course;
struct Passport;
struct Post;
struct Entry;
struct Member;
struct Book;
struct Part;
struct Emp;
struct Move;

struct User {
    static constexpr auto table = athanor::table("users");
    Key<Integer> id;
    Column<Text, required> name;
    Mapped<Integer> age;
    List<Address> addresses;
};
struct Address {
    static constexpr auto table = athanor::table("addresses");
    Key<Integer> id;
    Column<Text, required> email;
    Mapped<Integer> user_id;
    One<User, by("user_id")> user;
};

struct Order {
    static constexpr auto table = athanor::table("orders");
    Key<Integer> id;
    Column<Text, required> code;
    Mapped<Integer> total;
    List<Line, owned> lines;
};
struct Line {
    static constexpr auto table = athanor::table("lines");
    Key<Integer> id;
    Column<Text, required> sku;
    Mapped<Integer> qty;
    Column<Integer, required> order_id;
    One<Order, by("order_id")> order;
};

struct Team {
    static constexpr auto table = athanor::table("teams");
    Key<Integer> id;
    Mapped<Text> name;
    Set<Player> players;
};
struct Player {
    static constexpr auto table = athanor::table("players");
    Key<Integer> id;
    Column<Text, required> name;
    Mapped<Integer> rating;
    Mapped<Integer> team_id;
    One<Team, by("team_id")> team;
};

struct Note {
    static constexpr auto table = athanor::table("notes");
    Key<Integer> id;
    Mapped<Text> keyword;
    Mapped<Text> text;
    Column<Integer, required> item_id;
    One<Item, by("item_id")> item;
};
struct Mark {
    static constexpr auto table = athanor::table("marks");
    Key<Integer> id;
    Column<Text, required> kind;
    Column<Text, required> label;
    Mapped<Integer> item_id;
    One<Item, by("item_id")> item;
};
/// The key of a mark: its kind and the start of its label.
inline constexpr auto kind_and_start = [](const Mark& mark) {
    return std::pair(mark.kind.get().value(), mark.label.get().value().substr(0, 3));
};
struct Item {
    static constexpr auto table = athanor::table("items");
    Key<Integer> id;
    Mapped<Text> name;
    Dict<&Note::keyword, owned, untracked> notes;
    Dict<kind_and_start, untracked> marks;
};

struct Student {
    static constexpr auto table = athanor::table("students");
    Key<Integer> id;
    Mapped<Text> name;
    List<Course, via("enrollments"), by("student_id")> courses;
};
struct Course {
    static constexpr auto table = athanor::table("courses");
    Key<Text> code;
    Mapped<Text> title;
    Set<Student, via("enrollments"), by("course_code")> students;
};

struct Node {
    static constexpr auto table = athanor::table("nodes");
    Key<Integer> id;
    Mapped<Text> name;
    Mapped<Integer> parent_id;
    List<Node, cascade(all)> children;
    One<Node, by("parent_id")> parent;
};

struct Person {
    static constexpr auto table = athanor::table("persons");
    Key<Integer> id;
    Mapped<Text> name;
    One<Passport, owned> passport;
};
struct Passport {
    static constexpr auto table = athanor::table("passports");
    Key<Integer> id;
    Column<Text, required, unique_key> number;
    Mapped<Integer> person_id;
    One<Person, by("person_id")> person;
};

struct Author {
    static constexpr auto table = athanor::table("authors");
    Key<Integer> id;
    Mapped<Text> name;
    Dynamic<Post, owned> posts;
};
struct Post {
    static constexpr auto table = athanor::table("posts");
    Key<Integer> id;
    Column<Text, required> title;
    Mapped<Integer> score;
    Mapped<Integer> author_id;
    One<Author, by("author_id")> author;
};

struct Account {
    static constexpr auto table = athanor::table("accounts");
    Key<Integer> id;
    Mapped<Text> name;
    WriteOnly<Entry, owned, passive_deletes> entries;
};
struct Entry {
    static constexpr auto table = athanor::table("entries");
    Key<Integer> id;
    Mapped<Text> memo;
    Mapped<Integer> amount;
    Mapped<Integer> account_id;
    One<Account, by("account_id"), references("accounts.id", on_delete(cascade))> account;
};

struct Org {
    static constexpr auto table = athanor::table("orgs");
    Key<Integer> id;
    Column<Text, required> name;
    List<Member, owned, by("org_id"), noload, passive_deletes> members;
};
struct Member {
    static constexpr auto table = athanor::table("members");
    Key<Integer> id;
    Column<Text, required> name;
    Mapped<Integer> org_id;
};

struct Shelf {
    static constexpr auto table = athanor::table("shelves");
    Key<Integer> id;
    Mapped<Text> label;
    List<Book, raise_on_load> books;
    List<Part, passive_deletes(all)> parts;
};
struct Book {
    static constexpr auto table = athanor::table("books");
    Key<Integer> id;
    Column<Text, required> title;
    Mapped<Integer> shelf_id;
    One<Shelf, by("shelf_id")> shelf;
};
struct Part {
    static constexpr auto table = athanor::table("parts");
    Key<Integer> id;
    Mapped<Text> code;
    Mapped<Integer> shelf_id;
    One<Shelf, by("shelf_id")> shelf;
};

struct Dept {
    static constexpr auto table = athanor::table("depts");
    Key<Integer> id;
    Mapped<Text> name;
    Mapped<Integer> head_id;
    List<Emp, pairs("dept")> emps;
    One<Emp, by("head_id"), alone, post_update> head;
};
struct Emp {
    static constexpr auto table = athanor::table("emps");
    Key<Integer> id;
    Mapped<Text> name;
    Mapped<Integer> dept_id;
    One<Dept, by("dept_id")> dept;
};

struct C {
    static constexpr auto table = athanor::table("c");
    Key<Integer> id;
    Mapped<Integer> value;
    Column<Integer, required> b_id;
};
struct B {
    static constexpr auto table = athanor::table("b");
    Key<Integer> id;
    Mapped<Text> key;
    Column<Integer, required> a_id;
    Set<C, owned, by("b_id")> elements;
    Proxy<&B::elements, &C::value> values;
};
struct A {
    static constexpr auto table = athanor::table("a");
    Key<Integer> id;
    Mapped<Text> name;
    Dict<&B::key, owned, creating, untracked, by("a_id")> associations;
    Proxy<&A::associations, &B::values> collections;
};

struct Track {
    static constexpr auto table = athanor::table("tracks");
    Key<Integer> id;
    Mapped<Text> title;
    Mapped<Integer> pos;
    Mapped<Integer> playlist_id;
    One<Playlist, by("playlist_id")> playlist;
};
struct Playlist {
    static constexpr auto table = athanor::table("playlists");
    Key<Integer> id;
    Mapped<Text> name;
    List<Track, owned, position<&Track::pos>, keeps_positions> tracks; // without reorder_on_append
};

struct Stock {
    static constexpr auto table = athanor::table("stocks");
    Key<Text> site;
    Key<Text> sku;
    Mapped<Integer> qty;
    List<Move> moves;
};
struct Move {
    static constexpr auto table = athanor::table("moves");
    Key<Integer> id;
    Mapped<Integer> delta;
    Mapped<Text> site;
    Mapped<Text> sku;
    One<Stock, by("site", "sku"), references("stocks.site", on_update(cascade))> stock;
};

} // namespace zoo
