// SPDX-License-Identifier: MIT
// A database that is not what the program takes it for.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace bad_input_database {
using namespace athanor;
using support::has;
using support::message;

struct Thing {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<int> size;
};

bool usable(Session& session) { return session.execute("SELECT 1").rows.size() == 1; }

TEST_CASE("bad input: a table that is not there is named with the statement, and the session goes on") {
    Engine db("sqlite://");
    Session session(db);
    for (int attempt = 0; attempt < 2; ++attempt) {
        std::string text = message<OperationalError>([&] { session.select<Thing>().all(); });
        CHECK_MESSAGE(has(text, {"no such table: thing", "create_all()", "SELECT"}), text);
        text = message<OperationalError>([&] { session.get<Thing>(1); });
        CHECK_MESSAGE(has(text, {"no such table: thing"}), text);
        CHECK_THROWS_AS((void)session.select<Thing>().count(), OperationalError);
    }
    CHECK(usable(session));
    session.commit();
    create_all<Thing>(db);
    CHECK(session.select<Thing>().count() == 0);
}

TEST_CASE("bad input: a column that is not there is named, on reading and on writing") {
    Engine db("sqlite://");
    Session session(db);
    session.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
    session.commit();
    std::string text = message<OperationalError>([&] { session.select<Thing>().all(); });
    CHECK_MESSAGE(has(text, {"no such column", "size", "differs from the mapping"}), text);
    CHECK(usable(session));
    session.add(Thing{.name = "a", .size = 1});
    text = message<OperationalError>([&] { session.flush(); });
    CHECK_MESSAGE(has(text, {"no column named size", "INSERT INTO \"thing\""}), text);
    session.rollback();
    CHECK(usable(session));
}

TEST_CASE("bad input: a misspelt column in SQL text is an error, not a text") {
    Engine db("sqlite://");
    create_all<Thing>(db);
    Session session(db);
    CHECK_THROWS_AS(session.execute("SELECT * FROM thing WHERE \"nmae\" = 'x'"), OperationalError);
    const std::string text = message<OperationalError>([&] { session.execute("SELEKT 1"); });
    CHECK_MESSAGE(has(text, {"SELEKT", "syntax error"}), text);
    CHECK(usable(session));
}

TEST_CASE("bad input: a URL that cannot be read says how one looks") {
    for (const char* url : {"", "blog.db", "sqlite:", "sqlite:///blog.db", "nonsense://x", "sqlite:x.db?colour=red"}) {
        CAPTURE(url);
        CHECK_THROWS_AS(Engine{url}, ValueError);
    }
    const std::string text = message<ValueError>([] { Engine("blog.db"); });
    CHECK_MESSAGE(has(text, {"'blog.db'", "does not begin with an engine", "sqlite:blog.db"}), text);
    CHECK(has(message<ValueError>([] { Engine("oracle://x"); }), {"oracle"}));
}

TEST_CASE("bad input: a file that cannot be opened is an error of the first use, and names it") {
    Engine db("sqlite:no/such/folder/x.db");
    Session session(db);
    const std::string text = message<ConnectionError>([&] { session.select<Thing>().all(); });
    CHECK_MESSAGE(has(text, {"no/such/folder/x.db", "directory"}), text);
    CHECK_THROWS_AS(session.execute("SELECT 1"), ConnectionError);
    CHECK_THROWS_AS(create_all<Thing>(db), ConnectionError);
}

} // namespace bad_input_database
