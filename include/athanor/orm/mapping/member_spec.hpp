// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/type_ops.hpp"
#include "athanor/sql/foreign_key_action.hpp"
#include <array>
#include <cstdint>
#include <string_view>

namespace athanor::kernel {
struct ClassInfo;
struct CollectionOps;

/// The address of this variable is the identity of a class, also of an incomplete one.
template <class T> inline constexpr char type_key = 0;
using TypeKey = const void*;

enum class MemberKind : std::uint8_t { plain, column, reference, collection, proxy };

/// How a relationship behaves when its owner is added, merged, deleted, …
enum Cascade : std::uint8_t {
    save_update = 1,
    merge_cascade = 2,
    refresh_expire = 4,
    expunge_cascade = 8,
    delete_cascade = 16,
    delete_orphan = 32,
    default_cascade = save_update | merge_cascade,
    all_cascade = save_update | merge_cascade | refresh_expire | expunge_cascade | delete_cascade,
    owned_cascade = all_cascade | delete_orphan,
};

enum class LoadMode : std::uint8_t { lazy, joined, selectin, subquery, immediate, raise, none };
/// Loaded with its owner.
constexpr bool is_eager(LoadMode mode) noexcept { return mode >= LoadMode::joined && mode <= LoadMode::immediate; }
enum class PassiveDeletes : std::uint8_t { no, yes, all };
enum class Duplicates : std::uint8_t { refuse, keep_first, keep_last };

/// Up to eight names, as by("site", "sku") gives them.
struct NameList {
    std::array<std::string_view, 8> names{};
    std::uint8_t size = 0;
};

/// A member that another option points at: order_by<&T::x>, position<&T::pos>.
struct MemberPath {
    std::uint32_t (*offset)() = nullptr; ///< where it is in its class
    bool descending = false;
};

/// Everything the options of one member say; filled at compile time.
struct MemberOptions {
    std::string_view column{};
    bool primary_key = false, unique = false, indexed = false, required = false, deferred = false;
    bool not_generated = false;
    std::uint32_t length = 0;
    std::string_view server_default{};
    std::string_view references{};
    ForeignKeyAction on_delete = ForeignKeyAction::none, on_update = ForeignKeyAction::none;
    // relationships
    std::uint8_t cascade = default_cascade;
    NameList by{};
    std::string_view via{};
    std::string_view pairs{};
    bool linked = false, alone = false, creating = false, untracked = false, ordered = false, post_update = false,
         view_only = false, keeps_positions = false;
    PassiveDeletes passive_deletes = PassiveDeletes::no;
    LoadMode load = LoadMode::lazy;
    Duplicates duplicates = Duplicates::refuse;
    std::array<MemberPath, 4> order{};
    std::uint8_t order_size = 0;
    MemberPath position{};
};

/// What a proxy member is: no attribute itself, it shows a relationship of its class in another way.
struct ProxySpec {
    std::uint32_t (*place)();   ///< where its class has it, as the member itself reckons
    std::uint32_t (*through)(); ///< where the relationship is in the class
    std::uint32_t (*shown)();   ///< where the member that it shows is in the target
    const ClassInfo& (*target_class)();
    void (*settle)(void* member); ///< puts what it was made with into the relationship
};

/// What the compiler knows of one member type; one constant per type, shared by all classes.
struct MemberSpec {
    MemberKind kind = MemberKind::plain;
    const TypeOps* type = nullptr;                ///< columns
    std::uint32_t word = 0;                       ///< distance from the member to its binding word
    TypeKey target = nullptr;                     ///< relationships
    const ClassInfo& (*target_class)() = nullptr; ///< registers the target and does not configure it
    const CollectionOps* collection = nullptr;    ///< collections
    const ProxySpec* proxy = nullptr;             ///< proxies
    MemberOptions options{};
};

/// One member of one class.
struct MemberPlace {
    const MemberSpec* spec;
    std::uint32_t offset;
    std::string_view name{}; ///< empty: cut from ClassSpec::members_signature
};

} // namespace athanor::kernel
