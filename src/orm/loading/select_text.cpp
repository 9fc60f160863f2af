// SPDX-License-Identifier: MIT
#include "orm/loading/select_text.hpp"

// The statements of lazy and batched loads. They differ only by class, relationship and number of owners, so they are
// written down here instead of being built from expressions each time.

namespace athanor::kernel {
namespace {

class SelectText {
public:
    explicit SelectText(const Syntax& syntax) : syntax_(syntax) {}

    void column(std::string_view alias, const Table& table, std::uint16_t index) {
        syntax_.identifier(text, alias);
        text += '.';
        syntax_.identifier(text, table.column(index).name);
    }
    void columns(std::string_view alias, const Table& table, const ColumnList& list) {
        for (const std::uint16_t index : list) {
            separate();
            column(alias, table, index);
        }
    }
    void separate() {
        text += first_ ? "" : ", ";
        first_ = false;
    }
    void table(const Table& table, std::string_view alias) {
        if (!table.schema().empty()) {
            syntax_.identifier(text, table.schema());
            text += '.';
        }
        syntax_.identifier(text, table.name());
        text += " AS ";
        syntax_.identifier(text, alias);
    }
    void placeholder() { syntax_.placeholder(text, ++placeholders_); }

    std::string text = "SELECT ";

private:
    const Syntax& syntax_;
    bool first_ = true;
    std::size_t placeholders_ = 0;
};

// The columns by which members are told apart: of the target, or of the table between.
struct Side {
    const Table* table;
    std::string_view alias;
    std::vector<std::uint16_t> columns;
};

Side owner_side(const Relationship& relationship) {
    const Join& join = relationship.join;
    Side side{join.via ? join.via : join.target, join.via ? "t1" : "t0", {}};
    for (const auto& pair : join.on) side.columns.push_back(pair.second);
    return side;
}

void equal_to_one(SelectText& select, const Side& side) {
    for (std::size_t i = 0; i < side.columns.size(); ++i) {
        if (i) select.text += " AND ";
        select.column(side.alias, *side.table, side.columns[i]);
        select.text += " = ";
        select.placeholder();
    }
}

void equal_to_any(SelectText& select, const Side& side, std::size_t owners) {
    if (side.columns.size() == 1) {
        select.column(side.alias, *side.table, side.columns[0]);
        select.text += " IN (";
        for (std::size_t i = 0; i < owners; ++i) {
            if (i) select.text += ", ";
            select.placeholder();
        }
        select.text += ")";
        return;
    }
    for (std::size_t i = 0; i < owners; ++i) {
        select.text += i ? " OR (" : "(";
        equal_to_one(select, side);
        select.text += ")";
    }
}

// Members of one owner stand together, which databases give for nothing where an index leads to them.
void order(SelectText& select, const Relationship& relationship, const Side* owners) {
    bool first = true;
    const auto by = [&](std::string_view alias, const Table& table, std::uint16_t column, bool descending) {
        select.text += first ? " ORDER BY " : ", ";
        first = false;
        select.column(alias, table, column);
        if (descending) select.text += " DESC";
    };
    if (owners)
        for (const std::uint16_t column : owners->columns) by(owners->alias, *owners->table, column, false);
    for (const auto& [column, descending] : relationship.order_by)
        by("t0", *relationship.target->table, column, descending);
    for (const Attribute* key : relationship.target->keys) by("t0", *relationship.target->table, key->column, false);
}

} // namespace

std::string select_by_key(const ClassInfo& cls, const ColumnList& columns, const Syntax& syntax) {
    SelectText select(syntax);
    select.columns("t0", *cls.table, columns);
    select.text += " FROM ";
    select.table(*cls.table, "t0");
    select.text += " WHERE ";
    Side key{cls.table, "t0", {}};
    for (const Attribute* attribute : cls.keys) key.columns.push_back(attribute->column);
    equal_to_one(select, key);
    return std::move(select.text);
}

std::string select_members(const Relationship& relationship, std::size_t owners, const Syntax& syntax) {
    const ClassInfo& target = *relationship.target;
    const Side side = owner_side(relationship);
    SelectText select(syntax);
    select.columns("t0", *target.table, target.load_columns);
    if (owners > 1) select.columns(side.alias, *side.table, side.columns);
    select.text += " FROM ";
    select.table(*target.table, "t0");
    if (relationship.join.via) {
        select.text += " JOIN ";
        select.table(*relationship.join.via, "t1");
        const char* glue = " ON ";
        for (const auto& [via, column] : relationship.join.on_target) {
            select.text += glue;
            select.column("t1", *relationship.join.via, via);
            select.text += " = ";
            select.column("t0", *target.table, column);
            glue = " AND ";
        }
    }
    select.text += " WHERE ";
    if (owners == 1)
        equal_to_one(select, side);
    else
        equal_to_any(select, side, owners);
    if (!relationship.scalar) order(select, relationship, owners > 1 ? &side : nullptr);
    return std::move(select.text);
}

std::vector<std::uint16_t> owner_columns(const Relationship& relationship) {
    std::vector<std::uint16_t> columns;
    for (const auto& pair : relationship.join.on) columns.push_back(pair.first);
    return columns;
}

} // namespace athanor::kernel
