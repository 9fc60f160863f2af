// SPDX-License-Identifier: MIT
#include "schema.hpp"
#include "zoo.hpp"
#include <iostream>
#include <string>
#include <vector>

namespace conformance {

const char* const schema = R"sql(
CREATE TABLE users      (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER);
CREATE TABLE addresses  (id INTEGER PRIMARY KEY, email TEXT NOT NULL, user_id INTEGER REFERENCES users(id));
CREATE TABLE orders     (id INTEGER PRIMARY KEY, code TEXT NOT NULL, total INTEGER);
CREATE TABLE lines      (id INTEGER PRIMARY KEY, sku TEXT NOT NULL, qty INTEGER, order_id INTEGER NOT NULL REFERENCES orders(id));
CREATE TABLE teams      (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE players    (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rating INTEGER, team_id INTEGER REFERENCES teams(id));
CREATE TABLE items      (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE notes      (id INTEGER PRIMARY KEY, keyword TEXT, text TEXT, item_id INTEGER NOT NULL REFERENCES items(id));
CREATE TABLE marks      (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, item_id INTEGER REFERENCES items(id));
CREATE TABLE students   (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE courses    (code TEXT NOT NULL PRIMARY KEY, title TEXT);
CREATE TABLE enrollments(student_id INTEGER NOT NULL REFERENCES students(id), course_code TEXT NOT NULL REFERENCES courses(code), PRIMARY KEY (student_id, course_code));
CREATE TABLE nodes      (id INTEGER PRIMARY KEY, name TEXT, parent_id INTEGER REFERENCES nodes(id));
CREATE TABLE persons    (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE passports  (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, person_id INTEGER REFERENCES persons(id));
CREATE TABLE authors    (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts      (id INTEGER PRIMARY KEY, title TEXT NOT NULL, score INTEGER, author_id INTEGER REFERENCES authors(id));
CREATE TABLE accounts   (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE entries    (id INTEGER PRIMARY KEY, memo TEXT, amount INTEGER, account_id INTEGER REFERENCES accounts(id) ON DELETE CASCADE);
CREATE TABLE orgs       (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE members    (id INTEGER PRIMARY KEY, name TEXT NOT NULL, org_id INTEGER REFERENCES orgs(id) ON DELETE CASCADE);
CREATE TABLE shelves    (id INTEGER PRIMARY KEY, label TEXT);
CREATE TABLE books      (id INTEGER PRIMARY KEY, title TEXT NOT NULL, shelf_id INTEGER REFERENCES shelves(id));
CREATE TABLE parts      (id INTEGER PRIMARY KEY, code TEXT, shelf_id INTEGER REFERENCES shelves(id) ON DELETE SET NULL);
CREATE TABLE depts      (id INTEGER PRIMARY KEY, name TEXT, head_id INTEGER REFERENCES emps(id));
CREATE TABLE emps       (id INTEGER PRIMARY KEY, name TEXT, dept_id INTEGER REFERENCES depts(id));
CREATE TABLE a          (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE b          (id INTEGER PRIMARY KEY, key TEXT, a_id INTEGER NOT NULL REFERENCES a(id));
CREATE TABLE c          (id INTEGER PRIMARY KEY, value INTEGER, b_id INTEGER NOT NULL REFERENCES b(id));
CREATE TABLE playlists  (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE tracks     (id INTEGER PRIMARY KEY, title TEXT, pos INTEGER, playlist_id INTEGER REFERENCES playlists(id));
CREATE TABLE stocks     (site TEXT NOT NULL, sku TEXT NOT NULL, qty INTEGER, PRIMARY KEY (site, sku));
CREATE TABLE moves      (id INTEGER PRIMARY KEY, delta INTEGER, site TEXT, sku TEXT, FOREIGN KEY (site, sku) REFERENCES stocks(site, sku) ON UPDATE CASCADE);
)sql";

const std::string_view tables[33] = {
    "users",
    "addresses",
    "orders",
    "lines",
    "teams",
    "players",
    "items",
    "notes",
    "marks",
    "students",
    "courses",
    "enrollments",
    "nodes",
    "persons",
    "passports",
    "authors",
    "posts",
    "accounts",
    "entries",
    "orgs",
    "members",
    "shelves",
    "books",
    "parts",
    "depts",
    "emps",
    "a",
    "b",
    "c",
    "playlists",
    "tracks",
    "stocks",
    "moves",
};

namespace {

using athanor::create_all;
using athanor::Engine;

// Every row of a query as one line, without the columns that only number things.
std::vector<std::string> lines(athanor::kernel::Connection& connection, const std::string& sql) {
    std::vector<std::string> found;
    auto cursor = connection.execute(sql);
    while (cursor.next()) {
        std::string line;
        for (std::size_t i = 0; i < cursor.column_count(); ++i)
            line += (i ? " " : "") + athanor::to_string(cursor.row()[i]);
        found.push_back(std::move(line));
    }
    return found;
}

std::vector<std::string> describe_table(athanor::kernel::Connection& connection, std::string_view table) {
    const std::string name = "('" + std::string(table) + "')";
    auto found =
        lines(connection, "SELECT name, type, \"notnull\" OR pk > 0, dflt_value, pk FROM pragma_table_info" + name);
    for (auto& line : lines(connection,
             "SELECT \"from\", \"table\", coalesce(\"to\", 'id'), on_update, on_delete FROM pragma_foreign_key_list" +
                 name + " ORDER BY 1"))
        found.push_back("foreign key " + line);
    for (auto& line : lines(connection,
             "SELECT l.origin, i.name FROM pragma_index_list" + name +
                 " l, pragma_index_info(l.name) i WHERE l.origin <> 'pk' ORDER BY 2"))
        found.push_back("index " + line);
    return found;
}

template <class... Classes> void create(const Engine& engine) { (create_all<Classes>(engine), ...); }

} // namespace

bool check_schema() {
    const Engine wanted_engine("sqlite://?private=1"), made_engine("sqlite://?private=1");
    {
        auto connection = wanted_engine.connect();
        connection.execute_script(schema);
    }
    using namespace zoo;
    create<User, Order, Team, Item, Note, Mark, Student, Node, Person, Author, Post, Account, Entry, Org, Shelf, Dept,
        A, B, Playlist, Track, Stock>(made_engine);
    auto wanted = wanted_engine.connect(), made = made_engine.connect();
    bool same = true;
    for (const std::string_view table : tables) {
        const auto expected = describe_table(wanted, table), found = describe_table(made, table);
        if (expected == found) continue;
        same = false;
        std::cout << table << "\n  expected:\n";
        for (const auto& line : expected) std::cout << "    " << line << '\n';
        std::cout << "  made:\n";
        for (const auto& line : found) std::cout << "    " << line << '\n';
    }
    return same;
}

} // namespace conformance
