// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include "athanor/base/value.hpp"
#include "athanor/orm/mapping/type_ops.hpp"
#include "athanor/typed/convert.hpp"
#include "athanor/typed/enum_names.hpp"
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace athanor {

/// How a type of yours is kept in a column: specialise it with two functions.
///
///     template <> struct athanor::codec<Money> {
///         static std::int64_t to_database(const Money& money) { return money.cents; }
///         static Money from_database(std::int64_t cents) { return {cents}; }
///     };
///
/// `to_database` returns any type that has a column itself (or a std::string_view or `const std::string&` into the
/// value); what it throws refuses the value, and the error names the attribute. `from_database` takes that type and
/// returns yours, or a std::optional of yours that is empty where the column's value is none of yours; it may throw,
/// too. Members that may be there: `static constexpr SqlType sql_type` changes how the column is declared, `static
/// constexpr const char* name` is how messages call the type.
template <class T> struct codec;

namespace kernel {

template <class T>
concept has_codec = requires(const T& value) {
    codec<T>::to_database(value);
};
/// What the column of a type with a codec holds.
template <has_codec T> using coded = std::remove_cvref_t<decltype(codec<T>::to_database(std::declval<const T&>()))>;

/// The types of bytes: a vector of them is a blob.
template <class T>
inline constexpr bool is_blob =
    std::is_same_v<T, std::vector<std::byte>> || std::is_same_v<T, std::vector<unsigned char>>;
/// Numbers but for those that no database has, and bool.
template <class T>
inline constexpr bool is_number = std::is_arithmetic_v<T> && sizeof(T) <= 8 && !std::is_same_v<T, long double> &&
    !std::is_same_v<T, wchar_t> && !std::is_same_v<T, char8_t> && !std::is_same_v<T, char16_t> &&
    !std::is_same_v<T, char32_t>;

template <class T>
struct is_storable : std::bool_constant<is_number<T> || std::is_enum_v<T> || std::is_same_v<T, std::string> ||
                         is_blob<T> || has_codec<T>> {};
template <class T>
struct is_storable<std::optional<T>> : std::bool_constant<!is_optional<T> && is_storable<T>::value> {};
/// Types that a column can hold.
template <class T>
concept storable = is_storable<T>::value;

/// **Throws** ValueError.
[[noreturn]] void refuse_value(const std::string& why);

/// The distance from a value to the binding word behind it in Mapped<T>.
template <class T> inline constexpr std::uint32_t word_distance = (sizeof(T) + 3) / 4 * 4;

namespace ops {

// Instantiated once, in the library, for all standard types.
template <class T> bool load(void* field, const Cell& cell);
template <class T> Cell store(const void* field, Scratch& scratch);
template <class T> void reset(void* field) { *static_cast<T*>(field) = T{}; }
bool fits_unsigned(const void* field, std::string& why);
bool fits_double(const void* field, std::string& why);
bool fits_float(const void* field, std::string& why);
bool fits_text(const void* field, std::string& why);
bool fits_bytes(std::size_t bytes, std::string& why);
/// **Throws** ValueError for a text or blob that a cell cannot hold.
void check_size(std::size_t bytes);

bool load_name(const EnumName* names, std::size_t count, const Cell& cell, std::int64_t& value);
/// Null where the value has no name.
const EnumName* find_name(const EnumName* names, std::size_t count, std::int64_t value) noexcept;
bool fits_name(const EnumName* names, std::size_t count, std::int64_t value, std::string& why);

// clang-format off
#define ATHANOR_STANDARD_TYPES(X)                                                                                      \
    X(bool)                                                                                                            \
    X(char)                                                                                                            \
    X(signed char)                                                                                                     \
    X(unsigned char)                                                                                                   \
    X(short)                                                                                                           \
    X(unsigned short) X(int) X(unsigned) X(long) X(unsigned long) X(long long) X(unsigned long long) X(float)          \
        X(double) X(std::string) X(std::vector<std::byte>) X(std::vector<unsigned char>)
// clang-format on
#define ATHANOR_DECLARE(T)                                                                                             \
    template <> bool load<T>(void*, const Cell&);                                                                      \
    template <> Cell store<T>(const void*, Scratch&);
ATHANOR_STANDARD_TYPES(ATHANOR_DECLARE)
#undef ATHANOR_DECLARE

using Fits = bool (*)(const void*, std::string&);

template <class T> bool fits_blob(const void* field, std::string& why) {
    return fits_bytes(static_cast<const T*>(field)->size(), why);
}
template <class T> bool fits_enum(const void* field, std::string& why) {
    return fits_name(
        as_text<T>.names, std::size(as_text<T>.names), static_cast<std::int64_t>(*static_cast<const T*>(field)), why);
}

/// A function, or nullptr; told apart by type, because g++ cannot compare functions at compile time under -fsanitize.
template <class T> constexpr auto fits_of() {
    if constexpr (has_codec<T>)
        return nullptr; // to_database throws
    else if constexpr (has_names<T>)
        return &fits_enum<T>;
    else if constexpr (std::is_enum_v<T>)
        return fits_of<std::underlying_type_t<T>>();
    else if constexpr (is_blob<T>)
        return &fits_blob<T>;
    else if constexpr (std::is_same_v<T, double>)
        return &fits_double;
    else if constexpr (std::is_same_v<T, float>)
        return &fits_float;
    else if constexpr (std::is_same_v<T, std::string>)
        return &fits_text;
    else if constexpr (std::is_unsigned_v<T> && sizeof(T) == 8)
        return &fits_unsigned;
    else
        return nullptr;
}

template <class T> bool load_coded(T& field, const Cell& cell) {
    using Stored = coded<T>;
    auto take = [&](auto&& value) {
        auto result = codec<T>::from_database(static_cast<decltype(value)>(value));
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(result)>, std::optional<T>>) {
            if (!result) return false;
            field = std::move(*result);
        } else
            field = std::move(result);
        return true;
    };
    if constexpr (std::is_same_v<Stored, std::string_view>)
        return cell.kind == CellKind::text && take(cell.text());
    else {
        Stored stored{};
        return load<Stored>(&stored, cell) && take(std::move(stored));
    }
}

template <class T> constexpr auto fits_function();
/// **Throws** ValueError, after what a codec gave has been looked at.
template <class Stored> void check_coded(const Stored& stored) {
    if constexpr (!std::is_null_pointer_v<decltype(fits_function<Stored>())>) {
        std::string why;
        if (!fits_function<Stored>()(&stored, why)) refuse_value(why);
    }
}
/// A cell of a value that goes when this function returns: its bytes are kept in the scratch.
template <class Stored> Cell store_temporary(Stored&& stored, Scratch& scratch) {
    if constexpr (is_optional<Stored>)
        return stored ? store_temporary(std::move(*stored), scratch) : Cell();
    else if constexpr (std::is_same_v<Stored, std::string>) {
        std::string& kept = scratch.text();
        kept = std::move(stored);
        return Cell::of(std::string_view(kept));
    } else if constexpr (is_blob<Stored>) {
        std::string& kept = scratch.text();
        kept.assign(reinterpret_cast<const char*>(stored.data()), stored.size());
        return Cell::blob(kept);
    } else
        return store<Stored>(&stored, scratch);
}

template <class T> Cell store_coded(const T& field, Scratch& scratch) {
    decltype(auto) stored = codec<T>::to_database(field);
    using Stored = coded<T>;
    if constexpr (std::is_same_v<Stored, std::string_view>) {
        check_size(stored.size());
        return Cell::of(stored);
    } else {
        check_coded<Stored>(stored);
        if constexpr (std::is_reference_v<decltype(stored)>)
            return store<Stored>(&stored, scratch);
        else
            return store_temporary(std::move(stored), scratch);
    }
}

template <class T> bool load(void* field, const Cell& cell) {
    if constexpr (is_optional<T>) {
        T& value = *static_cast<T*>(field);
        if (cell.is_null()) {
            value.reset();
            return true;
        }
        if (!value) value.emplace();
        return load<typename T::value_type>(&*value, cell);
    } else if constexpr (has_codec<T>)
        return load_coded(*static_cast<T*>(field), cell);
    else if constexpr (has_names<T>) {
        std::int64_t value = 0;
        if (!load_name(as_text<T>.names, std::size(as_text<T>.names), cell, value)) return false;
        *static_cast<T*>(field) = static_cast<T>(value);
        return true;
    } else {
        std::underlying_type_t<T> number{};
        if (!load<std::underlying_type_t<T>>(&number, cell)) return false;
        *static_cast<T*>(field) = static_cast<T>(number);
        return true;
    }
}

template <class T> Cell store(const void* field, Scratch& scratch) {
    if constexpr (is_optional<T>) {
        const T& value = *static_cast<const T*>(field);
        return value ? store<typename T::value_type>(&*value, scratch) : Cell();
    } else if constexpr (has_codec<T>)
        return store_coded(*static_cast<const T*>(field), scratch);
    else if constexpr (has_names<T>) {
        const EnumName* found = find_name(
            as_text<T>.names, std::size(as_text<T>.names), static_cast<std::int64_t>(*static_cast<const T*>(field)));
        return found ? Cell::of(found->name) : Cell();
    } else {
        const auto number = static_cast<std::underlying_type_t<T>>(*static_cast<const T*>(field));
        return store<std::underlying_type_t<T>>(&number, scratch);
    }
}

template <class T> bool fits(const void* field, std::string& why) {
    const T& value = *static_cast<const T*>(field);
    return !value || fits_of<typename T::value_type>()(&*value, why);
}

/// The same cell, with bytes of its own.
Cell keep_bytes(const Cell& cell, Scratch& scratch);

template <class T> Cell canonical(const Cell& cell, Scratch& scratch) {
    T value{};
    return load<T>(&value, cell) ? keep_bytes(store<T>(&value, scratch), scratch) : cell;
}
/// Texts and blobs are stored as they are read.
template <class T> constexpr auto canonical_function() {
    if constexpr (is_optional<T>)
        return canonical_function<typename T::value_type>();
    else if constexpr (std::is_same_v<T, std::string> || is_blob<T>)
        return nullptr;
    else
        return &canonical<T>;
}

#define ATHANOR_DECLARE(T)                                                                                             \
    extern template bool load<std::optional<T>>(void*, const Cell&);                                                   \
    extern template Cell store<std::optional<T>>(const void*, Scratch&);                                               \
    extern template Cell canonical<T>(const Cell&, Scratch&);                                                          \
    extern template void reset<T>(void*);                                                                              \
    extern template void reset<std::optional<T>>(void*);
ATHANOR_STANDARD_TYPES(ATHANOR_DECLARE)
#undef ATHANOR_DECLARE

template <class T> constexpr SqlType sql_type() {
    if constexpr (is_optional<T>)
        return sql_type<typename T::value_type>();
    else if constexpr (has_codec<T>) {
        if constexpr (requires { codec<T>::sql_type; })
            return codec<T>::sql_type;
        else if constexpr (std::is_same_v<coded<T>, std::string_view>)
            return SqlType::text;
        else
            return sql_type<coded<T>>();
    } else if constexpr (has_names<T>)
        return SqlType::text;
    else if constexpr (std::is_enum_v<T>)
        return sql_type<std::underlying_type_t<T>>();
    else if constexpr (is_blob<T>)
        return SqlType::blob;
    else if constexpr (std::is_same_v<T, bool>)
        return SqlType::boolean;
    else if constexpr (std::is_floating_point_v<T>)
        return SqlType::real;
    else if constexpr (std::is_same_v<T, std::string>)
        return SqlType::text;
    else {
        constexpr bool sign = std::is_signed_v<T>;
        return sizeof(T) + !sign <= 2 ? SqlType::smallint : sizeof(T) + !sign <= 4 ? SqlType::integer : SqlType::bigint;
    }
}

template <class T> constexpr FastKind fast_kind() {
    if constexpr (std::is_same_v<T, bool>)
        return FastKind::boolean;
    else if constexpr (std::is_same_v<T, double>)
        return FastKind::real;
    else if constexpr (std::is_same_v<T, std::string>)
        return FastKind::text;
    else if constexpr (std::is_same_v<T, std::int32_t>)
        return FastKind::int32;
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return FastKind::int64;
    else
        return FastKind::none;
}

template <class T> constexpr const char* type_name() {
    if constexpr (is_optional<T>)
        return type_name<typename T::value_type>();
    else if constexpr (has_codec<T>) {
        if constexpr (requires { codec<T>::name; })
            return codec<T>::name;
        else
            return "a type with a codec";
    } else if constexpr (is_blob<T>)
        return "a blob";
    else if constexpr (std::is_enum_v<T>)
        return "an enumeration";
    else if constexpr (std::is_same_v<T, bool>)
        return "bool";
    else if constexpr (std::is_same_v<T, std::string>)
        return "std::string";
    else if constexpr (std::is_same_v<T, int>)
        return "int";
    else if constexpr (std::is_same_v<T, double>)
        return "double";
    else if constexpr (std::is_same_v<T, float>)
        return "float";
    else if constexpr (sizeof(T) == 1)
        return std::is_signed_v<T> ? "std::int8_t" : "std::uint8_t";
    else if constexpr (sizeof(T) == 2)
        return std::is_signed_v<T> ? "std::int16_t" : "std::uint16_t";
    else if constexpr (sizeof(T) == 4)
        return "std::uint32_t";
    else
        return std::is_signed_v<T> ? "std::int64_t" : "std::uint64_t";
}

template <class T> constexpr auto fits_function() {
    if constexpr (!is_optional<T>)
        return fits_of<T>();
    else if constexpr (std::is_null_pointer_v<decltype(fits_of<typename T::value_type>())>)
        return nullptr;
    else
        return &fits<T>;
}

/// Digits of a decimal, all together and behind the point; 0 for all other types.
template <class T> constexpr std::uint8_t digits(std::uint8_t which) {
    if constexpr (is_optional<T>)
        return digits<typename T::value_type>(which);
    else if constexpr (requires { codec<T>::digits; })
        return which == 0 ? codec<T>::digits : codec<T>::scale;
    else
        return 0;
}

template <class T> constexpr TypeOps make() {
    static_assert(storable<T>,
        "athanor: a column cannot hold this type; use a number, bool, enum, std::string, a vector of std::byte, a "
        "std::optional of these, a type of athanor/chrono.hpp, uuid.hpp, decimal.hpp or json.hpp, or specialise "
        "athanor::codec for the type");
    if constexpr (storable<T>)
        return {type_name<T>(), sql_type<T>(), fast_kind<T>(), is_optional<T>, word_distance<T>, &load<T>, &store<T>,
            &reset<T>, fits_function<T>(), digits<T>(0), digits<T>(1), canonical_function<T>()};
    else
        return {};
}

} // namespace ops

/// The table of operations of a value type.
template <class T> inline constexpr TypeOps type_ops = ops::make<T>();

/// A value of any storable type, as its column holds it. **Throws** ValueError when a database cannot hold it.
Value value_of(const void* value, const TypeOps& type);

/// A key or parameter as a program gives it: an attribute, or a value of any type that has a column, or a text.
template <class U> Value to_value(const U& given) {
    using Type = std::remove_cvref_t<U>;
    if constexpr (mapped_like<Type>)
        return to_value(given.get());
    else if constexpr (std::is_same_v<Type, Value>)
        return given;
    else if constexpr (storable<Type>)
        return value_of(&given, type_ops<Type>);
    else
        return Value(given);
}

} // namespace kernel
} // namespace athanor
