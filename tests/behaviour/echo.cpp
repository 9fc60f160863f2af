// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <sstream>

namespace echo {
using namespace athanor;
using support::has;

struct Secret {
    Key<int> id;
    Mapped<std::string> word;
};

TEST_CASE("echo: every statement is a line, parameters are counted but not shown") {
    Engine db("sqlite://");
    create_all<Secret>(db);
    std::ostringstream out;
    db.echo(out);
    Session session(db);
    session.add(Secret{.word = "sesame"});
    session.commit();
    const std::string text = out.str();
    CHECK_MESSAGE(has(text, {"BEGIN", "INSERT INTO \"secret\"", "[1 parameter]", "COMMIT\n"}), text);
    CHECK(text.find("sesame") == std::string::npos);
}

TEST_CASE("echo: parameters are shown when asked for, and it can be turned off") {
    Engine db("sqlite://");
    create_all<Secret>(db);
    std::string text;
    db.echo([&](std::string_view line) { text += line; });
    db.show_parameters();
    Session session(db);
    session.add(Secret{.word = "sesame"});
    session.flush();
    CHECK_MESSAGE(has(text, {"INSERT INTO", "sesame"}), text);
    text.clear();
    db.echo_off();
    session.commit();
    CHECK(text.empty());
}

TEST_CASE("echo: errors show parameters only when asked for") {
    Engine db("sqlite://");
    create_all<Secret>(db);
    Session session(db);
    const auto failing = [&] {
        session.rollback();
        return support::message<DatabaseError>(
            [&] { session.execute("INSERT INTO secret VALUES (1, ?), (1, '')", "sesame"); });
    };
    std::string text = failing();
    CHECK_MESSAGE(has(text, {"UNIQUE constraint failed: secret.id", "INSERT INTO secret"}), text);
    CHECK(text.find("sesame") == std::string::npos);
    db.show_parameters();
    CHECK(has(failing(), {"sesame"}));
}

} // namespace echo
