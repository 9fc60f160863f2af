// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include <doctest/doctest.h>

using namespace athanor;

TEST_CASE("an error gathers context while it rises") {
    try {
        try {
            throw IntegrityError("UNIQUE constraint failed: users.name", "sqlite", 2067, "23505");
        } catch (Error& error) {
            error.add_context("while inserting into users");
            throw;
        }
    } catch (const DatabaseError& error) {
        CHECK(std::string(error.what()) == "UNIQUE constraint failed: users.name\n  while inserting into users");
        CHECK(error.native_code() == 2067);
        CHECK(error.sqlstate() == "23505");
    }
}

TEST_CASE("a missing key and a missing position are usage errors, and the usual handler catches them") {
    CHECK_THROWS_AS(throw KeyError("no key 'a'"), UsageError);
    bool caught = false;
    try {
        throw IndexError("no position 3");
    } catch (const std::exception& error) {
        caught = std::string(error.what()) == "no position 3";
    }
    CHECK(caught);
}
