// SPDX-License-Identifier: MIT
// Twelve tables that are there already are mapped as they are.
#include "behaviour/existing_schema.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/chrono.hpp>
#include <athanor/decimal.hpp>
#include <athanor/engine/connection.hpp>
#include <athanor/json.hpp>
#include <athanor/typed/functions.hpp>
#include <doctest/doctest.h>
#include <map>
#include <set>
#include <sstream>

namespace existing_schema {
using namespace athanor;
using namespace std::chrono_literals;
using std::chrono::sys_seconds;
using support::Statements;

struct User;
struct Group;
struct Order;
struct OrderLine;
struct Product;
struct ProductName;
struct Address;
struct Invoice;

struct Country {
    static constexpr auto table = athanor::table("T_COUNTRY", sqlite_without_rowid);
    Key<std::string, column("CODE")> code;
    Column<std::string, column("NAME"), unique_key> name;
    Column<bool, column("default"), server_default("0")> is_default;
    List<Product> products;
    List<Address> addresses;
};
struct User {
    Key<int, column("user id")> id;
    Column<std::string, column("select"), unique_key> login;
    Column<std::optional<std::string>, column("e-mail")> email;
    Column<sys_seconds, column("CREATED"), server_default("CURRENT_TIMESTAMP")> created;
    One<User, column("boss"), on_delete(set_null)> boss;
    List<User> team;
    Set<Group, via("user_x_group"), by("usr"), on_delete(cascade)> groups;
    List<Order> orders;
    List<Address, owned, passive_deletes> addresses;
};
struct Group {
    Key<int, column("no")> number;
    Column<std::string, column("where")> place;
    Set<User, via("user_x_group"), by("grp")> users;
};
// [options]
struct OrderLine {
    static constexpr auto table = athanor::table("Order Details");
    Key<int, column("o_year")> year;
    Key<int, column("o_no")> order_number;
    Key<std::int16_t, column("line")> number;
    One<Order, by("o_year", "o_no")> order;
    One<Product, column("Product Code"), required, on_update(cascade)> product;
    Column<int, column("qty"), server_default("1")> quantity;
    Mapped<Decimal<10, 2>> price;
};
struct Order {
    static constexpr auto table = athanor::table("Order", checks("state IN ('new', 'paid', 'gone')"), indexes("user"));
    Key<int> year;
    Key<int, column("no")> number;
    One<User, column("user"), required, on_delete(restricted)> user;
    Mapped<sys_seconds> when;
    Column<std::string, server_default("'new'")> state;
    List<OrderLine, owned, passive_deletes, on_update(cascade), order_by<&OrderLine::number>> lines;
    One<Invoice> invoice;
};
// [/options]
struct Product {
    static constexpr auto table = athanor::table("tblProducts");
    Key<std::string, column("Code")> code;
    Column<std::optional<std::string>, column("desc")> description;
    Column<std::optional<std::vector<std::byte>>, column("image.png"), deferred> image;
    Column<double, column("weight (kg)"), server_default("0.0")> weight;
    One<Country, column("made_in")> origin;
    Column<bool, server_default("FALSE")> discontinued;
    List<ProductName, owned, passive_deletes> names;
    List<OrderLine> sold;
};
struct ProductName {
    static constexpr auto table = athanor::table("tblProductNames");
    Key<std::string, column("Code")> code;
    Key<std::string, column("lang")> language;
    Mapped<std::string> text;
    One<Product, by("Code")> product;
};
struct Address {
    static constexpr auto table = athanor::table("address", unique_together("of", "kind"));
    Key<int, column("ADDR#")> id;
    One<User, column("of"), required> user;
    Column<std::string, server_default("''")> street;
    Column<std::string, column("country"), server_default("'DE'")> country_code;
    One<Country, by("country")> country;
    Mapped<std::string> kind;
};
struct Invoice {
    static constexpr auto table = athanor::table("invoice", unique_together("year", "no"));
    Key<int, column("invoice#")> number;
    One<Order, by("year", "no"), required> order;
    One<Address, column("to"), on_delete(set_null)> to;
    Column<Decimal<12, 2>, server_default("0")> total;
    Mapped<std::optional<std::chrono::year_month_day>> paid_on;
};
struct LogEntry {
    static constexpr auto table = athanor::table("log");
    Key<std::string, column("table")> table_name;
    Key<std::string> key;
    Key<std::chrono::sys_time<std::chrono::milliseconds>> at;
    Mapped<std::optional<nlohmann::json>> values;
};
struct Setting {
    static constexpr auto table = athanor::table("settings");
    Key<std::string> name;
    Column<std::string, server_default("(lower('NONE'))")> value;
    Mapped<std::optional<int>> scope;
};

struct Database {
    Engine db{"sqlite://"};
    Session session{db};
    Database() { db.connect().execute_script(ddl); }
    std::vector<std::vector<Value>> rows(const std::string& sql) { return session.execute(sql).rows; }
};

TEST_CASE_FIXTURE(Database, "existing schema: rows are read through every kind of key") {
    const auto bob = session.get<User>(2);
    CHECK(bob->login == "bob");
    CHECK((bob->created == std::chrono::sys_days(2020y / 1 / 2) + 3h + 4min + 6s));
    CHECK(bob->boss->team[0] == bob);
    CHECK(bob->groups.size() == 1);
    CHECK(session.get<Group>(20)->users.size() == 2);
    CHECK(bob->orders.size() == 2);
    const auto order = session.get<Order>(2023, 1);
    CHECK(order->user == bob);
    CHECK(order->lines.size() == 2);
    CHECK(order->lines[0]->price == Decimal<10, 2>("9.99"));
    CHECK(order->lines[1]->product->code == "B'2");
    CHECK(order->lines[1]->product->discontinued);
    CHECK(order->invoice->total == Decimal<12, 2>("119.98"));
    CHECK((order->invoice->paid_on == 2023y / 6 / 1));
    CHECK(order->invoice->to->country->name == "Germany");
    const auto product = session.get<Product>("A-1");
    CHECK(product->names.size() == 2);
    CHECK(product->image->size() == 4);
    CHECK(session.get<ProductName>("A-1", "fr")->product == product);
    CHECK(session.select<LogEntry>().one()->values->at("state") == "paid");
    CHECK(session.select<Setting>().one()->value == "none");
}

TEST_CASE_FIXTURE(Database, "existing schema: rows are written, and the database's own defaults and actions work") {
    const auto ann = session.get<User>(1);
    auto cid = session.add(User{.login = "cid", .boss = ann, .groups = {session.get<Group>(10)}});
    const auto product = session.get<Product>("A-1");
    auto order = session.add(Order{.year = 2025,
        .number = 7,
        .user = cid,
        .when = std::chrono::sys_days(2025y / 1 / 1),
        .lines = {make(OrderLine{.number = 1, .product = product, .price = Decimal<10, 2>("1.25")})}});
    cid->addresses.add(make(Address{.kind = "home"}));
    auto invoice = session.add(Invoice{.order = order, .to = cid->addresses[0]});
    session.add(LogEntry{.table_name = "x", .key = "y", .at = std::chrono::sys_days(2025y / 1 / 1)});
    session.add(Setting{.name = "size"});
    session.commit();
    session.expunge_all();
    order = session.get<Order>(2025, 7);
    CHECK(order->state == "new");
    CHECK(order->user->created > std::chrono::sys_days(2025y / 1 / 1));
    CHECK(order->lines[0]->quantity == 1);
    CHECK(order->invoice->to->country->code == "DE");
    CHECK(order->invoice->total == 0);
    CHECK(session.get<Setting>("size")->value == "none");
    order->lines[0]->product->weight = 2.5;
    order->user->groups.add(session.get<Group>(20));
    session.erase(order->invoice.ref());
    session.erase(order->lines[0]);
    session.commit();
    CHECK(rows("SELECT count(*) FROM \"Order Details\"")[0][0] == Value(3));
    session.erase(order);
    session.commit();
    CHECK(rows("SELECT count(*) FROM \"Order\"")[0][0] == Value(2));
}

TEST_CASE_FIXTURE(Database, "existing schema: queries go through the odd names") {
    from<OrderLine> line;
    CHECK(session.select(line)
              .where(line->order->user->boss->login == "ann" && line->product->origin->is_default == false)
              .order_by(desc(line->price))
              .all()
              .size() == 2);
    CHECK(session.select<User>()
              .where([](auto& u) { return u.groups.any([](auto& g) { return g.place == "here"; }); })
              .one()
              ->id == 1);
    CHECK(session.select<Order>()
              .where([](auto& o) { return o.when < sys_seconds(std::chrono::sys_days(2024y / 1 / 1)); })
              .count() == 1);
    CHECK(session.select<Product>().where([](auto& p) { return is_null(p.description) && p.weight < 1; }).count() == 1);
}

TEST_CASE_FIXTURE(Database, "existing schema: a deferred column is left out until it is read") {
    Statements statements(db);
    const auto products = session.select<Product>().order_by([](auto& p) -> auto& { return p.code; }).all();
    CHECK(statements.count("SELECT") == 1);
    CHECK(statements.text().find("image.png") == std::string::npos);
    CHECK(products[0]->image.has_value());
    CHECK(statements.count("SELECT") == 2);
    CHECK(statements.text().find("image.png") != std::string::npos);
    CHECK(products[0]->image->size() == 4);
    CHECK(statements.count("SELECT") == 2);
    products[1]->image = std::vector<std::byte>(3); // written without being read
    session.commit();
    CHECK(rows("SELECT length(\"image.png\") FROM tblProducts WHERE \"Code\" = 'B''2'")[0][0] == Value(3));
}

// ---- what describe_all says and what the database says

/// The lines below `  table name`, by table.
std::map<std::string, std::set<std::string>> described(const std::string& text) {
    std::map<std::string, std::set<std::string>> tables;
    std::istringstream in(text);
    std::set<std::string>* table = nullptr;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("  table "))
            table = &tables[line.substr(8)];
        else if (!line.starts_with("    "))
            table = nullptr; // members
        else if (table)
            table->insert(line.substr(4));
    }
    return tables;
}

