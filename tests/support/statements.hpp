// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/engine.hpp"
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// What a database is asked for while this object lives: `Statements seen(db); …; CHECK(seen.count("SELECT") == 1);`
class Statements {
public:
    explicit Statements(athanor::Engine& db)
        : observation_(db.observe([this](const athanor::StatementEvent& event) {
              statements_.push_back({std::string(event.verb), std::string(event.sql)});
          })) {}
    Statements(const Statements&) = delete;
    Statements& operator=(const Statements&) = delete;

    /// Statements that read or write rows: what is not of a transaction.
    std::size_t count() const { return count("SELECT") + writes(); }
    std::size_t writes() const { return count("INSERT") + count("UPDATE") + count("DELETE"); }
    std::size_t count(std::string_view verb) const {
        return static_cast<std::size_t>(std::ranges::count(statements_, verb, &Statement::verb));
    }
    /// Those on this table; of a SELECT it is the first one.
    std::size_t count(std::string_view verb, std::string_view table) const {
        return static_cast<std::size_t>(std::ranges::count_if(statements_,
            [&](const Statement& statement) { return statement.verb == verb && table_of(statement.sql) == table; }));
    }
    std::string text() const {
        std::string lines;
        for (const Statement& statement : statements_) lines += statement.sql + '\n';
        return lines;
    }
    void clear() { statements_.clear(); }

private:
    struct Statement {
        std::string verb, sql;
    };
    static std::string table_of(const std::string& sql) {
        for (const std::string_view word : {"INSERT INTO \"", "UPDATE \"", "FROM \""})
            if (const auto at = sql.find(word); at != sql.npos) {
                const auto start = at + word.size();
                return sql.substr(start, sql.find('"', start) - start);
            }
        return {};
    }
    std::vector<Statement> statements_;
    athanor::Observation observation_; // the last one: it goes first
};

} // namespace support
