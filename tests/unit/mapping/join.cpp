// SPDX-License-Identifier: MIT
#include "unit/mapping/fake_class.hpp"
#include <doctest/doctest.h>

using namespace athanor;
using namespace athanor::kernel;
using namespace athanor::kernel::fake;

TEST_CASE("join: a reference brings its column") {
    struct User;
    struct Post;
    define<User>("User").id();
    define<Post>("Post").id().one<User>("author").one<User>(
        "editor", {.unique = true, .indexed = true, .required = true});
    const Relationship& author = relationship<Post>("author");
    CHECK(author.join.on == Join::Pairs{{1, 0}});
    CHECK(author.join.target == &table<User>());
    CHECK(author.key_in_reference);
    CHECK(author.to_primary_key);
    const Table& post = table<Post>();
    CHECK(post.column(1).name == "author_id");
    CHECK(post.column(1).nullable);
    CHECK(post.column(2).name == "editor_id");
    CHECK_FALSE(post.column(2).nullable);
    CHECK(post.column(2).unique);
    CHECK(post.column(2).indexed);
    REQUIRE(post.foreign_keys.size() == 2);
    CHECK(post.foreign_keys[0].target == &table<User>());
    const ClassInfo& cls = registered<Post>();
    CHECK(cls.load_columns == ColumnList{0, 1, 2});
    CHECK(cls.load_attributes[1] == nullptr);
    REQUIRE(cls.load_references.size() == 2);
    CHECK(cls.load_references[1].first == 2);
    CHECK(cls.load_references[1].second->name == "editor");
    CHECK(cls.attribute_of_column.size() == 3);
}

TEST_CASE("join: column names the column of a reference, references its actions") {
    struct User;
    struct Post;
    define<User>("User").id();
    define<Post>("Post").id().one<User>(
        "author", {.column = "writer", .references = "user.id", .on_delete = ForeignKeyAction::cascade});
    CHECK(table<Post>().column(1).name == "writer");
    CHECK(table<Post>().foreign_keys.at(0).on_delete == ForeignKeyAction::cascade);
}

TEST_CASE("join: a member that shows the column is used, also under another name") {
    struct User;
    struct Post;
    define<User>("User").column("key", text, {.primary_key = true, .length = 9});
    define<Post>("Post")
        .id()
        .column("author_id", maybe_text, {.column = "writer"})
        .one<User>("author", {.required = true});
    const Relationship& author = relationship<Post>("author");
    CHECK_FALSE(author.key_in_reference);
    CHECK(author.join.on == Join::Pairs{{1, 0}});
    CHECK_FALSE(table<Post>().column(1).nullable);
    CHECK(registered<Post>().load_references.empty());
}

TEST_CASE("join: composite keys") {
    struct Stock;
    struct Move;
    struct Count;
    define<Stock>("Stock")
        .column("site", text, {.primary_key = true})
        .column("sku", text, {.primary_key = true})
        .list<Move>("moves");
    define<Move>("Move")
        .id()
        .column("site", maybe_text)
        .column("sku", maybe_text)
        .one<Stock>("stock", {.on_update = ForeignKeyAction::cascade, .by = names("site", "sku")});
    define<Count>("Count").id().one<Stock>("stock");
    CHECK(relationship<Stock>("moves").join.on == Join::Pairs{{0, 1}, {1, 2}});
    CHECK(relationship<Move>("stock").join.on == Join::Pairs{{1, 0}, {2, 1}});
    CHECK(table<Move>().foreign_keys.at(0).on_update == ForeignKeyAction::cascade);
    relationship<Count>("stock");
    CHECK(table<Count>().column(1).name == "stock_site");
    CHECK(table<Count>().column(2).name == "stock_sku");
    CHECK(registered<Count>().load_columns == ColumnList{0, 1, 2});
}

