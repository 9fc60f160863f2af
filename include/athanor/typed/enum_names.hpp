// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace athanor {
namespace kernel {

struct NoNames {};
/// An enumerator and its text, whatever the enumeration is.
struct EnumName {
    std::int64_t value = 0;
    std::string_view name;
};
template <std::size_t N> struct EnumNames { EnumName names[N]{}; };
/// One line of enum_names<E>({…}).
template <class E> struct NamedValue {
    E value;
    std::string_view name;
};

} // namespace kernel

/// Keeps an enumeration as text instead of as its number: specialise it with the names.
///
///     template <> inline constexpr auto athanor::as_text<Colour> =
///         athanor::enum_names<Colour>({{Colour::red, "red"}, {Colour::green, "green"}});
///
/// A text without an enumerator is a DecodeError when its row is loaded, an enumerator without a name a ValueError when
/// its row is written.
template <class E> inline constexpr kernel::NoNames as_text{};

/// The names for as_text<E>. An enumerator or a name that stands there twice does not compile.
template <class E, std::size_t N> consteval kernel::EnumNames<N> enum_names(const kernel::NamedValue<E> (&list)[N]) {
    kernel::EnumNames<N> result;
    for (std::size_t i = 0; i < N; ++i) {
        result.names[i] = {static_cast<std::int64_t>(list[i].value), list[i].name};
        for (std::size_t j = 0; j < i; ++j)
            if (list[i].value == list[j].value || list[i].name == list[j].name)
                throw "athanor: an enumerator or a name stands twice in enum_names";
    }
    return result;
}

namespace kernel {

template <class E>
inline constexpr bool has_names = std::is_enum_v<E> && !std::is_same_v<std::remove_cv_t<decltype(as_text<E>)>, NoNames>;

} // namespace kernel
} // namespace athanor
