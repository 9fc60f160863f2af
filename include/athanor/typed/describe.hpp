// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/class_access.hpp"
#include "athanor/typed/codec.hpp"
#include "athanor/typed/described.hpp"
#include "athanor/typed/mapped.hpp"
#include "athanor/typed/members.hpp"
#include "athanor/typed/options.hpp"
#include <typeinfo>

// What the compiler knows of a mapped class, handed to the core in one call.
//
// A member type of the library says what it is through `kernel::member_spec<M>`: either a specialisation, as for the
// columns below, or, for relationship types, a static member function of the type:
//
//     static constexpr kernel::MemberSpec athanor_member() {
//         return {.kind = kernel::MemberKind::collection,
//                 .word = kernel::…,                       // distance from the member to its binding word
//                 .target = &kernel::type_key<T>,
//                 .target_class = &kernel::target_class<T>, // T may be incomplete here
//                 .collection = &kernel::list_ops,
//                 .options = kernel::member_options<kernel::for_collection, Options...>};
//     }
//
// It is a function so that it is only looked at when the class that has the member is mapped. Constructors of such
// types must not take kernel::AnyField (a type with a member type athanor_probe). Everything else is a plain member.

namespace athanor {

template <class T> consteval std::uint64_t layout_of();
/// What the library knows about a class; registers it at the first call. **Threads**: safe.
template <class T, std::uint64_t Layout = layout_of<T>()> const kernel::ClassInfo& class_info();

namespace kernel {

/// The class a relationship points at, as MemberSpec::target_class; T must be complete somewhere in the same file.
template <class T> const ClassInfo& target_class() { return class_info<T>(); }

template <class M> constexpr MemberSpec make_member_spec() {
    if constexpr (requires { M::athanor_member(); })
        return M::athanor_member();
    else
        return {};
}
template <class T> constexpr MemberSpec column_spec(const MemberOptions& options) {
    MemberSpec spec;
    spec.kind = MemberKind::column;
    spec.type = &type_ops<T>;
    spec.word = word_distance<T>;
    spec.options = options;
    return spec;
}
template <class T, auto... Options> constexpr MemberOptions options_of_column() {
    constexpr MemberOptions options = member_options<for_column, Options...>;
    static_assert(options.length == 0 || ops::sql_type<T>() == SqlType::text || ops::sql_type<T>() == SqlType::blob,
        "athanor: length(…) is the length of a text or of bytes, and this column has another type");
    return options;
}
template <class T, auto... Options> constexpr MemberOptions options_of_key() {
    MemberOptions options = options_of_column<T, Options...>();
    static_assert(!options_of_column<T, Options...>().deferred,
        "athanor: a key is loaded with its object, always: it cannot be deferred");
    options.primary_key = true;
    return options;
}

template <class M> inline constexpr MemberSpec member_spec = make_member_spec<M>();
template <class T> inline constexpr MemberSpec member_spec<Mapped<T>> = column_spec<T>({});
template <class T, auto... Options>
inline constexpr MemberSpec member_spec<Column<T, Options...>> = column_spec<T>(options_of_column<T, Options...>());
template <class T, auto... Options>
inline constexpr MemberSpec member_spec<Key<T, Options...>> = column_spec<T>(options_of_key<T, Options...>());

template <class M> constexpr const MemberSpec* spec_of() { return &member_spec<M>; }

/// One sentence for each kind of class that cannot be taken apart.
template <class T> constexpr bool check_aggregate() {
    static_assert(std::is_class_v<T>, "athanor: only classes can be mapped");
    static_assert(std::is_aggregate_v<T>,
        "athanor: this class is not an aggregate (it has constructors, private members or virtual functions), so the "
        "library cannot see its members; make it a plain struct, or name them in athanor::describe");
    if constexpr (std::is_aggregate_v<T>) {
        constexpr bool based = takes<T, AnyBase<T>>(std::make_index_sequence<1>{});
        static_assert(!based,
            "athanor: this class has a base class, so the library cannot see its members; write the members of the "
            "base into the class itself, or name them in athanor::describe");
        if constexpr (!based) {
            constexpr std::size_t count = arity<T>;
            static_assert(count <= most_members,
                "athanor: a mapped class can have at most 64 members; move some of them into a class of their own");
            if constexpr (count <= most_members && !takes<T, AnyClass>(std::make_index_sequence<count>{})) {
                constexpr bool array = has_array<T, count>(std::make_index_sequence<count>{});
                static_assert(!array,
                    "athanor: a mapped class cannot have an array as a member; put it into a struct, or use a "
                    "std::vector");
                return !array;
            } else
                return count <= most_members;
        } else
            return false;
    } else
        return false;
}
template <class T> constexpr bool check_class() {
    if constexpr (described<T>) {
        constexpr bool makes = class_access::athanor_makes<T>, moves = std::is_move_constructible_v<T>;
        static_assert(makes,
            "athanor: objects of this class are made by the library when rows are loaded: give it a default "
            "constructor, a public one, or a private one and `friend athanor::class_access;`");
        static_assert(
            moves, "athanor: objects of this class are moved where they are added: give it a public move constructor");
        return makes && moves;
    } else
        return check_aggregate<T>();
}
template <class T> inline constexpr bool mappable = check_class<T>();

constexpr std::uint64_t hash_text(const char* text, std::uint64_t hash) {
    for (; *text; ++text) hash = (hash ^ static_cast<unsigned char>(*text)) * 0x100000001b3u;
    return hash;
}

/// Where the options of the table stand: in the class, or in its description.
template <class T> struct TableSource { using type = T; };
template <described T> struct TableSource<T> { using type = athanor::describe<T>; };

template <class T> constexpr void (*table_function())(Table&, const void*) {
    using Given = typename TableSource<T>::type;
    if constexpr (requires { Given::table.options; })
        return [](Table& table, const void* context) {
            constexpr auto& given = Given::table;
            apply_table_options(table, context, given.name, given.options, given.count);
        };
    else
        return nullptr;
}

/// The members of a class, found by the compiler or described.
template <class T> struct MembersOf {
    static constexpr std::size_t count = arity<T>;
    static constexpr const char* signature() { return Members<count>::template names<T>(); }
    static void places(MemberPlace* out) { Members<count>::template places<T>(out); }
};
template <described T> struct MembersOf<T> {
    using List = typename athanor::describe<T>::athanor_members;
    static constexpr std::size_t count = List::count;
    static constexpr const char* signature() { return List::athanor_signature(); }
    static void places(MemberPlace* out) { List::template add<T>(out); }
};

template <class T> const char* linkage_name() noexcept {
#ifdef __cpp_rtti
    return typeid(T).name();
#else
    return nullptr;
#endif
}

} // namespace kernel

/// A number that differs for classes with different members, although they may have one name.
template <class T> consteval std::uint64_t layout_of() {
    if constexpr (kernel::mappable<T>)
        return kernel::hash_text(kernel::MembersOf<T>::signature(), sizeof(T) * 0x9e3779b97f4a7c15u);
    else
        return 0;
}

template <class T, std::uint64_t Layout> const kernel::ClassInfo& class_info() {
    if constexpr (kernel::mappable<T>) { // where not, it says why
        static const kernel::ClassInfo& info = []() -> const kernel::ClassInfo& {
            using Members = kernel::MembersOf<T>;
            kernel::MemberPlace places[Members::count + 1];
            Members::places(places);
            return kernel::register_class({&kernel::type_key<T>, kernel::class_signature<T>(), Members::signature(),
                sizeof(T), alignof(T), Layout, &class_access::athanor_make<T>,
                [](void* object) noexcept { static_cast<T*>(object)->~T(); }, {places, Members::count},
                kernel::table_function<T>(), kernel::linkage_name<T>()});
        }();
        return info;
    } else
        __builtin_unreachable();
}

} // namespace athanor
