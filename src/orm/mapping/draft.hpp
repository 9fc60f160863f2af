// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::kernel {
class Registry;

/// One relationship while it is being configured.
struct Side {
    ClassInfo* owner = nullptr;
    ClassInfo* target = nullptr;
    Attribute* attribute = nullptr;
    Side* back = nullptr;
    bool failed = false; ///< a problem was reported: nothing more to say about it
    std::unique_ptr<Relationship> relationship;

    const MemberOptions& options() const noexcept { return attribute->spec->options; }
    bool is_reference() const noexcept { return attribute->kind == MemberKind::reference; }
    bool owned() const noexcept { return (options().cascade & delete_orphan) != 0; }
    bool has_association() const noexcept { return options().linked || !options().via.empty(); }
    std::string name() const { return owner->name + "::" + attribute->name; }
};

using Columns = std::vector<std::uint16_t>;

/// A column that a relationship adds to a table.
struct NewColumn {
    Table* table;
    TableColumn column;
};
struct NewForeignKey {
    Table* table;
    ForeignKey key;
};

/// Everything one configuration run will change. Nothing outside is touched before it is complete and without problems,
/// so that a failed run can be repeated.
class Draft {
public:
    Draft(Registry& all, std::vector<ClassInfo*> closure);

    Registry& registry;
    std::vector<ClassInfo*> reached; ///< all classes of the closure, in the order in which they were reached
    std::vector<ClassInfo*> classes; ///< those of them that are not configured yet
    std::deque<Side> sides;          ///< the relationships of classes, in mapping order
    std::vector<std::string> problems;
    std::vector<std::unique_ptr<Table>> associations;
    std::vector<NewForeignKey> foreign_keys;
    std::vector<std::pair<Table*, std::uint16_t>> not_null;
    std::vector<Attribute*> not_generated;

    void problem(std::string text) { problems.push_back(std::move(text)); }
    /// Reports a problem of a relationship, once per relationship.
    void problem(Side& side, const std::string& text);

    // Columns of tables as they will be.
    std::optional<std::uint16_t> find(const Table& table, std::string_view name) const;
    const TableColumn& column(const Table& table, std::uint16_t index) const;
    std::uint16_t add(Table& table, TableColumn column);
    void add_columns(); ///< to their tables

private:
    std::vector<NewColumn> new_columns_;
};

/// The columns that an option such as by("site", "sku") names in the table of a class; the name of a member will do.
std::string column_name(const ClassInfo& cls, std::string_view name);

/// `(site, sku)`, or `id` when there is one.
std::string column_names(const Draft& draft, const Table& table, const Columns& columns);

/// The primary key of the class as columns of its table.
Columns key_columns(const ClassInfo& cls);

} // namespace athanor::kernel
