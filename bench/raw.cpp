// SPDX-License-Identifier: MIT
// The workloads on the C API of SQLite, as a careful programmer writes them by hand: statements are prepared once, text
// is bound without a copy, and the connection has no mutex, as it is used by one thread.
#include "data.hpp"
#include "measure.hpp"
#include <cstring>
#include <sqlite3.h>
#include <string>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace {
using namespace bench;

struct Item {
    std::int64_t id = 0;
    int a = 0, b = 0;
    double d = 0;
    std::string s1, s2;
};
struct Child {
    std::int64_t id = 0;
    int a = 0;
    std::string name;
    std::int64_t parent_id = 0;
};
struct Parent {
    std::int64_t id = 0;
    std::string name;
    std::vector<Child> children;
};

class Database {
public:
    explicit Database(const char* name = ":memory:") {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
        check(sqlite3_open_v2(name, &handle_, flags, nullptr));
        execute("PRAGMA foreign_keys = ON");
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() { sqlite3_close_v2(handle_); }

    void execute(const std::string& sql) { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }
    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v3(handle_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
        return statement;
    }
    void check(int code) const {
        if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
        std::fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(handle_));
        std::exit(1);
    }
    void run(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        check(sqlite3_reset(statement));
    }
    bool next(sqlite3_stmt* statement) {
        const int code = sqlite3_step(statement);
        check(code);
        return code == SQLITE_ROW;
    }
    std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_); }

private:
    sqlite3* handle_ = nullptr;
};

