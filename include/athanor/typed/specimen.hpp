// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_spec.hpp"
#include "athanor/typed/convert.hpp"
#include "athanor/typed/options.hpp"
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace athanor::kernel {

/// An object of a class that is never constructed: only the addresses of its members are used.
template <class T> union Holder {
    char nothing;
    T value;
    constexpr Holder() : nothing(0) {}
    constexpr ~Holder() {}
};
template <class T> inline constinit Holder<T> specimen{};

/// clang 16 takes the address of a member as a template argument only inside a class.
template <class P> struct Address { P pointer; };
template <class P> Address(P) -> Address<P>;

/// A pointer to a member, taken apart.
template <class M> struct MemberPointer;
template <class C, class M> struct MemberPointer<M C::*> {
    using Class = C;
    using Member = M;
};

/// A text that holds the names of the members whose addresses are given, in their order.
template <auto... Addresses> constexpr const char* signature() { return __PRETTY_FUNCTION__; }
/// A text that holds the name of a class.
template <class T> constexpr const char* class_signature() { return __PRETTY_FUNCTION__; }

/// Declared by describe.hpp.
template <class M> constexpr const MemberSpec* spec_of();

template <class M> void place(MemberPlace* out, const void* object, const M& member) {
    *out = {spec_of<M>(),
        static_cast<std::uint32_t>(reinterpret_cast<const char*>(&member) - static_cast<const char*>(object))};
}

/// `T`: the class of the member, or one that has it from that class.
template <auto Member, class T> std::uint32_t member_offset_in() {
    const T& object = specimen<T>.value;
    return static_cast<std::uint32_t>(
        reinterpret_cast<const char*>(&(object.*Member)) - reinterpret_cast<const char*>(&object));
}
template <auto Member> std::uint32_t member_offset() {
    return member_offset_in<Member, typename MemberPointer<decltype(Member)>::Class>();
}

// ---- how many members a class has: the largest number of initialisers it takes

/// Converts to the type of any member. Constructors of the library's member types must not take it.
struct AnyField {
    using athanor_probe = void;
    template <class T>
        requires(!is_optional<T>) // std::optional takes any value itself; both together would be ambiguous
    operator T() const noexcept;
};
struct AnyClass {
    using athanor_probe = void;
    template <class T>
        requires(std::is_class_v<T> && !is_optional<T>)
    operator T() const noexcept;
};
template <class Derived> struct AnyBase {
    using athanor_probe = void;
    template <class T>
        requires(std::is_base_of_v<T, Derived> && !std::is_same_v<T, Derived>)
    operator T() const noexcept;
};

template <class Probe, std::size_t> using probe = Probe;
template <class T, class Probe, std::size_t... I> constexpr bool takes(std::index_sequence<I...>) {
    return requires { T{probe<Probe, I>{}...}; };
}
/// Whether member number `sizeof...(I)` may be an array of numbers: it takes two initialisers and is no class.
template <class T, std::size_t... I> constexpr bool takes_array_at(std::index_sequence<I...>) {
    return requires { T{probe<AnyField, I>{}..., {AnyField{}, AnyField{}}}; }
    &&!requires { T{probe<AnyField, I>{}..., AnyClass{}}; };
}
template <class T, std::size_t N, std::size_t... I> constexpr bool has_array(std::index_sequence<I...>) {
    return (takes_array_at<T>(std::make_index_sequence<I>{}) || ...);
}

inline constexpr std::size_t most_members = 64;
template <class T, std::size_t Low, std::size_t High> consteval std::size_t find_arity() {
    if constexpr (High - Low <= 1)
        return Low;
    else {
        constexpr std::size_t middle = (Low + High) / 2;
        if constexpr (takes<T, AnyField>(std::make_index_sequence<middle>{}))
            return find_arity<T, middle, High>();
        else
            return find_arity<T, Low, middle>();
    }
}
/// The number of members of an aggregate; most_members + 1 when there are more than that.
template <class T>
inline constexpr std::size_t arity = [] {
    if constexpr (!takes<T, AnyField>(std::make_index_sequence<9>{}))
        return find_arity<T, 0, 9>();
    else
        return find_arity<T, 9, most_members + 2>();
}();

} // namespace athanor::kernel
