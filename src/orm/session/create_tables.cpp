// SPDX-License-Identifier: MIT
#include "athanor/engine/connection.hpp"
#include "athanor/orm/mapping/class_info.hpp"
#include "athanor/orm/session/session_core.hpp"
#include "athanor/sql/ddl.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

// One transaction: either all tables are there, or none of them.
void run(const Engine& engine, const std::vector<std::string>& statements) {
    Connection connection = engine.connect();
    connection.begin();
    try {
        for (const std::string& statement : statements) connection.execute_script(statement);
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

std::vector<const Table*> ordered_tables(const ClassInfo& cls) {
    return in_dependency_order(tables_of(configured(cls)));
}

} // namespace

void create_tables(const Engine& engine, const ClassInfo& cls) {
    std::vector<std::string> statements;
    for (const Table* table : ordered_tables(cls)) {
        statements.push_back(compile_create(*table, engine.syntax()));
        for (std::string& index : compile_indexes(*table, engine.syntax())) statements.push_back(std::move(index));
    }
    run(engine, statements);
}

void drop_tables(const Engine& engine, const ClassInfo& cls) {
    std::vector<const Table*> tables = ordered_tables(cls);
    std::ranges::reverse(tables);
    std::vector<std::string> statements;
    for (const Table* table : tables) statements.push_back(compile_drop(*table, engine.syntax()));
    run(engine, statements);
}

} // namespace athanor::kernel
