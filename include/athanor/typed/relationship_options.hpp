// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/column_options.hpp"

namespace athanor {

// ---- the parts of cascade(…)
inline constexpr kernel::CascadeBits<kernel::all_cascade> all{};
inline constexpr kernel::CascadeBits<kernel::save_update> save_update{};
inline constexpr kernel::CascadeBits<kernel::merge_cascade> merge_cascade{};
inline constexpr kernel::CascadeBits<kernel::refresh_expire> refresh_expire{};
inline constexpr kernel::CascadeBits<kernel::expunge_cascade> expunge_cascade{};
inline constexpr kernel::CascadeBits<kernel::delete_cascade> delete_cascade{};
inline constexpr kernel::CascadeBits<kernel::delete_orphan> delete_orphan{};

// ---- options of references and collections

/// The members belong to their owner: they are deleted with it, and when they are taken out.
inline constexpr kernel::CascadeOption owned{kernel::owned_cascade};
/// The foreign-key columns of the relationship, composite keys too: `by("site", "sku")`.
template <std::size_t... N> consteval auto by(const char (&... columns)[N]) {
    static_assert(sizeof...(N) > 0 && sizeof...(N) <= kernel::NameList{}.names.size(),
        "athanor: by(…) takes one to eight names of columns");
    return kernel::make_by(columns...);
}
/// The association table of a many-to-many relationship.
template <std::size_t N> consteval auto via(const char (&table)[N]) {
    return kernel::SetTextField<&kernel::MemberOptions::via, N, kernel::For::relationships>{kernel::Text<N>(table)};
}
/// Many-to-many through an association table of the library's naming.
inline constexpr kernel::Flag<&kernel::MemberOptions::linked> linked{};
/// The member of the other class that is the other side.
template <std::size_t N> consteval auto pairs(const char (&member)[N]) {
    return kernel::SetTextField<&kernel::MemberOptions::pairs, N, kernel::For::relationships>{kernel::Text<N>(member)};
}
/// This relationship has no other side.
inline constexpr kernel::Flag<&kernel::MemberOptions::alone> alone{};
/// Executes an UPDATE of its own for the foreign key, for rows that point at each other.
inline constexpr kernel::Flag<&kernel::MemberOptions::post_update> post_update{};
/// Never written.
inline constexpr kernel::Flag<&kernel::MemberOptions::view_only> view_only{};
/// The database deletes the members (ON DELETE CASCADE); those that are not in memory are left to it.
/// `passive_deletes(all)`: all are left to it.
inline constexpr kernel::PassiveDeletesWord passive_deletes{};

/// When it is first read, which is what it does without an option.
inline constexpr kernel::Loads<kernel::LoadMode::lazy> lazy{};
/// With its owner: by the same SELECT, with a join.
inline constexpr kernel::Loads<kernel::LoadMode::joined> joined{};
/// With its owner: by one more SELECT for all owners; `subquery` and `immediate` do the same.
inline constexpr kernel::Loads<kernel::LoadMode::selectin> selectin{};
inline constexpr kernel::Loads<kernel::LoadMode::subquery> subquery{};
inline constexpr kernel::Loads<kernel::LoadMode::immediate> immediate{};
/// Loading it is an error that names the fix.
inline constexpr kernel::Loads<kernel::LoadMode::raise> raise_on_load{};
/// Never loaded: empty unless it is filled in memory.
inline constexpr kernel::Loads<kernel::LoadMode::none> noload{};

// ---- options of collections

/// The order of a load: `order_by<&Post::title, &Post::id>`.
template <auto... Members> inline constexpr kernel::OrderBy<false, Members...> order_by{};
/// The same, largest first.
template <auto... Members> inline constexpr kernel::OrderBy<true, Members...> order_by_descending{};
/// The member that holds the place in the list, kept up to date.
template <auto Member> inline constexpr kernel::Position<Member> position{};
/// What comes to the end of a list with positions, or is assigned to it, keeps a position that it has, until an
/// operation counts anew. Rows may come back in another order then.
inline constexpr kernel::Flag<&kernel::MemberOptions::keeps_positions, kernel::For::collections> keeps_positions{};
/// `[]` makes a new member where the key is not there.
inline constexpr kernel::Flag<&kernel::MemberOptions::creating, kernel::For::collections> creating{};
/// The keys of a dictionary do not follow what they were taken from: a member stays under the key that it entered with.
inline constexpr kernel::Flag<&kernel::MemberOptions::untracked, kernel::For::collections> untracked{};
/// A dictionary goes through its members in the order of their keys, smallest first.
inline constexpr kernel::Flag<&kernel::MemberOptions::ordered, kernel::For::collections> ordered{};
/// Which of several rows with one key a load keeps: `duplicates(keep_first)`.
template <kernel::Duplicates Rule> consteval kernel::DuplicatesOption duplicates(kernel::KeepRule<Rule>) {
    return {Rule};
}
inline constexpr kernel::KeepRule<kernel::Duplicates::keep_first> keep_first{};
inline constexpr kernel::KeepRule<kernel::Duplicates::keep_last> keep_last{};

} // namespace athanor
