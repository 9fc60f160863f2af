"""Writes programs with many classes of eight columns, two relationships and three queries each.

Class i refers to class i - 1 and holds a list of objects of class i + 1, in a circle. Each program makes the tables,
inserts, updates, queries and follows both relationships for every class.
"""

COLUMNS = (("name", "std::string", "TEXT NOT NULL"), ("email", "std::optional<std::string>", "TEXT"),
           ("age", "int", "INTEGER NOT NULL"), ("score", "double", "REAL NOT NULL"),
           ("active", "bool", "BOOLEAN NOT NULL"), ("city", "std::string", "TEXT NOT NULL"),
           ("created", "std::int64_t", "INTEGER NOT NULL"))  # and the key


def athanor_program(classes):
    names = [f"Entity{i}x" for i in range(classes)]
    lines = ["#include <athanor/athanor.hpp>", "using namespace athanor;"]
    lines += [f"struct {name};" for name in names]
    for i, name in enumerate(names):
        before, after = names[i - 1], names[(i + 1) % classes]
        lines.append(f"struct {name} {{ Key<int> id; " + " ".join(f"Mapped<{t}> {c};" for c, t, _ in COLUMNS) +
                     f" One<{before}> source; List<{after}> results; }};")
    for name in names:
        def query(number, parameter, condition):
            lines.append(f"auto query_{name}_{number}(Session& session, {parameter}) {{ return session.select<{name}>()"
                         f".where([&](auto& e) {{ return {condition}; }}).all(); }}")
        query(0, "const std::string& city", "e.city == city && e.age > 17")
        query(1, "double score", "e.score > score || e.active == true")
        query(2, "const std::string& name", "like(e.name, name) && e.email != std::nullopt")
        lines.append(f"""std::size_t use_{name}(Session& session) {{
    auto entity = session.add({name}{{.name = "ed", .age = 21, .score = 1.5, .active = true, .city = "Oslo"}});
    session.flush();
    entity->age += 1;
    session.flush();
    return query_{name}_0(session, "Oslo").size() + query_{name}_1(session, 1).size() + query_{name}_2(session, "e%").size()
        + entity->results.size() + (entity->source ? 1 : 0);
}}""")
    calls = "".join(f"\n    rows += use_{name}(session);" for name in names)
    lines.append(f"""int main() {{
    Engine db("sqlite://");
    create_all<{names[0]}>(db);
    Session session(db);
    std::size_t rows = 0;{calls}
    session.commit();
    return rows == {2 * classes} ? 0 : 1;
}}""")
    return "\n".join(lines) + "\n"


RAW_FRAME = """#include <cstdint>
#include <cstdlib>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <vector>
struct Statement {
    sqlite3_stmt* handle = nullptr;
    Statement(sqlite3* db, const char* sql) { check(sqlite3_prepare_v2(db, sql, -1, &handle, nullptr)); }
    Statement(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(handle); }
    static void check(int code) { if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) std::abort(); }
    bool step() { const int code = sqlite3_step(handle); check(code); return code == SQLITE_ROW; }
    void bind(int i, std::int64_t v) { check(sqlite3_bind_int64(handle, i, v)); }
    void bind(int i, double v) { check(sqlite3_bind_double(handle, i, v)); }
    void bind(int i, const std::string& v) {
        check(sqlite3_bind_text(handle, i, v.data(), static_cast<int>(v.size()), SQLITE_TRANSIENT));
    }
    void bind(int i, const std::optional<std::string>& v) { if (v) bind(i, *v); else check(sqlite3_bind_null(handle, i)); }
    void bind(int i, const std::optional<std::int64_t>& v) { if (v) bind(i, *v); else check(sqlite3_bind_null(handle, i)); }
    std::string text(int i) {
        return {reinterpret_cast<const char*>(sqlite3_column_text(handle, i)),
                static_cast<std::size_t>(sqlite3_column_bytes(handle, i))};
    }
    bool null(int i) { return sqlite3_column_type(handle, i) == SQLITE_NULL; }
};
"""


