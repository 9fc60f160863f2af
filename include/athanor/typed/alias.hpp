// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"
#include "athanor/sql/code.hpp"
#include <span>
#include <type_traits>

namespace athanor::kernel {

/// A query alias: a never-constructed object of a class whose binding words lead back here. An entity seen through
/// `volatile` is one of these.
struct Alias;

/// What tells one use of a table from another.
std::uint64_t next_source_id() noexcept;

/// The chain of sources from the root of the alias to itself, root first.
std::span<const Source> chain_of(const Alias& alias) noexcept;

const ClassInfo& class_of(const Alias& alias) noexcept;

/// The alias an attribute of a `volatile` entity belongs to. `word` must be part of an alias (UsageError otherwise).
const Alias& alias_of(const volatile std::uint32_t* word);

/// The prototype object of an alias, to be read only as `const volatile T&`.
const volatile void* prototype_of(const Alias& alias) noexcept;

/// The alias that lambdas over a class get; `level` is how deep the lambda stands inside others.
const Alias& default_alias(const ClassInfo& cls, std::uint32_t level = 0);

/// The alias of EXISTS (SELECT … FROM the table of the class).
const Alias& exists_alias(const ClassInfo& cls, std::uint32_t level = 0);

/// The alias of the row that an INSERT would have written, had there been no conflict.
const Alias& proposed_alias(const ClassInfo& cls);

/// How many query lambdas are running on this thread; the level of the next one's alias.
std::uint32_t lambda_level() noexcept;
/// While a query lambda runs.
class LambdaLevel {
public:
    LambdaLevel() noexcept;
    ~LambdaLevel();
    LambdaLevel(const LambdaLevel&) = delete;
    LambdaLevel& operator=(const LambdaLevel&) = delete;
};

/// The alias reached through a reference (`p->author`), made once per alias and reference.
const Alias& path_alias(const Alias& from, const Attribute& reference);
/// The alias of the members of a relationship inside `any(…)`.
const Alias& member_alias(const Alias& from, const Attribute& relationship);

/// An alias of its own, as from<T> holds one.
Alias* make_alias(const ClassInfo& cls);
void free_alias(Alias* alias) noexcept;

/// Adds the column behind an alias attribute to the code.
void push_column(Code& code, const volatile std::uint32_t* word);
void push_column(Code& code, const Alias& alias, std::uint16_t column);

/// What stands for a whole object in a query: from<T>, or a reference seen through `volatile`.
template <class U>
concept alias_like = requires(U& alias) {
    typename std::remove_cvref_t<U>::athanor_entity;
    alias.athanor_alias();
};

} // namespace athanor::kernel