TEST_CASE("join: columns that do not fit") {
    struct Stock;
    struct Move;
    define<Stock>("Stock").column("site", text, {.primary_key = true}).column("sku", text, {.primary_key = true});
    define<Move>("Move")
        .id()
        .column("number", integer)
        .one<Stock>("stock", {.by = names("site")})
        .one<Stock>("other", {.by = names("number", "sku")});
    CHECK(complaint<Move>() ==
        "Move::stock names 1 column(s) with by(…), but the key of Stock has 2: name one for each of (site, sku)\n"
        "Move::other uses the column move.number, which has another type than the key site it should hold: give both "
        "the "
        "same type, or name another column with by(\"…\")");
    CHECK(registered<Move>().table->columns().size() == 2);
}

TEST_CASE("join: an unpaired collection has a column of its own on the table of its members") {
    struct Item;
    struct Note;
    define<Note>("Note").id();
    define<Item>("Item")
        .id()
        .list<Note>("list", {.by = names("list_item")})
        .list<Note>("by_keyword", {.required = true, .cascade = owned_cascade});
    CHECK(relationship<Item>("list").join.on == Join::Pairs{{0, 1}});
    CHECK(table<Note>().column(1).name == "list_item");
    CHECK(table<Note>().column(1).nullable);
    CHECK(table<Note>().column(2).name == "by_keyword_item_id");
    CHECK_FALSE(table<Note>().column(2).nullable);
    CHECK(table<Note>().foreign_keys.at(1).target == &table<Item>());
    CHECK(registered<Note>().load_columns == ColumnList{0});
}

TEST_CASE("join: a class that is configured later may add columns to one configured earlier") {
    struct Note;
    struct Item;
    define<Note>("Note").id().column("text", text);
    const ClassInfo& note = configured(registered<Note>());
    CHECK(note.load_columns.size() == 2);
    CHECK(note.referrers.empty());
    define<Item>("Item").id().list<Note>("notes", {.by = names("item_id")});
    const Relationship& notes = relationship<Item>("notes");
    CHECK(note.table->columns().size() == 3);
    CHECK(note.load_columns.size() == 2);
    REQUIRE(note.referrers.size() == 1);
    CHECK(*note.referrers.begin() == &notes);
}

TEST_CASE("join: passive deletes become actions of the foreign key") {
    struct Org;
    struct Member;
    struct Shelf;
    struct Part;
    define<Org>("Org").id().list<Member>("members", {.cascade = owned_cascade, .passive_deletes = PassiveDeletes::yes});
    define<Member>("Member").id();
    define<Shelf>("Shelf").id().list<Part>("parts", {.passive_deletes = PassiveDeletes::all});
    define<Part>("Part").id().one<Shelf>("shelf");
    relationship<Org>("members");
    CHECK(table<Member>().foreign_keys.at(0).on_delete == ForeignKeyAction::cascade);
    CHECK(relationship<Shelf>("parts").passive_deletes == PassiveDeletes::all);
    CHECK(table<Part>().foreign_keys.at(0).on_delete == ForeignKeyAction::set_null);
}

TEST_CASE("join: references of columns") {
    struct User;
    struct Address;
    define<User>("User").id();
    define<Address>("Address")
        .id()
        .column("user_id", maybe_integer, {.references = "user.id", .on_delete = ForeignKeyAction::set_null})
        .one<User>("user");
    CHECK(table<Address>().foreign_keys.size() == 1);
    CHECK(table<Address>().foreign_keys[0].on_delete == ForeignKeyAction::set_null);
    struct Bad;
    define<Bad>("Bad")
        .id()
        .column("a", integer, {.references = "nothing"})
        .column("b", integer, {.references = "no_such_table.id"})
        .column("c", integer, {.references = "bad.no_such_column"});
    CHECK(complaint<Bad>() ==
        "Bad::a references \"nothing\", which names no column: write \"table.column\"\n"
        "Bad::b references \"no_such_table.id\", but no mapped class has the table no_such_table: use a One<…> to its "
        "class instead, or correct the name\n"
        "Bad::c references \"bad.no_such_column\", but that table has no such column: correct the name");
}

