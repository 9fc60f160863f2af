// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/expression.hpp"
#include "athanor/typed/from.hpp"
#include "athanor/typed/functions.hpp"
#include "athanor/typed/ref.hpp"

// What relationships say inside a query, where their owner is an alias.

namespace athanor::kernel {

/// The alias behind `p->author` where p is an alias.
const Alias& alias_of_reference(const volatile std::uint32_t* word);
/// The alias of the members inside `p->tags.any(…)`.
const Alias& alias_of_members(const volatile std::uint32_t* word);
/// EXISTS (a member … AND condition).
Code any_member_code(const volatile std::uint32_t* word, Code condition);
/// The collection of the alias holds this object. **Throws** UsageError for an object without a row.
Code has_member_code(const volatile std::uint32_t* word, const Header* member);
/// The reference of the alias points at this object (null: at nothing).
Code refers_code(const volatile std::uint32_t* word, const Header* target);
/// The reference of the alias points at one of the objects; null among them: or at nothing.
Code refers_to_any_code(const volatile std::uint32_t* word, const std::vector<const Header*>& targets);
/// The reference of the alias points at the row of that alias.
Code refers_code(const volatile std::uint32_t* word, const Alias& target);

/// What the object says now: an expired value is read again, as at any other use; NULL when it was never set.
Value value_now(Header* object, const Attribute& attribute);
/// The alias is a member of that relationship of the owner, by the keys that the owner has now.
Code member_code(const Alias& member, const Attribute& relationship, Header* owner);

/// `any`, `none` and `contains` of collections of an alias.
template <class T, class F> Expr<bool> any_member(const volatile std::uint32_t* word, F&& condition) {
    const Alias& alias = alias_of_members(word);
    if constexpr (is_sql<F>)
        return Expr<bool>(any_member_code(word, condition_code(static_cast<F&&>(condition))));
    else
        return Expr<bool>(any_member_code(
            word, condition_code(call_with_alias<T>(static_cast<F&&>(condition), prototype<T>(alias)))));
}

template <class U, class Objects> Expr<bool> in_objects(U& reference, const Objects& objects) {
    using Object = Ref<typename std::remove_cvref_t<U>::athanor_entity>;
    using Element = std::remove_cvref_t<decltype(*objects.begin())>;
    constexpr bool allowed = std::is_constructible_v<Object, const Element&> && requires {
        reference.athanor_relationship();
    };
    static_assert(allowed, "athanor: in() takes a reference and objects of its class");
    std::vector<const Header*> targets;
    if constexpr (allowed) {
        for (const auto& object : objects) targets.push_back(Object(object).header());
        return Expr<bool>(refers_to_any_code(reference.athanor_relationship(), targets));
    } else
        return Expr<bool>({});
}

} // namespace athanor::kernel