std::string text(sqlite3_stmt* statement, int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}
void bind_text(sqlite3_stmt* statement, int index, const std::string& value) {
    sqlite3_bind_text(statement, index, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}

const std::string select_item = "SELECT id, a, b, d, s1, s2 FROM item";
void read(sqlite3_stmt* row, Item& item) {
    item.id = sqlite3_column_int64(row, 0);
    item.a = sqlite3_column_int(row, 1);
    item.b = sqlite3_column_int(row, 2);
    item.d = sqlite3_column_double(row, 3);
    item.s1 = text(row, 4);
    item.s2 = text(row, 5);
}
const std::string insert_item = "INSERT INTO item (a, b, d, s1, s2) VALUES (?, ?, ?, ?, ?)";
void bind(sqlite3_stmt* statement, const ItemValues& item) {
    sqlite3_bind_int(statement, 1, item.a);
    sqlite3_bind_int(statement, 2, item.b);
    sqlite3_bind_double(statement, 3, item.d);
    bind_text(statement, 4, item.s1);
    bind_text(statement, 5, item.s2);
}
void read(sqlite3_stmt* row, Child& child, int first = 0) {
    child.id = sqlite3_column_int64(row, first);
    child.a = sqlite3_column_int(row, first + 1);
    child.name = text(row, first + 2);
    child.parent_id = sqlite3_column_int64(row, first + 3);
}

std::vector<Item> load_items(Database& db) {
    std::vector<Item> loaded;
    auto* statement = db.prepare(select_item);
    while (db.next(statement)) read(statement, loaded.emplace_back());
    sqlite3_finalize(statement);
    return loaded;
}

Measured insert() {
    Database db;
    db.execute(item_table);
    const ItemSource source(items);
    const Section section;
    db.execute("BEGIN");
    auto* statement = db.prepare(insert_item);
    long long sum = 0;
    for (int i = 1; i <= items; ++i) {
        bind(statement, source[i]);
        db.run(statement);
        sum += db.last_id();
    }
    sqlite3_finalize(statement);
    db.execute("COMMIT");
    return section.stop(sum);
}

Measured load(int count) {
    Database db;
    db.execute(item_table);
    db.execute(fill_items(count));
    const Section section;
    const std::vector<Item> loaded = load_items(db);
    long long sum = 0;
    for (const Item& item : loaded) sum += item.a;
    return section.stop(sum);
}

Measured stream() {
    Database db;
    db.execute(item_table);
    db.execute(fill_items(items));
    const Section section;
    auto* statement = db.prepare(select_item);
    long long sum = 0;
    while (db.next(statement)) {
        Item item;
        read(statement, item);
        sum += item.a;
    }
    sqlite3_finalize(statement);
    return section.stop(sum);
}

Measured get() {
    Database db;
    db.execute(item_table);
    db.execute(fill_items(items));
    Keys keys;
    const Section section;
    auto* statement = db.prepare(select_item + " WHERE id = ?");
    std::vector<Item> loaded;
    long long sum = 0;
    for (int i = 0; i < gets; ++i) {
        sqlite3_bind_int64(statement, 1, keys.below_or_at(items));
        db.next(statement);
        read(statement, loaded.emplace_back());
        sum += loaded.back().a;
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return section.stop(sum);
}

void make_family(Database& db, int parent_count, int of_each) {
    for (const auto& sql :
        {parent_table, child_table, child_index, fill_parents(parent_count), fill_children(parent_count, of_each)})
        db.execute(sql);
}
std::vector<Parent> load_parents(Database& db) {
    std::vector<Parent> loaded;
    auto* statement = db.prepare("SELECT id, name FROM parent");
    while (db.next(statement)) {
        Parent& parent = loaded.emplace_back();
        parent.id = sqlite3_column_int64(statement, 0);
        parent.name = text(statement, 1);
    }
    sqlite3_finalize(statement);
    return loaded;
}
long long sum_of(const std::vector<Parent>& loaded) {
    long long sum = 0;
    for (const Parent& parent : loaded)
        for (const Child& child : parent.children) sum += child.a;
    return sum;
}

Measured children_by_select() {
    Database db;
    make_family(db, parents, children_of_each);
    const Section section;
    auto loaded = load_parents(db);
    auto* statement = db.prepare("SELECT id, a, name, parent_id FROM child WHERE parent_id = ? ORDER BY id");
    for (Parent& parent : loaded) {
        sqlite3_bind_int64(statement, 1, parent.id);
        while (db.next(statement)) read(statement, parent.children.emplace_back());
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return section.stop(sum_of(loaded));
}

Measured children_by_in() {
    Database db;
    make_family(db, parents, children_of_each);
    const Section section;
    auto loaded = load_parents(db);
    std::unordered_map<std::int64_t, Parent*> by_key;
    std::string sql = "SELECT id, a, name, parent_id FROM child WHERE parent_id IN (";
    for (Parent& parent : loaded) {
        sql += by_key.empty() ? "?" : ",?";
        by_key.emplace(parent.id, &parent);
    }
    auto* statement = db.prepare(sql + ")");
    int index = 0;
    for (const Parent& parent : loaded) sqlite3_bind_int64(statement, ++index, parent.id);
    Parent* parent = nullptr;
    while (db.next(statement)) {
        const std::int64_t key = sqlite3_column_int64(statement, 3);
        if (!parent || parent->id != key) parent = by_key[key];
        read(statement, parent->children.emplace_back());
    }
    sqlite3_finalize(statement);
    return section.stop(sum_of(loaded));
}

Measured children_by_join() {
    Database db;
    make_family(db, parents, children_of_each);
    const Section section;
    std::vector<Parent> loaded;
    auto* statement = db.prepare("SELECT p.id, p.name, c.id, c.a, c.name, c.parent_id FROM parent p "
                                 "LEFT JOIN child c ON c.parent_id = p.id ORDER BY p.id");
    while (db.next(statement)) {
        const std::int64_t id = sqlite3_column_int64(statement, 0);
        if (loaded.empty() || loaded.back().id != id) {
            Parent& parent = loaded.emplace_back();
            parent.id = id;
            parent.name = text(statement, 1);
        }
        if (sqlite3_column_type(statement, 2) != SQLITE_NULL) read(statement, loaded.back().children.emplace_back(), 2);
    }
    sqlite3_finalize(statement);
    return section.stop(sum_of(loaded));
}

Measured update() {
    Database db;
    db.execute(item_table);
    db.execute(fill_items(items));
    auto loaded = load_items(db);
    const Section section;
    long long sum = 0;
    for (Item& item : loaded) sum += item.b += 1;
    db.execute("BEGIN");
    auto* statement = db.prepare("UPDATE item SET b = ? WHERE id = ?");
    for (const Item& item : loaded) {
        sqlite3_bind_int(statement, 1, item.b);
        sqlite3_bind_int64(statement, 2, item.id);
        db.run(statement);
    }
    sqlite3_finalize(statement);
    db.execute("COMMIT");
    return section.stop(sum);
}

Measured erase() {
    Database db;
    make_family(db, 1, parents * children_of_each);
    const Section section;
    db.execute("BEGIN");
    auto* statement = db.prepare("DELETE FROM parent WHERE id = ?");
    sqlite3_bind_int64(statement, 1, 1);
    db.run(statement);
    sqlite3_finalize(statement);
    db.execute("COMMIT");
    return section.stop(1);
}

Measured transact() {
    const char* path = "bench-raw.db";
    for (const char* suffix : {"", "-wal", "-shm"}) unlink((std::string(path) + suffix).c_str());
    Database db(path);
    db.execute("PRAGMA journal_mode = WAL");
    db.execute("PRAGMA synchronous = NORMAL");
    db.execute(item_table);
    const ItemSource source(transactions);
    const Section section;
    auto *begin = db.prepare("BEGIN"), *commit = db.prepare("COMMIT"), *insert = db.prepare(insert_item),
         *select = db.prepare(select_item + " WHERE id = ?");
    long long sum = 0;
    for (int i = 1; i <= transactions; ++i) {
        db.run(begin);
        bind(insert, source[i]);
        db.run(insert);
        sqlite3_bind_int64(select, 1, db.last_id());
        db.next(select);
        Item item;
        read(select, item);
        sum += item.a;
        sqlite3_reset(select);
        db.run(commit);
    }
    for (auto* statement : {begin, commit, insert, select}) sqlite3_finalize(statement);
    return section.stop(sum);
}

Measured select_one() {
    Database db;
    for (const auto& sql : {item_table, item_index, fill_items(items)}) db.execute(sql);
    Keys keys;
    const Section section;
    auto* statement = db.prepare(select_item + " WHERE a = ?");
    long long sum = 0;
    for (int i = 0; i < selects; ++i) {
        sqlite3_bind_int(statement, 1, keys.below_or_at(items));
        while (db.next(statement)) {
            Item item;
            read(statement, item);
            sum += item.a;
        }
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return section.stop(sum);
}

} // namespace

int main(int count, char** arguments) {
    return run(count, arguments,
        {
            {"w1", insert},
            {"w2", [] { return load(items); }},
            {"w2_stream", stream},
            {"w3", get},
            {"w4_select", children_by_select},
            {"w4_in", children_by_in},
            {"w4_join", children_by_join},
            {"w5", update},
            {"w6", erase},
            {"w7", transact},
            {"w8", select_one},
            {"memory", [] { return load(many_items); }},
        });
}
