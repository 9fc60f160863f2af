// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/append_only.hpp"
#include "athanor/orm/mapping/class_spec.hpp"
#include "athanor/orm/mapping/member_spec.hpp"
#include "athanor/sql/code.hpp"
#include "athanor/sql/table.hpp"
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::kernel {
struct Attribute;

enum class Direction : std::uint8_t { many_to_one, one_to_many, many_to_many };

/// Which columns two classes are joined by, and what follows from it.
struct Relationship {
    const ClassInfo* owner = nullptr;
    const ClassInfo* target = nullptr;
    Attribute* attribute = nullptr;
    Attribute* back = nullptr; ///< the paired relationship on the other side
    Direction direction = Direction::many_to_one;
    bool scalar = true; ///< one object, not a collection
    std::uint8_t cascade = default_cascade;
    PassiveDeletes passive_deletes = PassiveDeletes::no;
    LoadMode load = LoadMode::lazy;
    bool post_update = false, view_only = false;
    /// How rows of the target are found from a row of the owner.
    Join join;
    Table* association = nullptr; ///< many-to-many: the table between
    Join link;                    ///< many-to-many: how the rows between are found from a row of the target
    /// many-to-one: true when the key columns have no member of their own, so that the One keeps the key itself.
    bool key_in_reference = false;
    /// The columns of the foreign key that become NULL when the row refers to nobody any more: those that may, and that
    /// are no part of the row's own key. Empty: the row always refers to somebody.
    std::vector<std::uint16_t> cleared;
    /// Only some columns of the foreign key are part of the row's own key, so they are not the reference's to change.
    bool shares_key = false;
    bool to_primary_key = false; ///< many-to-one whose target columns are the primary key: the identity map can answer
    std::vector<std::pair<std::uint16_t, bool>> order_by; ///< column of the target, descending
    Attribute* position = nullptr; ///< the attribute of the target that holds its place in the list
    bool keeps_positions = false;  ///< what comes to the end, or is assigned, is not counted when it has a position

    bool owns_orphans() const noexcept { return (cascade & delete_orphan) != 0; }
    bool cascades(Cascade kind) const noexcept { return (cascade & kind) != 0; }
};

/// One mapped member of a class: a column, a reference or a collection.
struct Attribute {
    std::string name;
    const ClassInfo* cls = nullptr;
    const MemberSpec* spec = nullptr;
    MemberKind kind = MemberKind::plain;
    std::uint32_t offset = 0;      ///< of the member in its object
    std::uint32_t word = 0;        ///< of its binding word in its object
    std::uint16_t index = 0;       ///< in ClassInfo::attributes
    std::uint16_t column = 0;      ///< in the table (columns only)
    const TypeOps* type = nullptr; ///< columns only
    bool in_key = false;
    bool generated = false; ///< a key that the database gives when it was never set
    bool deferred = false;
    Relationship* relationship = nullptr;
};

/// A member that shows a relationship in another way.
struct ProxyMember {
    std::string name;
    const ProxySpec* spec = nullptr;
    std::uint32_t offset = 0;
};

/// What a mapped class looks like. Made once per class, configured (paired with the others) before its first use.
struct ClassInfo {
    std::string name;      ///< as the user wrote it, without namespaces
    std::string full_name; ///< with namespaces
    TypeKey key = nullptr;
    std::uint32_t number = 0;
    std::uint32_t size = 0, align = 0;
    std::uint64_t layout = 0;
    void (*construct)(void*) = nullptr; ///< default construction
    void (*destroy)(void*) noexcept = nullptr;
    std::vector<std::unique_ptr<Attribute>> attributes;
    std::vector<Attribute*> columns;       ///< attributes that are columns
    std::vector<Attribute*> relationships; ///< in mapping order
    std::vector<Attribute*> eager;         ///< those of the relationships that are loaded with their owner
    std::vector<Attribute*> keys;          ///< attributes of the primary key
    std::vector<ProxyMember> proxies;
    /// By column of the table; null: no member shows it. Columns that other classes brought later may lie behind its
    /// end.
    std::vector<Attribute*> attribute_of_column;
    std::vector<std::unique_ptr<Relationship>> owned_relationships;
    std::unique_ptr<Table> table_storage;
    Table* table = nullptr;
    ColumnList load_columns; ///< columns read by a SELECT of the entity, in the order of load_attributes
    std::vector<Attribute*> load_attributes; ///< null: a key column kept by a reference (see load_references)
    /// Position in load_columns of the first column of a reference that keeps its key (the others follow it, in the
    /// order of Join::on), and that reference.
    std::vector<std::pair<std::uint16_t, Attribute*>> load_references;
    std::vector<std::uint16_t> key_positions; ///< position in load_columns of each attribute of keys
    std::vector<ClassInfo*> neighbours;       ///< classes reachable through one relationship
    AppendOnly<Relationship*> referrers;      ///< all relationships that point here, its own among them
    bool integer_key = false;                 ///< one integer key: the fast identity map
    std::atomic<bool> configured{false};

    const Attribute* find(std::string_view attribute_name) const noexcept;
    /// The attribute that shows a column; null when no member does, as with columns that others brought later.
    const Attribute* showing(std::uint16_t column) const noexcept {
        return column < attribute_of_column.size() ? attribute_of_column[column] : nullptr;
    }
};

/// Pairs the relationships of the class and of all classes it reaches. **Throws** MappingError with all problems in one
/// message. **Threads**: safe; the first caller does the work.
void configure(const ClassInfo& cls);

inline const ClassInfo& configured(const ClassInfo& cls) {
    if (!cls.configured.load(std::memory_order_acquire)) [[unlikely]]
        configure(cls);
    return cls;
}

/// The class and all that are reachable from it through relationships, itself first; configures them.
std::vector<const ClassInfo*> reachable(const ClassInfo& cls);

/// The tables of the reachable classes, the association tables between them and the tables that their foreign keys
/// name; each once, in an order that only depends on the classes.
std::vector<const Table*> tables_of(const ClassInfo& cls);

} // namespace athanor::kernel
