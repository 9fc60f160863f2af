// SPDX-License-Identifier: MIT
#include "unit/mapping/fake_class.hpp"
#include <doctest/doctest.h>

using namespace athanor;
using namespace athanor::kernel;
using namespace athanor::kernel::fake;

TEST_CASE("registration: attributes, offsets and columns") {
    struct Tag;
    define<Tag>("UserProfile")
        .id()
        .plain("cache")
        .column("name", text, {.column = "full_name", .unique = true, .indexed = true, .length = 50})
        .column("email", maybe_text)
        .column("age", maybe_integer, {.required = true, .server_default = "18"});
    const ClassInfo& cls = registered<Tag>();
    CHECK(cls.name == "UserProfile");
    CHECK(cls.full_name == "{anonymous}::UserProfile");
    CHECK(cls.table->name() == "user_profile");
    REQUIRE(cls.attributes.size() == 4);
    const Attribute& name = *cls.find("name");
    CHECK(name.index == 1);
    CHECK(name.offset == 16);
    CHECK(name.word == 20);
    const TableColumn& column = cls.table->column(name.column);
    CHECK(column.name == "full_name");
    CHECK(column.unique);
    CHECK(column.indexed);
    CHECK(column.length == 50);
    CHECK_FALSE(column.nullable);
    CHECK(cls.table->column(2).nullable);
    CHECK_FALSE(cls.table->column(3).nullable);
    CHECK(cls.table->column(3).server_default == "18");
    CHECK(cls.find("cache") == nullptr);
    CHECK(&registered<Tag>() == &cls);
}

TEST_CASE("registration: the primary key") {
    struct Plain;
    struct Text;
    struct Pair;
    struct Given;
    define<Plain>("Plain").column("id", integer);
    CHECK(registered<Plain>().keys.at(0)->in_key);
    CHECK(registered<Plain>().integer_key);
    CHECK(registered<Plain>().table->column(0).generated);
    define<Text>("Text").column("code", text, {.primary_key = true});
    CHECK_FALSE(registered<Text>().integer_key);
    CHECK_FALSE(registered<Text>().keys.at(0)->generated);
    define<Pair>("Pair").column("a", integer, {.primary_key = true}).column("b", integer, {.primary_key = true});
    CHECK(registered<Pair>().keys.size() == 2);
    CHECK_FALSE(registered<Pair>().integer_key);
    CHECK_FALSE(registered<Pair>().keys.at(0)->generated);
    define<Given>("Given").column("id", integer, {.primary_key = true, .not_generated = true});
    CHECK_FALSE(registered<Given>().keys.at(0)->generated);
    CHECK(registered<Given>().integer_key);
}

TEST_CASE("registration: problems are told when the class is configured, each time") {
    struct Tag;
    define<Tag>("Tag").column("name", text).column("label", text, {.column = "name"});
    const std::string expected =
        "Tag::label uses the column name, which is already that of Tag::name: give one of them "
        "another column(\"…\")\n"
        "Tag has no primary key: give it a member Key<int> id, or mark a column primary_key";
    CHECK(complaint<Tag>() == expected);
    CHECK(complaint<Tag>() == expected);
    CHECK_FALSE(registered<Tag>().configured);
}

TEST_CASE("registration: one class for all libraries of the process") {
    struct Here;
    struct There;
    struct Other;
    define<Here>("Shared", "registry_test::").id().layout(1);
    define<There>("Shared", "registry_test::").id().layout(1);
    define<Other>("Shared", "registry_test::").id().layout(2);
    CHECK(&registered<Here>() == &registered<There>());
    CHECK_THROWS_WITH_AS(registered<Other>(),
        "two classes are named registry_test::Shared and have different members: rename one of them or put it in a "
        "namespace",
        MappingError);
}

TEST_CASE("registration: classes of unnamed namespaces are their own") {
    struct Here;
    struct There;
    define<Here>("User").id().layout(1);
    define<There>("User").id().layout(2);
    CHECK(&registered<Here>() != &registered<There>());
}

TEST_CASE("registration: the mangled name tells local classes apart") {
    struct Here;
    struct There;
    define<Here>("Local", "").id().layout(1);
    define<There>("Local", "").id().layout(2);
    ClassSpec here = definition<Here>().spec(), there = definition<There>().spec();
    here.linkage_name = "Z4testvE5Local";
    there.linkage_name = "Z5otherE5Local";
    CHECK(&register_class(here) != &register_class(there));
}

TEST_CASE("registration: member names come from the signature") {
    struct Tag;
    define<Tag>("Tag").column("", integer, {.primary_key = true}).column("", text);
    ClassSpec spec = definition<Tag>().spec();
    spec.members_signature = "const char *f() [T = Tag, A = <Address<Key<int> *>{&s.t.id}, Address<X *>{&s.t.name}>]";
    const ClassInfo& cls = register_class(spec);
    CHECK(cls.attributes[0]->name == "id");
    CHECK(cls.attributes[1]->name == "name");
}

TEST_CASE("registration: a signature that does not hold all members is refused") {
    struct Tag;
    define<Tag>("Tag").column("", integer);
    ClassSpec spec = definition<Tag>().spec();
    spec.members_signature = "const char *f() [T = Tag, A = <>]";
    CHECK_THROWS_AS(register_class(spec), MappingError);
    CHECK_THROWS_AS(register_class(spec), MappingError); // and leaves nothing behind
}

TEST_CASE("registration: class-level options name the table first and see all columns later") {
    struct Org;
    define<Org>("Org").id().column("key", text).one<Org>("parent").table([](Table& table, const void* context) {
        table.rename("organizations", "shop");
        const auto parent = table.find("parent_id"), key = table.find("key");
        if (!parent) throw MappingError("no such column");
        table.uniques.push_back({*parent, *key});
        CHECK(context != nullptr);
    });
    CHECK(registered<Org>().table->name() == "organizations");
    CHECK(registered<Org>().table->uniques.empty());
    CHECK(table<Org>().uniques == std::vector<std::vector<std::uint16_t>>{{2, 1}});
    CHECK(table<Org>().schema() == "shop");
}

TEST_CASE("registration: a wrong class-level option is a problem of the configuration") {
    struct Org;
    define<Org>("Org").id().table([](Table& table, const void*) {
        table.rename("organizations");
        throw MappingError("unique_together names no_column");
    });
    CHECK(complaint<Org>() == "Org: unique_together names no_column");
    CHECK_FALSE(registered<Org>().configured);
}

TEST_CASE("registration: class-level options may name references; a failed run leaves none behind") {
    struct Org;
    static bool ready = false;
    define<Org>("Org").id().one<Org>("parent").table([](Table& table, const void* context) {
        if (!context) return;
        const auto& cls = *static_cast<const ClassInfo*>(context);
        table.uniques.push_back({cls.find("parent")->relationship->join.on[0].first});
        if (!ready) throw MappingError("not yet");
    });
    CHECK(complaint<Org>() == "Org: not yet");
    CHECK(registered<Org>().find("parent")->relationship == nullptr);
    ready = true;
    CHECK(table<Org>().uniques == std::vector<std::vector<std::uint16_t>>{{1}});
    CHECK(table<Org>().columns().size() == 2);
    CHECK(relationship<Org>("parent").key_in_reference);
}
