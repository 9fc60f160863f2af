// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include "athanor/engine/engine.hpp"
#include <initializer_list>
#include <string>
#include <vector>

namespace sqlite_support {
using namespace athanor;
using kernel::Connection;

inline std::vector<Value> row(Connection& connection, std::string_view sql, std::initializer_list<Value> params = {}) {
    std::vector<Cell> cells;
    for (const auto& param : params) cells.push_back(param.cell());
    auto cursor = connection.execute(sql, cells.data(), cells.size());
    std::vector<Value> values;
    if (cursor.next())
        for (std::size_t i = 0; i < cursor.column_count(); ++i) values.emplace_back(cursor.row()[i]);
    while (cursor.next()) {}
    return values;
}

inline std::int64_t count(Connection& connection) { return row(connection, "SELECT count(*) FROM t")[0].integer(); }

template <class E, class F> std::string message(F act) {
    try {
        act();
    } catch (const E& error) {
        return error.what();
    }
    return "nothing was thrown";
}

inline bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

struct Memory {
    Engine db{"sqlite://?busy_timeout=20"};
    Connection connection = db.connect();
    Memory() { connection.execute_script("CREATE TABLE t (id INTEGER PRIMARY KEY, x, y UNIQUE); -- done\n"); }
};

} // namespace sqlite_support
