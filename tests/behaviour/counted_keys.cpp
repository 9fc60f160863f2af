// SPDX-License-Identifier: MIT
// Many new rows are written by few statements, and every object gets the key of its own row.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <map>

namespace counted_keys {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Item {
    Key<std::int64_t> id;
    Mapped<int> number;
};
struct Note {
    Key<std::int64_t> id;
    Mapped<int> number;
};

template <class T> using Objects = std::vector<Ref<T>>;

struct Stock {
    Engine db{"sqlite://"};
    Session session{db};
    Stock() {
        create_all<Item>(db);
        create_all<Note>(db);
    }

    template <class T = Item> Objects<T> add(int first, int count) {
        Objects<T> objects;
        for (int i = 0; i < count; ++i) objects.push_back(session.add(T{.number = first + i}));
        return objects;
    }

    /// The rows say of every object's key the number that the object has.
    template <class T> bool own_rows(const Objects<T>& objects, const std::string& table) {
        std::map<std::int64_t, std::int64_t> numbers;
        for (const auto& row : session.execute("SELECT id, number FROM " + table).rows)
            numbers[row[0].integer()] = row[1].integer();
        return std::ranges::all_of(objects, [&](const Ref<T>& object) {
            const auto found = numbers.find(object->id.get());
            return found != numbers.end() && found->second == object->number.get();
        });
    }

    std::int64_t rows_of(const std::string& table) {
        return session.execute("SELECT count(*) FROM " + table).rows.at(0)[0].integer();
    }

    /// The table again, with a rule that leaves out rows of a number that is there.
    void ignore_twins() {
        session.execute("DROP TABLE item");
        session.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, number INTEGER UNIQUE ON CONFLICT IGNORE)");
        session.execute("INSERT INTO item VALUES (70, 7)");
        session.execute("INSERT INTO note VALUES (500, 0)"); // its key is the one inserted last
        session.commit();
    }
};

TEST_CASE_FIXTURE(Stock, "many new rows: two by themselves, then few statements, and each object has its row's key") {
    const Statements seen(db);
    const auto items = add(1, 300);
    session.flush();
    CHECK(seen.count("INSERT", "item") == 2 + 1 + 1 + 1 + 2); // and 256, 32, 8, and what is left over
    CHECK(own_rows(items, "item"));
    CHECK(rows_of("item") == 300);
}

TEST_CASE_FIXTURE(Stock, "many new rows: more than wait at once") {
    const auto items = add(1, 2500);
    session.flush();
    CHECK(own_rows(items, "item"));
    CHECK(rows_of("item") == 2500);
}

TEST_CASE_FIXTURE(Stock, "many new rows: any small number of them") {
    for (int count = 1; count <= 45; ++count) {
        const auto items = add(100 * count, count);
        session.flush();
        CHECK(own_rows(items, "item"));
    }
}

TEST_CASE_FIXTURE(Stock, "many new rows: two classes in turn, and keys that the program gives between them") {
    Objects<Item> items;
    Objects<Note> notes;
    for (int i = 0; i < 300; ++i) {
        items.push_back(session.add(Item{.number = i}));
        notes.push_back(session.add(Note{.number = 1000 + i}));
        if (i % 50 == 49) items.push_back(session.add(Item{.id = 10'000 + 10 * i, .number = -i}));
    }
    session.flush();
    CHECK(own_rows(items, "item"));
    CHECK(own_rows(notes, "note"));
    CHECK(items.back()->id == 10'000 + 10 * 299);
}

TEST_CASE_FIXTURE(Stock, "many new rows: a trigger that writes into another table") {
    session.execute("CREATE TRIGGER log AFTER INSERT ON item BEGIN "
                    "INSERT INTO note (number) VALUES (new.number); INSERT INTO note (number) VALUES (-1); END");
    const auto items = add(1, 300);
    const auto notes = add<Note>(1000, 40);
    session.flush();
    CHECK(own_rows(items, "item"));
    CHECK(own_rows(notes, "note"));
    CHECK(rows_of("note") == 2 * 300 + 40);
}

TEST_CASE_FIXTURE(Stock, "many new rows: a trigger that writes into the same table") {
    SUBCASE("always") {
        session.execute("CREATE TRIGGER twin AFTER INSERT ON item BEGIN "
                        "INSERT INTO item (number) VALUES (-new.number); END");
    }
    SUBCASE("from the hundredth row on") {
        session.execute("CREATE TRIGGER twin AFTER INSERT ON item WHEN new.number > 100 BEGIN "
                        "INSERT INTO item (number) VALUES (-new.number); END");
    }
    SUBCASE("a temporary one, on a name in other letters") {
        session.execute("CREATE TEMP TRIGGER twin BEFORE INSERT ON ITEM WHEN new.number > 100 BEGIN "
                        "INSERT INTO item (number) VALUES (-new.number); END");
    }
    const auto items = add(1, 300);
    session.flush();
    CHECK(own_rows(items, "item"));
    CHECK(rows_of("item") >= 500);
}

TEST_CASE_FIXTURE(Stock, "many new rows: a trigger that appears between two flushes is noticed") {
    add(1, 40);
    session.flush();
    session.execute("CREATE TRIGGER twin AFTER INSERT ON item WHEN new.number > 60 BEGIN "
                    "INSERT INTO item (number) VALUES (-new.number); END");
    const auto items = add(41, 40);
    session.flush();
    CHECK(own_rows(items, "item"));
}

TEST_CASE_FIXTURE(Stock, "many new rows: when the largest key is taken, keys are random, and each object has its own") {
    session.execute("INSERT INTO item VALUES (9223372036854775807, 0)");
    const auto items = add(1, 40);
    session.flush();
    CHECK(own_rows(items, "item"));
}

TEST_CASE_FIXTURE(Stock, "many new rows: close to the largest key they are not counted") {
    session.execute("INSERT INTO item VALUES (4611686018427387895, 0)"); // half of the largest: no longer counted
    auto items = add(1, 40);
    session.flush();
    CHECK(own_rows(items, "item"));
    session.execute("INSERT INTO item VALUES (9223372036854775800, 0)");
    items = add(100, 40);
    session.flush();
    CHECK(own_rows(items, "item"));
}

TEST_CASE_FIXTURE(Stock, "many new rows: one that the table leaves out is an error, and nothing is lost") {
    ignore_twins();
    Objects<Item> items;
    int twin = 0;
    SUBCASE("the first one") { twin = 0; }
    SUBCASE("the second one") { twin = 1; }
    SUBCASE("one of a batch") { twin = 20; }
    SUBCASE("the last one") { twin = 40; }
    for (int i = 0; i <= 40; ++i) items.push_back(session.add(Item{.number = i == twin ? 7 : 100 + i}));
    const std::string text = message<FlushError>([&] { session.flush(); });
    CHECK_MESSAGE(has(text, {"table item", "rows", "ON CONFLICT IGNORE"}), text);

    session.rollback();
    CHECK(rows_of("item") == 1);
    CHECK(std::ranges::all_of(items, [](const auto& item) { return state(item) == State::transient; }));
    items[static_cast<std::size_t>(twin)]->number = 99;
    session.add_all(items);
    session.commit();
    CHECK(own_rows(items, "item"));
    CHECK(rows_of("item") == 42);
}

TEST_CASE_FIXTURE(Stock, "one new row: when the table leaves it out it does not get another row's key") {
    ignore_twins();
    auto item = session.add(Item{.number = 7});
    CHECK_THROWS_AS(session.flush(), FlushError);
    session.rollback();
    CHECK(state(item) == State::transient);
    CHECK(item->number == 7);
}

} // namespace counted_keys