def raw_program(classes):
    names = [f"Entity{i}x" for i in range(classes)]
    columns = [c for c, _, _ in COLUMNS] + ["source_id"]
    lines = [RAW_FRAME]
    for i, name in enumerate(names):
        before, after = names[i - 1], names[(i + 1) % classes]
        all_columns = "id, " + ", ".join(columns)
        lines.append(f"struct {name} {{ std::int64_t id = 0; " + " ".join(f"{t} {c}{{}};" for c, t, _ in COLUMNS) +
                     " std::optional<std::int64_t> source_id; };")
        binds = "".join(f"\n    s.bind({k}, {cast(c)});" for k, c in enumerate(columns, 1))
        marks = ", ".join("?" * len(columns))
        sets = ", ".join(f"{c} = ?" for c in columns)
        lines.append(f"""
void bind(Statement& s, const {name}& e) {{{binds}
}}
void insert(sqlite3* db, {name}& e) {{
    Statement s(db, "INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})");
    bind(s, e);
    s.step();
    e.id = sqlite3_last_insert_rowid(db);
}}
void update(sqlite3* db, const {name}& e) {{
    Statement s(db, "UPDATE {name} SET {sets} WHERE id = ?");
    bind(s, e);
    s.bind({len(columns) + 1}, e.id);
    s.step();
}}
void read(Statement& s, {name}& e) {{
    e.id = sqlite3_column_int64(s.handle, 0);
    e.name = s.text(1);
    if (!s.null(2)) e.email = s.text(2);
    e.age = sqlite3_column_int(s.handle, 3);
    e.score = sqlite3_column_double(s.handle, 4);
    e.active = sqlite3_column_int(s.handle, 5) != 0;
    e.city = s.text(6);
    e.created = sqlite3_column_int64(s.handle, 7);
    if (!s.null(8)) e.source_id = sqlite3_column_int64(s.handle, 8);
}}""")

        def query(function, parameter, condition, table=name):
            lines.append(f"""std::vector<{table}> {function}(sqlite3* db, {parameter}) {{
    Statement s(db, "SELECT {all_columns} FROM {table} WHERE {condition}");
    s.bind(1, value);
    std::vector<{table}> found;
    while (s.step()) read(s, found.emplace_back());
    return found;
}}""")
        query(f"query_{name}_0", "const std::string& value", "city = ? AND age > 17")
        query(f"query_{name}_1", "double value", "score > ? OR active = 1")
        query(f"query_{name}_2", "const std::string& value", "name LIKE ? AND email IS NOT NULL")
        query(f"{name}_with_id", "std::int64_t value", "id = ?")
        query(f"{name}_with_source", "std::int64_t value", "source_id = ?")
        ddl = ", ".join(f"{c} {t}" for c, _, t in COLUMNS)
        lines.append(f"""void create_{name}(sqlite3* db) {{
    Statement(db, "CREATE TABLE {name} (id INTEGER PRIMARY KEY, {ddl}, source_id INTEGER REFERENCES {before} (id))").step();
}}""")
    for i, name in enumerate(names):
        before, after = names[i - 1], names[(i + 1) % classes]
        lines.append(f"""std::size_t use_{name}(sqlite3* db) {{
    {name} entity{{.name = "ed", .email = {{}}, .age = 21, .score = 1.5, .active = true, .city = "Oslo", .source_id = {{}}}};
    insert(db, entity);
    entity.age += 1;
    update(db, entity);
    return query_{name}_0(db, "Oslo").size() + query_{name}_1(db, 1).size() + query_{name}_2(db, "e%").size()
        + {after}_with_source(db, entity.id).size()
        + (entity.source_id ? {before}_with_id(db, *entity.source_id).size() : 0);
}}""")
    creates = "".join(f"\n    create_{name}(db);" for name in names)
    calls = "".join(f"\n    rows += use_{name}(db);" for name in names)
    lines.append(f"""int main() {{
    sqlite3* db = nullptr;
    Statement::check(sqlite3_open(":memory:", &db));{creates}
    Statement(db, "BEGIN").step();
    std::size_t rows = 0;{calls}
    Statement(db, "COMMIT").step();
    sqlite3_close(db);
    return rows == {2 * classes} ? 0 : 1;
}}""")
    return "\n".join(lines) + "\n"


def cast(column):
    if column in ("age", "active"):
        return f"std::int64_t(e.{column})"
    return f"e.{column}"
