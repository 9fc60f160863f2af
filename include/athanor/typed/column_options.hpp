// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/member_spec.hpp"
#include <cstddef>
#include <string_view>
#include <type_traits>

// The options that stand in the type of a member: `Column<std::string, unique_key, length(50)>`, `List<Post, owned>`.
// An option is a constant of a type of its own with a member `apply(MemberOptions&)`, and a member `where` that says
// which kinds of members it is for.

namespace athanor {
namespace kernel {

enum class For : std::uint8_t { columns = 1, relationships = 2, collections = 4, any = 7 };

/// A text that can be a template argument.
template <std::size_t N> struct Text {
    char characters[N]{};
    consteval Text(const char (&text)[N]) {
        for (std::size_t i = 0; i < N; ++i) characters[i] = text[i];
    }
    constexpr std::string_view view() const { return {characters, N - 1}; }
};

/// An option that sets one field of MemberOptions to one value.
template <auto Field, auto Value, For Where> struct SetField {
    static constexpr For where = Where;
    constexpr void apply(MemberOptions& options) const { options.*Field = Value; }
};
/// An option that sets one field to a text.
template <auto Field, std::size_t N, For Where> struct SetTextField {
    static constexpr For where = Where;
    Text<N> text;
    constexpr void apply(MemberOptions& options) const { options.*Field = text.view(); }
};
template <auto Field, For Where = For::relationships> using Flag = SetField<Field, true, Where>;
template <LoadMode Mode> using Loads = SetField<&MemberOptions::load, Mode, For::relationships>;

struct All {};
template <std::uint8_t Bits> struct CascadeBits { static constexpr std::uint8_t bits = Bits; };
template <ForeignKeyAction Action> struct Act { static constexpr ForeignKeyAction action = Action; };

struct CascadeOption {
    static constexpr For where = For::relationships;
    std::uint8_t bits = 0;
    constexpr void apply(MemberOptions& options) const { options.cascade = bits; }
};
/// `cascade(all, delete_orphan)` as an option, `on_delete(cascade)` as an action.
struct CascadeWord {
    static constexpr ForeignKeyAction action = ForeignKeyAction::cascade;
    template <class... Parts> consteval CascadeOption operator()(Parts...) const {
        return {static_cast<std::uint8_t>((0u | ... | Parts::bits))};
    }
};

/// A part of references(…), or an option of a relationship.
template <auto Field> struct ActionOption {
    static constexpr For where = For::relationships;
    ForeignKeyAction action = ForeignKeyAction::none;
    constexpr void apply(MemberOptions& options) const { options.*Field = action; }
};
using OnDelete = ActionOption<&MemberOptions::on_delete>;
using OnUpdate = ActionOption<&MemberOptions::on_update>;
template <std::size_t N> struct References {
    static constexpr For where = For::any;
    Text<N> target;
    ForeignKeyAction on_delete = ForeignKeyAction::none, on_update = ForeignKeyAction::none;
    constexpr void apply(MemberOptions& options) const {
        options.references = target.view();
        options.on_delete = on_delete;
        options.on_update = on_update;
    }
};

template <std::size_t... N> struct By;
template <> struct By<> {
    static constexpr For where = For::relationships;
    constexpr void apply(MemberOptions&) const {}
};
template <std::size_t First, std::size_t... Rest> struct By<First, Rest...> {
    static constexpr For where = For::relationships;
    Text<First> name;
    By<Rest...> rest;
    constexpr void apply(MemberOptions& options) const {
        options.by.names[options.by.size++] = name.view();
        rest.apply(options);
    }
};
template <std::size_t First, std::size_t... Rest>
consteval By<First, Rest...> make_by(const char (&first)[First], const char (&... rest)[Rest]) {
    if constexpr (sizeof...(Rest) == 0)
        return {Text<First>(first), {}};
    else
        return {Text<First>(first), make_by(rest...)};
}

struct LengthOption {
    static constexpr For where = For::columns;
    std::uint32_t length = 0;
    constexpr void apply(MemberOptions& options) const { options.length = length; }
};

template <class T> struct DefaultValue {
    static constexpr For where = For::columns;
    T value;
    constexpr void apply(MemberOptions&) const {}
    constexpr const T& athanor_default() const { return value; }
};
template <std::size_t N> struct DefaultText {
    static constexpr For where = For::columns;
    Text<N> value;
    constexpr void apply(MemberOptions&) const {}
    constexpr std::string_view athanor_default() const { return value.view(); }
};
/// Floating-point numbers are kept as their bits: not every compiler takes them as template arguments.
struct DefaultReal {
    static constexpr For where = For::columns;
    std::uint64_t bits = 0;
    constexpr void apply(MemberOptions&) const {}
    constexpr double athanor_default() const { return __builtin_bit_cast(double, bits); }
};

/// Where `&T::x` is in its class; defined in describe.hpp, called when the class is configured.
template <auto Member> std::uint32_t member_offset();

template <bool Descending, auto... Members> struct OrderBy {
    static constexpr For where = For::collections;
    constexpr void apply(MemberOptions& options) const {
        ((options.order[options.order_size++] = MemberPath{&member_offset<Members>, Descending}), ...);
    }
};
template <auto Member> struct Position {
    static constexpr For where = For::collections;
    constexpr void apply(MemberOptions& options) const { options.position = MemberPath{&member_offset<Member>, false}; }
};
template <class Option> inline constexpr bool is_position = false;
template <class Option> inline constexpr bool is_position<const Option> = is_position<Option>; ///< as g++ has it
template <auto Member> inline constexpr bool is_position<Position<Member>> = true;

template <Duplicates Rule> struct KeepRule { static constexpr Duplicates rule = Rule; };
struct DuplicatesOption {
    static constexpr For where = For::collections;
    Duplicates rule = Duplicates::refuse;
    constexpr void apply(MemberOptions& options) const { options.duplicates = rule; }
};

/// `passive_deletes` is an option, and `passive_deletes(all)` another.
struct PassiveDeletesWord : SetField<&MemberOptions::passive_deletes, PassiveDeletes::yes, For::relationships> {
    consteval auto operator()(CascadeBits<all_cascade>) const {
        return SetField<&MemberOptions::passive_deletes, PassiveDeletes::all, For::relationships>{};
    }
};

template <class Option>
concept member_option = requires(const Option& option, MemberOptions& options) {
    option.apply(options);
    Option::where;
};
template <auto Option> constexpr void apply_option(MemberOptions& options, For kind) {
    using Type = std::remove_cvref_t<decltype(Option)>;
    static_assert(member_option<Type>,
        "athanor: this is not an option of a member; options that take a value need it, "
        "as in length(50), and options of the whole class stand in athanor::table(…)");
    if constexpr (member_option<Type>) {
        (void)kind;
        Option.apply(options);
    }
}
template <auto Option, For Kind> constexpr bool option_fits() {
    using Type = std::remove_cvref_t<decltype(Option)>;
    if constexpr (member_option<Type>)
        return (static_cast<int>(Type::where) & static_cast<int>(Kind)) != 0;
    else
        return true; // apply_option says what is wrong
}

/// What the options of one member say together. `Kind` is what the member is.
template <For Kind, auto... Options> constexpr MemberOptions fold_options() {
    static_assert((option_fits<Options, Kind>() && ...),
        "athanor: one of these options is not for this kind of member: options of a column do not fit a relationship, "
        "options of a collection do not fit a reference, and the other way round");
    MemberOptions options;
    (apply_option<Options>(options, Kind), ...);
    return options;
}
inline constexpr For for_column = For::columns;
inline constexpr For for_reference = For::relationships;
/// Collections take the options of relationships and their own.
inline constexpr For for_collection =
    static_cast<For>(static_cast<int>(For::relationships) | static_cast<int>(For::collections));

template <For Kind, auto... Options> inline constexpr MemberOptions member_options = fold_options<Kind, Options...>();

} // namespace kernel

// ---- options of columns

/// The name of the column, or of the column a reference brings, where it differs from the member's.
template <std::size_t N> consteval auto column(const char (&name)[N]) {
    return kernel::SetTextField<&kernel::MemberOptions::column, N, kernel::For::any>{kernel::Text<N>(name)};
}
/// Part of the primary key.
inline constexpr kernel::Flag<&kernel::MemberOptions::primary_key, kernel::For::columns> primary_key{};
/// No two rows have the same value.
inline constexpr kernel::Flag<&kernel::MemberOptions::unique, kernel::For::any> unique_key{};
/// An index on this column.
inline constexpr kernel::Flag<&kernel::MemberOptions::indexed, kernel::For::any> indexed{};
/// NOT NULL, although the member can be empty in memory.
inline constexpr kernel::Flag<&kernel::MemberOptions::required, kernel::For::any> required{};
/// Loaded when it is first read, not with its object.
inline constexpr kernel::Flag<&kernel::MemberOptions::deferred, kernel::For::columns> deferred{};
/// The database does not give this key; the program sets it.
inline constexpr kernel::Flag<&kernel::MemberOptions::not_generated, kernel::For::columns> not_generated{};
/// The length of a text column.
consteval kernel::LengthOption length(std::uint32_t characters) { return {characters}; }
/// SQL text that gives the value of a new row that has none.
template <std::size_t N> consteval auto server_default(const char (&sql)[N]) {
    return kernel::SetTextField<&kernel::MemberOptions::server_default, N, kernel::For::columns>{kernel::Text<N>(sql)};
}
/// The value a new object starts with.
template <class T> consteval kernel::DefaultValue<T> default_value(T value) { return {value}; }
consteval kernel::DefaultReal default_value(double value) { return {__builtin_bit_cast(std::uint64_t, value)}; }
template <std::size_t N> consteval kernel::DefaultText<N> default_value(const char (&value)[N]) {
    return {kernel::Text<N>(value)};
}
/// A foreign key: `references("users.id", on_delete(cascade))`.
template <std::size_t N, class... Actions> consteval auto references(const char (&target)[N], Actions... actions) {
    kernel::MemberOptions options;
    (actions.apply(options), ...);
    return kernel::References<N>{kernel::Text<N>(target), options.on_delete, options.on_update};
}

/// `on_delete(cascade)`, `cascade("all, delete-orphan")`: see CascadeWord.
inline constexpr kernel::CascadeWord cascade{};
inline constexpr kernel::Act<ForeignKeyAction::set_null> set_null{};
inline constexpr kernel::Act<ForeignKeyAction::set_default> set_default{};
inline constexpr kernel::Act<ForeignKeyAction::restrict> restricted{};
inline constexpr kernel::Act<ForeignKeyAction::none> no_action{};
/// What the database does with a row when the row that it refers to is deleted, as part of references(…) or as an
/// option of either side of a relationship.
template <class Action> consteval kernel::OnDelete on_delete(Action) { return {Action::action}; }
/// The same when the key of that row changes.
template <class Action> consteval kernel::OnUpdate on_update(Action) { return {Action::action}; }

} // namespace athanor
