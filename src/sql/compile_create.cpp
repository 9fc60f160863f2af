// SPDX-License-Identifier: MIT
#include "athanor/sql/ddl.hpp"
#include "sql/writer.hpp"

namespace athanor::kernel {
namespace {

std::string_view spelled(ForeignKeyAction action) {
    switch (action) {
    case ForeignKeyAction::none: break;
    case ForeignKeyAction::cascade: return "CASCADE";
    case ForeignKeyAction::set_null: return "SET NULL";
    case ForeignKeyAction::set_default: return "SET DEFAULT";
    case ForeignKeyAction::restrict: return "RESTRICT";
    }
    return {};
}

class CreateWriter {
public:
    CreateWriter(const Table& table, const Syntax& syntax) : table_(table), out_(syntax), key_(table.primary_key()) {
        inline_key_ = key_.size() == 1 && table.column(key_[0]).generated && syntax.inline_primary_key();
    }

    std::string write(bool if_not_exists) {
        out_.add(if_not_exists ? "CREATE TABLE IF NOT EXISTS " : "CREATE TABLE ");
        out_.table(table_);
        out_.add(" (");
        for (const TableColumn& column : table_.columns()) write(column);
        if (!inline_key_) constraint("PRIMARY KEY", key_);
        for (const auto& columns : table_.uniques) constraint("UNIQUE", columns);
        for (const std::string& check : table_.checks) write_check(check);
        for (const ForeignKey& key : table_.foreign_keys) write(key);
        out_.add(")");
        out_.syntax().table_options(out_.text(), table_);
        return out_.take();
    }

private:
    void separate() {
        out_.add(separator_);
        separator_ = ", ";
    }

    void write(const TableColumn& column) {
        separate();
        out_.identifier(column.name);
        out_.add(" ");
        out_.syntax().column_type(out_.text(), column, table_);
        const bool is_key = inline_key_ && column.primary_key;
        if (is_key)
            out_.add(" PRIMARY KEY");
        else if (!column.nullable || column.primary_key)
            out_.add(" NOT NULL");
        if (column.generated) write_generated(column);
        if (!column.server_default.empty()) write_default(column.server_default);
        if (column.unique && !is_key) out_.add(" UNIQUE");
    }

    // An expression needs parentheses in some databases and harms in none; a plain value stands as it is.
    void write_default(const std::string& value) {
        const bool expression = value.find('(') != value.npos && value.front() != '(' && value.front() != '\'';
        out_.add(expression ? " DEFAULT (" : " DEFAULT ");
        out_.add(value);
        if (expression) out_.add(")");
    }

    void write_generated(const TableColumn& column) {
        std::string text;
        out_.syntax().generated(text, column);
        if (text.empty()) return;
        out_.add(" ");
        out_.add(text);
    }

    void constraint(std::string_view keyword, const std::vector<std::uint16_t>& columns) {
        if (columns.empty()) return;
        separate();
        out_.add(keyword);
        list(table_, columns);
    }

    void list(const Table& table, const std::vector<std::uint16_t>& columns) {
        out_.add(" (");
        out_.columns(table, columns);
        out_.add(")");
    }

    void write_check(const std::string& condition) {
        separate();
        out_.add("CHECK (");
        out_.add(condition);
        out_.add(")");
    }

    void write(const ForeignKey& key) {
        constraint("FOREIGN KEY", key.columns);
        out_.add(" REFERENCES ");
        if (out_.syntax().attached_schemas())
            out_.identifier(key.target->name());
        else
            out_.table(*key.target);
        list(*key.target, key.target_columns);
        write_action(" ON DELETE ", key.on_delete);
        write_action(" ON UPDATE ", key.on_update);
    }

    void write_action(std::string_view event, ForeignKeyAction action) {
        if (action == ForeignKeyAction::none) return;
        out_.add(event);
        out_.add(spelled(action));
    }

    const Table& table_;
    Writer out_;
    std::vector<std::uint16_t> key_;
    bool inline_key_;
    std::string_view separator_;
};

} // namespace

std::string compile_create(const Table& table, const Syntax& syntax, bool if_not_exists) {
    return CreateWriter(table, syntax).write(if_not_exists);
}

std::string compile_drop(const Table& table, const Syntax& syntax, bool if_exists) {
    Writer out(syntax);
    out.add(if_exists ? "DROP TABLE IF EXISTS " : "DROP TABLE ");
    out.table(table);
    return out.take();
}

} // namespace athanor::kernel