/// What describe_all may call a column that the database has declared like this.
std::vector<std::string> types_for(std::string declared) {
    if (declared.starts_with("DECIMAL") || declared.starts_with("NUMERIC")) return {"decimal" + declared.substr(7)};
    if (declared == "BOOLEAN") return {"boolean"};
    if (declared == "REAL") return {"real"};
    if (declared == "BLOB") return {"blob"};
    if (declared == "DATE") return {"date"};
    if (declared == "JSON") return {"json"};
    if (declared.find("INT") != declared.npos) return {"integer", "smallint", "bigint", "boolean"};
    return {"text", "timestamp", "date", "json"};
}

class Catalogue {
public:
    explicit Catalogue(Session& session) : session_(session) {}

    std::set<std::string> tables() {
        std::set<std::string> names;
        for (const auto& row :
            session_.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").rows)
            names.insert(std::string(row[0].text()));
        return names;
    }
    /// Takes the lines away that say what the database says, and complains of those that are missing.
    void compare(const std::string& table, std::set<std::string>& lines) {
        CAPTURE(table);
        columns(table, lines);
        foreign_keys(table, lines);
        indexes(table, lines);
    }

private:
    std::vector<std::vector<Value>> pragma(const std::string& name, const std::string& of) {
        return session_.execute("SELECT * FROM pragma_" + name + "(?)", of).rows;
    }
    void take(std::set<std::string>& lines, const std::vector<std::string>& wanted) {
        for (const std::string& line : wanted)
            if (lines.erase(line)) return;
        FAIL_CHECK("not described: " << wanted[0]);
    }
    std::vector<std::string> key_of(const std::string& table) {
        std::map<std::int64_t, std::string> key;
        for (const auto& row : pragma("table_info", table))
            if (row[5].integer()) key[row[5].integer()] = std::string(row[1].text());
        std::vector<std::string> names;
        for (const auto& [place, name] : key) names.push_back(name);
        return names;
    }
    bool unique_alone(const std::string& table, const std::string& column) {
        for (const auto& index : pragma("index_list", table)) {
            if (index[3].text() != "u") continue;
            const auto columns = pragma("index_info", std::string(index[1].text()));
            if (columns.size() == 1 && columns[0][2].text() == column) return true;
        }
        return false;
    }
    void columns(const std::string& table, std::set<std::string>& lines) {
        const std::size_t keys = key_of(table).size();
        for (const auto& row : pragma("table_info", table)) {
            const std::string name(row[1].text());
            const bool key = row[5].integer() != 0;
            const bool generated = key && keys == 1 && row[2].text() == "INTEGER";
            std::string rest = key ? ", primary key" : "";
            if (generated) rest += ", generated";
            if (row[3].integer() && !key) rest += ", not null";
            if (unique_alone(table, name)) rest += ", unique";
            if (!row[4].is_null()) {
                const std::string text(row[4].text());
                rest += ", default " + (text.find('(') == text.npos ? text : "(" + text + ")");
            }
            std::vector<std::string> wanted;
            for (const std::string& type : types_for(std::string(row[2].text())))
                wanted.push_back(name + " " + type + rest);
            take(lines, wanted);
        }
    }
    void foreign_keys(const std::string& table, std::set<std::string>& lines) {
        struct Found {
            std::string target, columns, target_columns, on_update, on_delete;
        };
        std::map<std::int64_t, Found> keys;
        for (const auto& row : pragma("foreign_key_list", table)) {
            Found& key = keys[row[0].integer()];
            const auto place = static_cast<std::size_t>(row[1].integer());
            key.target = row[2].text();
            const std::string target(row[4].is_null() ? key_of(key.target)[place] : std::string(row[4].text()));
            key.columns += (place ? ", " : "") + std::string(row[3].text());
            key.target_columns += (place ? ", " : "") + target;
            key.on_update = action(" on update ", row[5].text());
            key.on_delete = action(" on delete ", row[6].text());
        }
        for (const auto& [id, key] : keys)
            take(lines,
                {"(" + key.columns + ") references " + key.target + "(" + key.target_columns + ")" + key.on_delete +
                    key.on_update});
    }
    static std::string action(const std::string& event, std::string_view name) {
        if (name == "NO ACTION") return "";
        std::string lower = event;
        for (const char letter : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        return lower;
    }
    void indexes(const std::string& table, std::set<std::string>& lines) {
        for (const auto& index : pragma("index_list", table)) {
            std::string names;
            const auto columns = pragma("index_info", std::string(index[1].text()));
            for (const auto& column : columns) names += (names.empty() ? "" : ", ") + std::string(column[2].text());
            if (index[3].text() == "u" && columns.size() > 1) take(lines, {"unique (" + names + ")"});
            if (index[3].text() == "c") take(lines, {"index (" + names + ")"});
        }
    }
    Session& session_;
};

TEST_CASE_FIXTURE(Database, "existing schema: the mapping agrees with the catalogue of the database, line by line") {
    auto tables = described(describe_all<Country>() + describe_all<LogEntry>() + describe_all<Setting>());
    Catalogue catalogue(session);
    std::set<std::string> names;
    for (const auto& [name, lines] : tables) names.insert(name);
    CHECK(names == catalogue.tables());
    CHECK(names.size() == 12);
    for (auto& [name, lines] : tables) {
        catalogue.compare(name, lines);
        lines.erase("check (state IN ('new', 'paid', 'gone'))"); // SQLite does not list them
        lines.erase("option sqlite_without_rowid");
        for (const std::string& line : lines) FAIL_CHECK("the database does not have: " << name << ": " << line);
    }
}

TEST_CASE("existing schema: tables made from the mapping agree with it, too") {
    Engine db("sqlite://");
    create_all<Country>(db);
    create_all<LogEntry>(db);
    create_all<Setting>(db);
    Session session(db);
    auto tables = described(describe_all<Country>());
    Catalogue catalogue(session);
    CHECK(catalogue.tables().size() == 12);
    for (auto& [name, lines] : tables) catalogue.compare(name, lines);
}

} // namespace existing_schema