TEST_CASE("join: a key that is a reference too is not generated") {
    struct User;
    struct Profile;
    define<User>("User").id();
    define<Profile>("Profile").column("user_id", integer, {.primary_key = true}).one<User>("user");
    CHECK(relationship<Profile>("user").join.on == Join::Pairs{{0, 0}});
    CHECK_FALSE(registered<Profile>().keys[0]->generated);
    CHECK_FALSE(table<Profile>().column(0).generated);
}

TEST_CASE("join: deferred columns are not loaded, keys always are") {
    struct Tag;
    define<Tag>("Tag")
        .column("text", text, {.deferred = true})
        .column("id", integer, {.primary_key = true, .deferred = true});
    const ClassInfo& cls = configured(registered<Tag>());
    CHECK(cls.find("text")->deferred);
    CHECK(cls.load_columns == ColumnList{1});
    CHECK(cls.key_positions == std::vector<std::uint16_t>{0});
}

TEST_CASE("join: the order of a collection") {
    struct List;
    struct Track;
    MemberOptions order;
    order.order[0] = {[] { return 8u; }, true};
    order.order_size = 1;
    MemberOptions position;
    position.position = {[] { return 8u; }, false};
    define<List>("List").id().list<Track>("tracks").list<Track>("ranked", order).list<Track>("placed", position);
    define<Track>("Track").id().column("pos", integer).one<List>("list", {.pairs = "tracks"});
    registered<List>();
    using Order = std::vector<std::pair<std::uint16_t, bool>>;
    definition<List>().specs[2].options.linked = true;
    definition<List>().specs[3].options.cascade = owned_cascade;
    CHECK(relationship<List>("tracks").order_by == Order{{0, false}});
    CHECK(relationship<List>("ranked").order_by == Order{{1, true}});
    CHECK(relationship<List>("placed").order_by == Order{{1, false}, {0, false}});
    CHECK(relationship<List>("placed").position->name == "pos");
    CHECK(relationship<Track>("list").order_by.empty());
}

TEST_CASE("join: positions go with neither another order nor an association, and cannot be kept where there are none") {
    struct List;
    struct Track;
    MemberOptions options;
    options.cascade = owned_cascade;
    options.order[0] = {[] { return 8u; }, false};
    options.order_size = 1;
    options.position = {[] { return 8u; }, false};
    define<List>("List").id().list<Track>("tracks", options);
    define<Track>("Track").id().column("pos", integer);
    CHECK(complaint<List>() ==
        "List::tracks has order_by<…> and position<…>: the position is the order, so leave one out");
    definition<List>().specs[1].options.cascade = default_cascade;
    definition<List>().specs[1].options.linked = true;
    CHECK(complaint<List>() ==
        "List::tracks keeps positions in members that may be in several such lists: map the rows between them as a "
        "class of its own, and give position<…> a member of that");
    definition<List>().specs[1].options.position = {};
    definition<List>().specs[1].options.keeps_positions = true;
    CHECK(complaint<List>() == "List::tracks has keeps_positions, but no position<…> to keep");
}

TEST_CASE("join: an order that leads nowhere") {
    struct List;
    struct Track;
    MemberOptions wrong;
    wrong.cascade = owned_cascade;
    wrong.order[0] = {[] { return 999u; }, false};
    wrong.order_size = 1;
    wrong.position = {[] { return 8u; }, false};
    define<List>("List").id().list<Track>("tracks", wrong);
    define<Track>("Track").id().column("title", text);
    CHECK(complaint<List>() ==
        "List::tracks keeps positions in a member of Track that is not a whole number: give "
        "position<…> a Mapped<int>");
    definition<List>().specs[1].options.position = {};
    CHECK(complaint<List>() ==
        "List::tracks is ordered by a member of Track that is not a column: give order_by<…> a "
        "Mapped member");
}
