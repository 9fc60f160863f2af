// SPDX-License-Identifier: MIT
// Classes that cannot be mapped: the first use says all that is wrong, and what to write.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace mapping_errors {
using namespace athanor;
using support::has;

template <class T> std::string refusal() {
    Engine db("sqlite://");
    const std::string text = support::message<MappingError>([&] { create_all<T>(db); });
    CHECK(support::message<MappingError>([&] { create_all<T>(db); }) == text); // and says it again
    CHECK_THROWS_AS(make(T{}), MappingError);
    CHECK_THROWS_AS((void)Session(db).template select<T>(), MappingError);
    return text;
}

struct Keyless {
    Mapped<std::string> name;
};

TEST_CASE("mapping error: a class without a key") {
    const std::string text = refusal<Keyless>();
    CHECK_MESSAGE(has(text, {"Keyless has no primary key", "Key<int> id", "primary_key"}), text);
}

struct Mail;
struct Person {
    Key<int> id;
    List<Mail> mails;
};
struct Mail {
    Key<int> id;
    One<Person> sender, recipient;
};

TEST_CASE("mapping error: a collection with two candidates names both and what to write") {
    const std::string text = refusal<Person>();
    CHECK_MESSAGE(has(text,
                      {"Person::mails could pair with Mail::sender or Mail::recipient", "pairs(\"sender\")",
                          "pairs(\"recipient\")", "alone"}),
        text);
}

struct Wheel {
    Key<int> id;
};
struct Car {
    Key<int> id;
    List<Wheel> wheels;
};

TEST_CASE("mapping error: a collection without a counterpart lists the four ways out") {
    const std::string text = refusal<Car>();
    CHECK_MESSAGE(
        has(text, {"Car::wheels has no counterpart in Wheel", "linked", "owned", "by(\"…\")", "One<Car>"}), text);
}

struct Wife;
struct Husband {
    Key<int> id;
    One<Wife> wife;
};
struct Wife {
    Key<int> id;
    One<Husband> husband;
};

TEST_CASE("mapping error: one-to-one without a side that has the column") {
    const std::string text = refusal<Husband>();
    CHECK_MESSAGE(has(text, {"Husband::wife", "Wife::husband", "one-to-one", "owned", "by(\"…\")"}), text);
}

struct Leaf;
struct Tree {
    Key<int> id;
    List<Leaf, owned, pairs("branch")> leaves;
};
struct Leaf {
    Key<int> id;
    One<Tree> tree;
};

TEST_CASE("mapping error: pairs with a member that is not there names those that are") {
    const std::string text = refusal<Tree>();
    CHECK_MESSAGE(
        has(text, {"Tree::leaves", "\"branch\"", "Leaf has no relationship of that name", "pairs(\"tree\")"}), text);
}

struct Twice {
    Key<int> id;
    Mapped<int> a;
    Column<int, column("a")> b;
};

TEST_CASE("mapping error: two members with one column") {
    const std::string text = refusal<Twice>();
    CHECK_MESSAGE(has(text, {"Twice::b", "Twice::a", "the column a", "column(\"…\")"}), text);
}

struct Second;
struct First {
    static constexpr auto table = athanor::table("shared");
    Key<int> id;
    One<Second> second;
};
struct Second {
    static constexpr auto table = athanor::table("shared");
    Key<int> id;
};

TEST_CASE("mapping error: two classes with one table") {
    const std::string text = refusal<First>();
    CHECK_MESSAGE(has(text, {"First", "Second", "table shared"}), text);
}

struct Lonely;
struct Chaos {
    Mapped<int> number;
    List<Lonely> some;
};
struct Lonely {
    Key<int> id;
};

TEST_CASE("mapping error: all problems are in one message") {
    const std::string text = refusal<Chaos>();
    CHECK_MESSAGE(has(text, {"Chaos has no primary key", "Chaos::some has no counterpart"}), text);
}

struct Pointing {
    Key<int> id;
    Column<int, references("nowhere.id")> target;
};

TEST_CASE("mapping error: a foreign key to a table that nobody has") {
    const std::string text = refusal<Pointing>();
    CHECK_MESSAGE(has(text, {"Pointing::target", "nowhere"}), text);
}

struct Editor;
struct Article {
    Key<int> id;
    One<Editor, required, on_delete(set_null)> editor;
};
struct Editor {
    Key<int> id;
    List<Article> articles;
};
struct Desk {
    Key<int> id;
    Column<int, references("editor.id", on_delete(set_null))> editor_id;
    One<Editor> editor;
};

TEST_CASE("mapping error: a foreign key that is set to NULL has columns that may be NULL") {
    std::string text = refusal<Editor>();
    CHECK_MESSAGE(
        has(text, {"article", "on_delete(set_null)", "editor", "editor_id", "required", "std::optional"}), text);
    text = refusal<Desk>();
    CHECK_MESSAGE(has(text, {"table desk", "editor_id"}), text);
}

struct Seat {
    static constexpr auto table = athanor::table("seat", sqlite_without_rowid);
    Key<int> id;
};
struct Row {
    static constexpr auto table = athanor::table("row", sqlite_without_rowid);
    Key<int, not_generated> id;
};

TEST_CASE("mapping error: a table without rowids gives no keys") {
    const std::string text = refusal<Seat>();
    CHECK_MESSAGE(has(text, {"Seat::id", "sqlite_without_rowid", "not_generated"}), text);
    Engine db("sqlite://");
    create_all<Row>(db);
    Session session(db);
    session.add(Row{.id = 7});
    session.commit();
    CHECK(session.get<Row>(7));
}

} // namespace mapping_errors
