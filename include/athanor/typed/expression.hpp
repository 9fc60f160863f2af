// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/sql/code.hpp"
#include "athanor/typed/alias.hpp"
#include "athanor/typed/codec.hpp"
#include "athanor/typed/mapped.hpp"

// Expressions of a query. An entity seen through `volatile` is an alias: its attributes stand for columns. There is one
// template per operator, for every combination of columns, expressions, values and attributes of real objects (which
// are values); comparing.hpp and mapped_operators.hpp hold the operators.

namespace athanor {

/// An expression of a query whose value is a T, as comparisons and functions give it.
///
///     from<User> u;
///     session.select(u).where(u->name == "ed" && (u->age > 18 || is_null(u->email)));
template <class T> class Expr : public operators::Operand {
public:
    using value_type = T;
    using athanor_expression = Expr;

    explicit Expr(kernel::Code given) noexcept : code(static_cast<kernel::Code&&>(given)) {}
    /// A condition that may be NULL is a condition: where() takes NULL for false.
    Expr(Expr<std::optional<T>> other) noexcept requires std::is_same_v<T, bool>
        : code(static_cast<kernel::Code&&>(other.code)) {}

    kernel::Code code; ///< what the compiler of statements reads
};

namespace kernel {

enum class Category : std::uint8_t { none, null, number, boolean, text, own };

/// What a value is for the database, whatever its C++ type: the value type with optional and text types evened out.
template <class U> struct SqlTypeOf { using type = U; };
template <class U>
    requires(text_like<U> && !has_codec<U> && !std::is_same_v<U, std::nullptr_t>)
struct SqlTypeOf<U> {
    using type = std::string;
};
template <class U> struct SqlTypeOf<std::optional<U>> : SqlTypeOf<U> {};
template <class U>
    requires(mapped_like<U> || expression_like<U>)
struct SqlTypeOf<U> : SqlTypeOf<typename U::value_type> {};
/// `std::string` for every text, `int` for an optional or an attribute of int, …
template <class U> using sql_type_of = typename SqlTypeOf<std::decay_t<std::remove_cvref_t<U>>>::type;

/// The value type of an operand without what stands around it: attribute, expression, optional.
template <class U> struct BareType { using type = U; };
template <class U> struct BareType<std::optional<U>> : BareType<U> {};
template <class U>
    requires(mapped_like<U> || expression_like<U>)
struct BareType<U> : BareType<typename U::value_type> {};
template <class U> using bare_type_of = typename BareType<std::decay_t<std::remove_cvref_t<U>>>::type;

/// The type of a result that is an operand's value: of a type with a codec that type itself.
template <class U> using kept_type_of = std::conditional_t<has_codec<bare_type_of<U>>, bare_type_of<U>, sql_type_of<U>>;
template <class T>
concept decimal_like = requires {
    codec<T>::digits;
};
/// Whether the database calculated the operand with doubles.
template <class U> constexpr bool is_calculated() {
    return expression_like<U> && std::is_floating_point_v<bare_type_of<U>>;
}

template <class T> constexpr Category category() {
    if constexpr (std::is_same_v<T, std::nullopt_t>)
        return Category::null;
    else if constexpr (std::is_same_v<T, bool>)
        return Category::boolean;
    else if constexpr (std::is_arithmetic_v<T>)
        return Category::number;
    else if constexpr (std::is_same_v<T, std::string>)
        return Category::text;
    else
        return storable<T> ? Category::own : Category::none;
}
/// Whether a column of one type can be compared with a value of the other.
template <class L, class R> constexpr bool comparable() {
    constexpr Category left = category<L>(), right = category<R>();
    if constexpr (left == Category::none || right == Category::none)
        return false;
    else if constexpr (left == Category::null || right == Category::null)
        return true;
    else if constexpr (left == Category::own || right == Category::own)
        return std::is_same_v<L, R>;
    else
        return left == right;
}

template <class U> constexpr bool nullable_sql() {
    using Type = std::remove_cvref_t<U>;
    if constexpr (mapped_like<Type> || expression_like<Type>)
        return is_optional<typename Type::value_type>;
    else
        return is_optional<Type> || std::is_same_v<Type, std::nullopt_t>;
}
/// The type of a result: optional when one of its operands is.
template <class Result, class... Operands>
using result_of = std::conditional_t<(nullable_sql<Operands>() || ...), std::optional<Result>, Result>;

/// What stands for the result of something that was refused: no second error for it.
struct Refused {};

template <class L, class R> constexpr auto common_pair() {
    if constexpr (std::is_same_v<L, R> || category<R>() == Category::null)
        return std::type_identity<L>();
    else if constexpr (category<L>() == Category::null)
        return std::type_identity<R>();
    else if constexpr (category<L>() != Category::number || category<R>() != Category::number)
        return std::type_identity<Refused>();
    else if constexpr (std::is_floating_point_v<L> || std::is_floating_point_v<R>)
        return std::type_identity<double>();
    else if constexpr (std::is_signed_v<L> != std::is_signed_v<R>)
        return std::type_identity<std::int64_t>();
    else
        return std::type_identity<std::conditional_t<(sizeof(L) < sizeof(R)), R, L>>();
}
/// The type that can hold values of all of these (as sql_type_of gives them); Refused when there is none.
template <class T, class... Rest> struct CommonType { using type = T; };
template <class L, class R, class... Rest>
struct CommonType<L, R, Rest...> : CommonType<typename decltype(common_pair<L, R>())::type, Rest...> {};
template <class... T> using common_type = typename CommonType<T...>::type;
/// The type that can hold values of two types with codecs, where there is one; the headers of such types specialise it.
template <class L, class R> struct CommonCodec;
template <class L, class R> constexpr auto common_kept_pair() {
    if constexpr (std::is_same_v<L, R> || std::is_same_v<R, std::nullopt_t>)
        return std::type_identity<L>();
    else if constexpr (std::is_same_v<L, std::nullopt_t>)
        return std::type_identity<R>();
    else if constexpr (requires { typename CommonCodec<L, R>::type; })
        return std::type_identity<typename CommonCodec<L, R>::type>();
    else
        return common_pair<sql_type_of<L>, sql_type_of<R>>();
}
template <class T, class... Rest> struct CommonKept { using type = T; };
template <class L, class R, class... Rest>
struct CommonKept<L, R, Rest...> : CommonKept<typename decltype(common_kept_pair<L, R>())::type, Rest...> {};
/// The type of a result that is the value of one of these operands; Refused when there is none.
template <class... U> using common_type_of = typename CommonKept<kept_type_of<U>...>::type;

/// The result of a choice between values of a common type.
template <class Common, bool Nullable, class T = std::conditional_t<std::is_same_v<Common, Refused>, int, Common>>
using choice_of = std::conditional_t<Nullable, std::optional<T>, T>;

// ---- operands as code; the bodies are compiled once

Code column_code(const volatile std::uint32_t* word);
Code value_code(std::int64_t value);
Code value_code(double value);
Code value_code(std::string_view value);
Code null_code();
/// A value of any storable type. **Throws** ValueError when a database cannot hold it.
Code value_code(const void* value, const TypeOps& type);

/// `left op right`; comparing with NULL becomes IS NULL.
Code compare_code(Op op, Code left, Code right);
Code binary_code(Op op, Code left, Code right);
Code combine_code(Op op, Code left, Code right);
Code unary_code(Op op, Code operand);
/// The number with so many places.
Code rounded_code(Code number, int places);

template <class U> Code plain_code(const U& value) {
    if constexpr (std::is_same_v<U, std::nullopt_t>)
        return null_code();
    else if constexpr (is_optional<U>)
        return value ? plain_code(*value) : null_code();
    else if constexpr (has_codec<U>)
        return value_code(&value, type_ops<U>);
    else if constexpr (std::is_integral_v<U> && !(std::is_unsigned_v<U> && sizeof(U) == 8))
        return value_code(static_cast<std::int64_t>(value));
    else if constexpr (std::is_floating_point_v<U>)
        return value_code(static_cast<double>(value));
    else if constexpr (text_like<U>)
        return value_code(std::string_view(value));
    else
        return value_code(&value, type_ops<U>);
}

/// Any operand as code: a column, an expression, a value, an attribute of a real object.
template <class U> Code code_of(U&& operand) {
    if constexpr (expression_like<U>) {
        if constexpr (std::is_volatile_v<std::remove_reference_t<U>>)
            return const_cast<const std::remove_cvref_t<U>&>(operand).code;
        else
            return static_cast<U&&>(operand).code;
    } else if constexpr (is_sql<U>)
        return column_code(operand.athanor_word());
    else if constexpr (mapped_like<U>)
        return plain_code(operand.get());
    else
        return plain_code<std::decay_t<const std::remove_reference_t<U>&>>(operand);
}

/// Whether a value may be none that a database can hold.
template <class U> constexpr bool may_be_refused() {
    if constexpr (is_optional<U>)
        return may_be_refused<typename U::value_type>();
    else
        return std::is_floating_point_v<U> || has_codec<U> || std::is_enum_v<U> ||
            (std::is_unsigned_v<U> && sizeof(U) == 8);
}
/// While an exception is handled: throws a ValueError that says whose value was refused, where that is what it says.
[[noreturn]] void refuse_for(const std::string& subject);
/// The same for the column that a value stands beside.
[[noreturn]] void refuse_beside(const Code& column);
/// An operand that stands beside another, which names it when it is refused.
template <class U> Code code_beside(U&& operand, const Code& other) {
    if constexpr (is_sql<U> || !may_be_refused<value_or_self<U>>())
        return code_of(static_cast<U&&>(operand));
    else {
        try {
            return code_of(static_cast<U&&>(operand));
        } catch (...) {
            refuse_beside(other);
        }
    }
}

/// The type a query gives for this operand: `session.select(p->title, count(c))`.
template <class U> using output_of = typename std::remove_cvref_t<U>::value_type;

/// A condition as where(…) takes it: a comparison, or a column of bool.
template <class U> Code condition_code(U&& condition) {
    using Type = std::remove_cvref_t<U>;
    static_assert(!std::is_same_v<Type, bool>,
        "athanor: this condition is a bool that the program computed, not one for the database; it compares plain "
        "members or real objects instead of the columns of an alias");
    if constexpr (std::is_same_v<Type, Refused>)
        return {};
    else if constexpr (is_sql<U>) {
        constexpr bool condition_type = std::is_same_v<sql_type_of<Type>, bool>;
        static_assert(condition_type, "athanor: a condition is needed here, a comparison or a column of bool");
        if constexpr (condition_type)
            return code_of(static_cast<U&&>(condition));
        else
            return {};
    } else {
        static_assert(
            std::is_same_v<Type, bool>, "athanor: a condition is needed here, a comparison or a column of bool");
        return {};
    }
}

/// One operand is part of a query.
template <class L, class R>
concept sql_pair = is_sql<L> || is_sql<R>;

/// A comparison with NULL is NULL; only a value that is no part of the query is known: `== nullopt` asks for NULL.
template <Op Operator, class L, class R>
using comparison_of = std::conditional_t<((is_sql<L> || (Operator != Op::eq && Operator != Op::ne)) &&
                                             nullable_sql<L>() && !std::is_same_v<std::decay_t<R>, std::nullopt_t>) ||
        ((is_sql<R> || (Operator != Op::eq && Operator != Op::ne)) && nullable_sql<R>() &&
            !std::is_same_v<std::decay_t<L>, std::nullopt_t>),
    std::optional<bool>, bool>;

/// What is compared with an Other. A calculated number misses decimals by the last bits of a double.
template <class Other, class U> Code compared_code(U&& operand) {
    constexpr int noise = 6; // so many places behind the decimal's own still count
    using Bare = bare_type_of<Other>;
    if constexpr (decimal_like<Bare> && is_calculated<std::remove_cvref_t<U>>())
        return rounded_code(code_of(static_cast<U&&>(operand)), codec<Bare>::scale + noise);
    else
        return code_of(static_cast<U&&>(operand));
}
/// The same of an operand that stands beside the other, which names it when it is refused.
template <class Other, class U> Code compared_beside(U&& operand, const Code& other) {
    if constexpr (is_sql<U>)
        return compared_code<Other>(static_cast<U&&>(operand));
    else
        return code_beside(static_cast<U&&>(operand), other);
}

template <Op Operator, class L, class R> auto comparison(L&& l, R&& r) {
    constexpr bool allowed = comparable<sql_type_of<L>, sql_type_of<R>>();
    static_assert(allowed,
        "athanor: a column cannot be compared with a value of that type; the template arguments of "
        "comparison<…, L, R> say both");
    if constexpr (allowed) {
        if constexpr (is_sql<L>) {
            Code left = compared_code<R>(static_cast<L&&>(l));
            Code right = compared_beside<L>(static_cast<R&&>(r), left);
            return Expr<comparison_of<Operator, L, R>>(
                compare_code(Operator, static_cast<Code&&>(left), static_cast<Code&&>(right)));
        } else {
            Code right = compared_code<L>(static_cast<R&&>(r));
            Code left = code_beside(static_cast<L&&>(l), right);
            return Expr<comparison_of<Operator, L, R>>(
                compare_code(Operator, static_cast<Code&&>(left), static_cast<Code&&>(right)));
        }
    } else
        return Expr<bool>({});
}

/// Sums and the like of numbers; `+` joins texts.
template <class L, class R> constexpr auto arithmetic_result() {
    if constexpr (std::is_same_v<L, std::string>)
        return std::string();
    else if constexpr (std::is_same_v<decltype(L() + R()), int>)
        return int();
    else
        return decltype(L() + R())();
}
template <Op Operator, class L, class R> auto arithmetic(L&& l, R&& r) {
    using Left = sql_type_of<L>;
    using Right = sql_type_of<R>;
    constexpr bool numbers = category<Left>() == Category::number && category<Right>() == Category::number;
    constexpr bool whole = std::is_integral_v<Left> && std::is_integral_v<Right>;
    constexpr bool texts =
        Operator == Op::add && category<Left>() == Category::text && category<Right>() == Category::text;
    constexpr bool allowed = texts || (numbers && (Operator != Op::mod || whole));
    static_assert(allowed,
        "athanor: numbers calculate with numbers, and + joins texts; the template arguments of "
        "arithmetic<…, L, R> say what was given");
    if constexpr (allowed) {
        using Result = result_of<decltype(arithmetic_result<Left, Right>()), L, R>;
        return Expr<Result>(
            binary_code(texts ? Op::concat : Operator, code_of(static_cast<L&&>(l)), code_of(static_cast<R&&>(r))));
    } else
        return Expr<int>({});
}

template <Op Operator, class L, class R> auto logical(L&& l, R&& r) {
    constexpr bool plain_bool =
        std::is_same_v<std::remove_cvref_t<L>, bool> || std::is_same_v<std::remove_cvref_t<R>, bool>;
    static_assert(!plain_bool,
        "athanor: one side of && or || is a bool that the program computed, not a condition on "
        "columns; it compares plain members or real objects");
    if constexpr (!plain_bool)
        return Expr<result_of<bool, L, R>>(
            combine_code(Operator, condition_code(static_cast<L&&>(l)), condition_code(static_cast<R&&>(r))));
    else
        return Expr<bool>({});
}

} // namespace kernel

namespace operators {

// clang-format off
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator==(L&& l, R&& r) { return kernel::comparison<kernel::Op::eq>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator!=(L&& l, R&& r) { return kernel::comparison<kernel::Op::ne>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator<(L&& l, R&& r) { return kernel::comparison<kernel::Op::lt>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator<=(L&& l, R&& r) { return kernel::comparison<kernel::Op::le>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator>(L&& l, R&& r) { return kernel::comparison<kernel::Op::gt>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator>=(L&& l, R&& r) { return kernel::comparison<kernel::Op::ge>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator+(L&& l, R&& r) { return kernel::arithmetic<kernel::Op::add>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator-(L&& l, R&& r) { return kernel::arithmetic<kernel::Op::sub>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator*(L&& l, R&& r) { return kernel::arithmetic<kernel::Op::mul>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator/(L&& l, R&& r) { return kernel::arithmetic<kernel::Op::div>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator%(L&& l, R&& r) { return kernel::arithmetic<kernel::Op::mod>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator&&(L&& l, R&& r) { return kernel::logical<kernel::Op::and_>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class L, class R> requires kernel::sql_pair<L, R>
auto operator||(L&& l, R&& r) { return kernel::logical<kernel::Op::or_>(static_cast<L&&>(l), static_cast<R&&>(r)); }
template <class U> requires kernel::is_sql<U>
auto operator!(U&& u) { return Expr<kernel::result_of<bool, U>>(kernel::unary_code(kernel::Op::not_, kernel::condition_code(static_cast<U&&>(u)))); }
template <class U> requires kernel::is_sql<U>
auto operator-(U&& u) {
    static_assert(kernel::category<kernel::sql_type_of<U>>() == kernel::Category::number, "athanor: only numbers can be negated");
    return Expr<kernel::output_of<U>>(kernel::unary_code(kernel::Op::neg, kernel::code_of(static_cast<U&&>(u))));
}
// clang-format on

} // namespace operators
} // namespace athanor
