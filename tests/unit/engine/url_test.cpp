// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/engine/engine.hpp"
#include "athanor/engine/url.hpp"
#include <doctest/doctest.h>

namespace url_test {
using athanor::Engine;
using athanor::Url;
using athanor::ValueError;

std::string refusal(std::string_view url) {
    try {
        Engine engine(url);
    } catch (const ValueError& error) {
        return error.what();
    }
    return "accepted";
}

TEST_CASE("a URL without a path is a database in memory") {
    const auto url = Url::parse("sqlite://");
    CHECK(url.engine == "sqlite");
    CHECK(url.memory);
    CHECK(Url::parse("sqlite::memory:").memory);
    CHECK(Url::parse("sqlite://?private=1").memory);
}

TEST_CASE("a path is what stands between the colon and the options") {
    CHECK(Url::parse("sqlite:blog.db").path == "blog.db");
    CHECK(Url::parse("sqlite:/var/blog.db?busy_timeout=10").path == "/var/blog.db");
    CHECK(Url::parse("sqlite:my%20blog%3F.db").path == "my blog?.db");
    CHECK(Url::parse("sqlite:100%.db").path == "100%.db");
    CHECK_FALSE(Url::parse("sqlite:blog.db").memory);
}

TEST_CASE("options keep their order and the last one counts") {
    const auto url = Url::parse("sqlite:x?a=1&b=2%263&a=4");
    REQUIRE(url.options.size() == 3);
    CHECK(*url.option("a") == "4");
    CHECK(*url.option("b") == "2&3");
    CHECK(url.option("c") == nullptr);
}

TEST_CASE("a wrong URL is refused with what a URL looks like") {
    for (const auto* wrong : {"", "blog.db", "sqlite:", ":x", "sqlite://blog.db", "sqlite:///blog.db", "sqlite:x?a",
             "sqlite:x?=1", "sqlite:a%00b", "?a:b"}) {
        CAPTURE(wrong);
        CHECK(refusal(wrong).find("a URL looks like sqlite://") != std::string::npos);
    }
}

TEST_CASE("an unknown engine, option or value is named and the known ones are listed") {
    CHECK(refusal("oracle:x").find("unknown engine 'oracle'") != std::string::npos);
    CHECK(refusal("oracle:x").find("this build has: sqlite") != std::string::npos);
    CHECK(refusal("sqlite:x?busy=1").find("unknown option 'busy'") != std::string::npos);
    CHECK(refusal("sqlite:x?busy=1").find("busy_timeout") != std::string::npos);
    CHECK(refusal("sqlite:x?mode=x").find("one of: ro rw rwc") != std::string::npos);
    CHECK(refusal("sqlite:x?busy_timeout=soon").find("milliseconds") != std::string::npos);
    CHECK(refusal("sqlite:x?private=1").find("sqlite:// only") != std::string::npos);
}

TEST_CASE("passwords are masked in URLs and in messages about them") {
    CHECK(Url::parse("postgresql://me:secret@host/db").masked() == "postgresql://me:***@host/db");
    CHECK(Url::parse("postgresql:db?password=secret&x=1").masked() == "postgresql:db?password=***&x=1");
    CHECK(refusal("oracle://me:secret@host/db").find("secret") == std::string::npos);
    CHECK(refusal("me//me:secret@host").find("secret") == std::string::npos);
}

} // namespace url_test
