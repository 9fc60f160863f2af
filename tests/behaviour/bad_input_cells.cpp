// SPDX-License-Identifier: MIT
// Cells that do not fit, and values that must come back whole.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <cstdint>
#include <doctest/doctest.h>

namespace bad_input_cells {
using namespace athanor;
using support::has;
using support::message;
using namespace std::string_literals;
struct Part;

struct Thing {
    Key<int> id;
    Mapped<int> size;
    Mapped<std::string> name;
    Mapped<bool> flag;
    List<Part, owned> parts;
};
struct Part {
    Key<int> id;
    Mapped<std::optional<int>> weight;
    One<Thing> thing;
};

struct Things {
    Engine db{"sqlite://"};
    Session session{db};
    Things() {
        session.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, size, name, flag)");
        session.execute("CREATE TABLE part (id INTEGER PRIMARY KEY, weight, thing_id)");
        session.execute("INSERT INTO thing VALUES (1, 5, 'good', 1)");
    }
    void set(const std::string& assignment) { session.execute("UPDATE thing SET " + assignment); }
    /// The object is not in memory before and behind it.
    std::string refusal() {
        std::string text = message<DecodeError>([&] { session.select<Thing>().all(); });
        CHECK(message<DecodeError>([&] { session.get<Thing>(1); }) != "nothing was thrown");
        set("size = 5, name = 'good', flag = 1");
        CHECK(session.get<Thing>(1)->size == 5); // the session goes on
        session.expunge_all();
        return text;
    }
};

TEST_CASE_FIXTURE(Things, "bad input: 2^40 does not fit an int, and the error names column, key, value and member") {
    set("size = 1099511627776");
    const std::string text = refusal();
    CHECK_MESSAGE(has(text, {"thing.size", "key 1", "1099511627776", "Thing::size", "int"}), text);
}

TEST_CASE_FIXTURE(Things, "bad input: a text in an integer column is an error, even when it reads like a number") {
    set("size = 'many'");
    std::string text = refusal();
    CHECK_MESSAGE(has(text, {"thing.size", "key 1", "many", "Thing::size"}), text);
    set("size = '12'");
    CHECK(has(refusal(), {"thing.size"}));
    set("size = 2.5");
    CHECK(has(refusal(), {"thing.size", "2.5"}));
    set("name = 7");
    CHECK(has(refusal(), {"thing.name", "7", "Thing::name", "std::string"}));
    set("flag = 2");
    CHECK(has(refusal(), {"thing.flag", "2", "Thing::flag", "bool"}));
}

TEST_CASE_FIXTURE(Things, "bad input: NULL does not fit a member that is no optional") {
    set("size = NULL");
    CHECK(has(refusal(), {"thing.size", "NULL", "Thing::size"}));
    set("name = NULL");
    CHECK(has(refusal(), {"thing.name", "NULL", "Thing::name"}));
}

TEST_CASE_FIXTURE(Things, "bad input: a bad cell in a collection leaves the collection unloaded") {
    session.execute("INSERT INTO part VALUES (1, 3, 1), (2, 'heavy', 1)");
    auto thing = session.get<Thing>(1);
    for (int attempt = 0; attempt < 2; ++attempt) {
        const std::string text = message<DecodeError>([&] { (void)thing->parts.size(); });
        CHECK_MESSAGE(has(text, {"part.weight", "key 2", "heavy", "Part::weight"}), text);
    }
    CHECK_THROWS_AS(session.select<Thing>().with<&Thing::parts>().all(), DecodeError);
    session.execute("UPDATE part SET weight = 4 WHERE id = 2");
    CHECK(thing->parts.size() == 2);
    CHECK(thing->parts[1]->weight == 4);
}

TEST_CASE_FIXTURE(Things, "bad input: a bad cell met by a refresh is an error each time, until it is mended") {
    auto thing = session.get<Thing>(1);
    set("size = 'x'");
    CHECK_THROWS_AS(session.refresh(thing), DecodeError);
    CHECK_THROWS_AS((void)thing->size.get(), DecodeError);
    set("size = 6");
    CHECK(thing->size == 6);
}

TEST_CASE_FIXTURE(Things, "bad input: NUL bytes in a text are kept") {
    const std::string text = "a\0b\0"s;
    auto thing = session.get<Thing>(1);
    thing->name = text;
    session.commit();
    session.expunge_all();
    CHECK(session.get<Thing>(1)->name.get().size() == 4);
    CHECK((session.get<Thing>(1)->name == text));
    CHECK(session.select<Thing>().where([&](auto& t) { return t.name == text; }).count() == 1);
    CHECK(session.select<Thing>().where([](auto& t) { return t.name == "a"; }).count() == 0);
}

TEST_CASE_FIXTURE(Things, "bad input: an integer that does not fit its member is refused by the assignment") {
    auto thing = session.get<Thing>(1);
    const std::int64_t large = std::int64_t{1} << 40;
    const std::string text = message<ValueError>([&] { thing->size = large; });
    CHECK_MESSAGE(has(text, {"Thing.size", "1099511627776", "32-bit integer"}), text);
    CHECK(thing->size == 5);
    CHECK_THROWS_AS(thing->size += large, ValueError);
    CHECK_THROWS_AS((void)Thing{.size = large}, ValueError);
    CHECK(session.get<Thing>(1)->size == 5);
    CHECK(session.get<Thing>(large) == nullptr);
}

} // namespace bad_input_cells
