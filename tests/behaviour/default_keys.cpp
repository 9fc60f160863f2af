// SPDX-License-Identifier: MIT
// Keys that the database gives by a default come back to their objects.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <athanor/uuid.hpp>
#include <doctest/doctest.h>

namespace default_keys {
using namespace athanor;

struct Entry;
struct Token {
    Key<std::string, server_default("(lower(hex(randomblob(8))))")> id;
    Mapped<int> number;
    List<Entry, owned> entries;
};
struct Entry {
    Key<int> id;
    One<Token> token;
};
struct Ticket {
    Key<int> day;
    Key<int, server_default("9")> counter;
    Mapped<int> number;
};
struct Device {
    Key<Uuid, server_default("'018f33b7-6f00-7000-8000-000000000001'")> id;
};

struct Shop {
    Engine db{"sqlite://"};
    Session session{db};
    Shop() {
        create_all<Token>(db);
        create_all<Ticket>(db);
        create_all<Device>(db);
    }
};

TEST_CASE("default keys: an object knows the key that the default of its column gave") {
    Shop shop;
    std::vector<Ref<Token>> tokens;
    for (int i = 0; i < 300; ++i) tokens.push_back(shop.session.add(Token{.number = i}));
    shop.session.commit();
    CHECK(tokens[7]->id.get().size() == 16);
    for (const auto& token : tokens) {
        CHECK(shop.session.get<Token>(token->id.get()) == token);
        const auto rows = shop.session.execute("SELECT number FROM token WHERE id = ?", token->id.get()).rows;
        CHECK(rows.at(0).at(0).integer() == token->number.get());
    }
    tokens[5]->number = -5;
    shop.session.commit();
    CHECK(shop.session.select<Token>().where([](auto& t) { return t.number == -5; }).one() == tokens[5]);
}

TEST_CASE("default keys: what refers to the new row gets the key") {
    Shop shop;
    auto token = shop.session.add(Token{.number = 5, .entries = {make(Entry{}), make(Entry{})}});
    shop.session.commit();
    shop.session.expunge_all();
    CHECK(shop.session.select<Token>().one()->entries.size() == 2);
}

TEST_CASE("default keys: a part of a key may come from the database") {
    Shop shop;
    auto ticket = shop.session.add(Ticket{.day = 1, .number = 5});
    shop.session.commit();
    CHECK(ticket->counter == 9);
    CHECK(shop.session.get<Ticket>(1, 9) == ticket);
    auto device = shop.session.add(Device{});
    shop.session.commit();
    CHECK(to_string(device->id.get()) == "018f33b7-6f00-7000-8000-000000000001");
}

TEST_CASE("default keys: a rollback takes the keys back, and what the program had set stays") {
    Shop shop;
    auto ticket = shop.session.add(Ticket{.day = 1, .counter = 4, .number = 5});
    auto counted = shop.session.add(Ticket{.day = 2, .number = 5});
    shop.session.flush();
    CHECK(counted->counter == 9);
    shop.session.rollback();
    CHECK(ticket->counter == 4);
    CHECK(counted->day == 2);
    CHECK(counted->counter == 0);
    shop.session.execute("INSERT INTO ticket VALUES (2, 9, 0)");
    counted->day = 3;
    shop.session.add(counted);
    shop.session.commit();
    CHECK(shop.session.get<Ticket>(3, 9) == counted);
}

} // namespace default_keys
