// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/members.hpp"
#include <concepts>
#include <string_view>

// Classes that the compiler cannot take apart by itself: those with constructors, private members, virtual functions or
// a base class.

namespace athanor {
namespace kernel {

template <class B> struct BaseEntry {};
template <auto Pointer, std::size_t N> struct NamedEntry { Text<N> name; };

/// The last word of a text: of a signature with one address the name of its member. An underscore at its end is no part
/// of the attribute's name.
constexpr std::string_view last_word(std::string_view text) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
    };
    while (!text.empty() && (!is_letter(text.back()) || (text.back() == '_' && text.size() > 1))) text.remove_suffix(1);
    std::size_t start = text.size();
    while (start > 0 && is_letter(text[start - 1])) --start;
    return text.substr(start);
}

/// **Throws** MappingError that names the class where the base is not at its beginning.
void check_base(bool at_beginning, const char* class_signature);
/// Names the places of an aggregate's members after its signature.
void name_places(MemberPlace* first, std::size_t count, const char* members_signature);

} // namespace kernel

/// Describes a class to the library: specialise it and derive from `members<…>`. A class with private members makes the
/// specialisation its friend.
///
///     class Account : public Audited {
///         friend struct athanor::describe<Account>;
///         Key<int> id_;
///         Mapped<std::string> name_;
///     public:
///         Account() = default;
///         const std::string& name() const { return name_; }
///     };
///     template <> struct athanor::describe<Account>
///         : athanor::members<athanor::base<Audited>, &Account::id_, &Account::name_> {
///         static constexpr auto table = athanor::table("accounts");
///     };
///
/// The attributes are called after the members, without an underscore at the end. The class has a default constructor,
/// which is public or reached by `friend athanor::class_access;`, and moves.
template <class T> struct describe;

/// The attributes of a base class, in its place of a list of members. The base is an aggregate or described itself, and
/// stands first among the bases.
template <class B> inline constexpr kernel::BaseEntry<B> base{};
/// A member under another name: `named<&Account::n_>("name")`.
template <auto Pointer, std::size_t N> consteval kernel::NamedEntry<Pointer, N> named(const char (&name)[N]) {
    return {kernel::Text<N>(name)};
}

namespace kernel {

template <class T>
concept described = requires {
    typename athanor::describe<T>::athanor_members;
};

/// What one entry of members<…> adds to a class: how many attributes, and where they are.
template <auto Entry> struct EntryOf;

template <class C, class M, M C::*Pointer> struct EntryOf<Pointer> {
    static constexpr std::size_t count = 1;
    static constexpr std::string_view name = last_word(signature<Pointer>());
    static constexpr bool has(std::string_view attribute) { return attribute == name; }
    template <class T> static constexpr bool belongs_to = std::is_base_of_v<C, T>;
    template <class T> static void add(MemberPlace*& out) { add<T>(out, name); }
    template <class T> static void add(MemberPlace*& out, std::string_view called) {
        const T& object = specimen<T>.value;
        place(out, &object, object.*Pointer);
        out++->name = called;
    }
    template <Text Name, class T> static const volatile M& of(const volatile T& object) { return object.*Pointer; }
};

template <auto Pointer, std::size_t N, NamedEntry<Pointer, N> Entry> struct EntryOf<Entry> : EntryOf<Pointer> {
    static constexpr bool has(std::string_view attribute) { return attribute == Entry.name.view(); }
    template <class T> static void add(MemberPlace*& out) { EntryOf<Pointer>::template add<T>(out, Entry.name.view()); }
};

template <class B, BaseEntry<B> Entry> struct EntryOf<Entry> {
    static constexpr std::size_t count = [] {
        if constexpr (described<B>)
            return athanor::describe<B>::athanor_members::count;
        else
            return arity<B>;
    }();
    /// Members of an aggregate need no name in a query.
    static constexpr bool has([[maybe_unused]] std::string_view attribute) {
        if constexpr (described<B>)
            return athanor::describe<B>::athanor_members::athanor_has(attribute);
        else
            return false;
    }
    template <Text Name, class T> static const volatile auto& of(const volatile T& object) {
        return athanor::describe<B>::athanor_members::template athanor_attribute<Name>(
            static_cast<const volatile B&>(object));
    }
    template <class T> static constexpr bool belongs_to = std::is_base_of_v<B, T> && !std::is_same_v<B, T>;
    template <class T> static void add(MemberPlace*& out) {
        const T& object = specimen<T>.value;
        check_base(static_cast<const B*>(&object) == static_cast<const void*>(&object), class_signature<T>());
        if constexpr (described<B>)
            athanor::describe<B>::athanor_members::template add<B>(out);
        else {
            Members<arity<B>>::template places<B>(out);
            name_places(out, arity<B>, Members<arity<B>>::template names<B>());
            out += arity<B>;
        }
    }
};

/// The first entry that has an attribute of that name; the number of entries where none has.
template <auto... Entries> constexpr std::size_t entry_named(std::string_view name) {
    std::size_t index = 0;
    (void)(... || (EntryOf<Entries>::has(name) ? true : (++index, false)));
    return index;
}
template <std::size_t I, auto First, auto... Rest> constexpr auto entry_at() {
    if constexpr (I == 0)
        return First;
    else
        return entry_at<I - 1, Rest...>();
}

} // namespace kernel

/// See describe<T>.
template <auto... Entries> struct members {
    using athanor_members = members;
    static constexpr std::size_t count = (0u + ... + kernel::EntryOf<Entries>::count);
    template <class T> static void add(kernel::MemberPlace*& out) {
        static_assert((kernel::EntryOf<Entries>::template belongs_to<T> && ...),
            "athanor: members<…> of describe<T> names a member or a base that T does not have");
        (kernel::EntryOf<Entries>::template add<T>(out), ...);
    }
    static constexpr const char* athanor_signature() { return __PRETTY_FUNCTION__; }
    static constexpr bool athanor_has(std::string_view name) { return (kernel::EntryOf<Entries>::has(name) || ...); }
    /// The attribute of that name in a query.
    template <kernel::Text Name, class T> static const volatile auto& athanor_attribute(const volatile T& alias) {
        constexpr std::size_t index = kernel::entry_named<Entries...>(Name.view());
        static_assert(index < sizeof...(Entries), "athanor: describe<T> names no attribute like this");
        if constexpr (index < sizeof...(Entries))
            return kernel::EntryOf<kernel::entry_at<index, Entries...>()>::template of<Name>(alias);
    }
};

/// In a query, an attribute that is no public member: `where([](auto& a) { return attr<"name">(a) == "ed"; })`.
template <kernel::Text Name, class T>
    requires(kernel::described<T>)
const volatile auto& attr(const volatile T& alias) {
    return athanor::describe<T>::athanor_members::template athanor_attribute<Name>(alias);
}

} // namespace athanor
