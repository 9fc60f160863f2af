// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include "athanor/typed/convert.hpp"
#include "athanor/typed/specimen.hpp"
#include <new>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

// What the first argument of Dict<…> says: whose keys, of which type, and how an object's key is found.

namespace athanor {
namespace kernel {

/// What a const member function or a function object says of the object.
template <auto Function, class T> decltype(auto) key_said_by(const T& object) {
    if constexpr (std::is_member_function_pointer_v<decltype(Function)>)
        return (object.*Function)();
    else
        return Function(object);
}

template <auto... Members> struct Keys {};

/// What is left of a key without Mapped and std::optional: a key is always there.
template <class K> struct KeyValueOf { using Type = std::remove_cvref_t<K>; };
template <class K>
    requires(mapped_like<std::remove_cvref_t<K>>)
struct KeyValueOf<K> : KeyValueOf<mapped_value<std::remove_cvref_t<K>>> {};
template <class K>
    requires(is_optional<std::remove_cvref_t<K>>)
struct KeyValueOf<K> {
    using Type = typename std::remove_cvref_t<K>::value_type;
};
template <class K> using key_value = typename KeyValueOf<K>::Type;

/// The key behind an optional; null when it is empty.
template <class K> const auto* key_behind(const K& value) {
    if constexpr (is_optional<K>)
        return value ? &*value : nullptr;
    else
        return &value;
}

template <class T> inline constexpr bool is_tuple_like = false;
template <class A, class B> inline constexpr bool is_tuple_like<std::pair<A, B>> = true;
template <class... T> inline constexpr bool is_tuple_like<std::tuple<T...>> = true;

template <class K>
concept std_hashable = requires(const K& key) {
    { std::hash<K>{}(key) } -> std::convertible_to<std::size_t>;
};
template <class K> constexpr bool hashable_key() {
    if constexpr (is_tuple_like<K>) return []<std::size_t... I>(std::index_sequence<I...>) {
            return (hashable_key<std::tuple_element_t<I, K>>() && ...);
        }
    (std::make_index_sequence<std::tuple_size_v<K>>{});
    else if constexpr (is_optional<K>) return hashable_key<typename K::value_type>();
    else return std_hashable<K>;
}
template <class K> std::size_t hash_key(const K& key) {
    if constexpr (is_tuple_like<K>)
        return std::apply(
            [](const auto&... part) {
                std::size_t hash = sizeof...(part);
                ((hash = (hash ^ hash_key(part)) * static_cast<std::size_t>(0x9e3779b97f4a7c15u)), ...);
                return hash;
            },
            key);
    else if constexpr (is_optional<K>)
        return key ? hash_key(*key) : 0;
    else
        return std::hash<K>{}(key);
}
template <class K> void describe_key(const K& key, std::string& text) {
    if constexpr (is_tuple_like<K>) {
        text += '(';
        std::apply([&, next = ""](
                       const auto&... part) mutable { ((text += next, describe_key(part, text), next = ", "), ...); },
            key);
        text += ')';
    } else if constexpr (is_optional<K>) {
        key ? describe_key(*key, text) : void(text += "null");
    } else if constexpr (std::is_same_v<K, bool>) {
        text += key ? "true" : "false";
    } else if constexpr (std::is_convertible_v<const K&, std::string_view>) {
        text += '\'';
        text += std::string_view(key);
        text += '\'';
    } else if constexpr (std::is_enum_v<K>) {
        text += std::to_string(+static_cast<std::underlying_type_t<K>>(key));
    } else if constexpr (std::is_arithmetic_v<K>) {
        text += std::to_string(key);
    } else {
        text += "(a key)";
    }
}

template <class... Parts> struct KeyOfParts { using Type = std::tuple<Parts...>; };
template <class Part> struct KeyOfParts<Part> { using Type = Part; };

/// A key that is one attribute, or a tuple of several.
template <auto... Members> struct AttributeKey {
    static constexpr bool from_attributes = true;
    using First = std::tuple_element_t<0, std::tuple<MemberPointer<decltype(Members)>...>>;
    using Target = typename First::Class;
    template <auto Member> using Value = typename MemberPointer<decltype(Member)>::Member;
    static constexpr bool valid = (mapped_like<Value<Members>> && ...) &&
        (std::is_same_v<typename MemberPointer<decltype(Members)>::Class, Target> && ...);
    static constexpr MemberPath paths[] = {MemberPath{&member_offset<Members>, false}...};
    static constexpr std::size_t path_count = sizeof...(Members);
    using Key = typename KeyOfParts<key_value<Value<Members>>...>::Type;

    /// Calls `use` with the parts of the key; false when one is null, or was never set.
    template <class F> static bool with(const Target& object, F&& use) {
        return with_parts(static_cast<F&&>(use), part<Members>(object)...);
    }
    static void watch(void* object) noexcept { (watch_member<Members>(*static_cast<Target*>(object)), ...); }

    /// The attributes' values that make a key.
    using Values = std::tuple<mapped_value<Value<Members>>...>;
    static Values values_of(const Key& key) {
        if constexpr (sizeof...(Members) == 1)
            return Values(key);
        else
            return std::apply([](const auto&... parts) { return Values(parts...); }, key);
    }
    /// Writes one of the values and gives the one that it had.
    static void exchange(Target& object, Values& values, std::size_t part) {
        exchange_one(object, values, part, std::make_index_sequence<path_count>());
    }
    static void write(Target& object, const Key& key) {
        if constexpr (sizeof...(Members) == 1)
            ((object.*Members = key), ...);
        else
            [&]<std::size_t... I>(std::index_sequence<I...>) { ((object.*Members = std::get<I>(key)), ...); }
        (std::make_index_sequence<sizeof...(Members)>{});
    }

private:
    template <auto Member> static void watch_member(Target& object) noexcept {
        auto* word = const_cast<std::uint32_t*>((object.*Member).athanor_word());
        *word |= word_bits::watched | word_bits::slow_write;
    }
    template <std::size_t... I>
    static void exchange_one(Target& object, Values& values, std::size_t part, std::index_sequence<I...>) {
        ((part == I ? (object.*Members).athanor_exchange(std::get<I>(values)) : void()), ...);
    }
    template <auto Member> static const auto* part(const Target& object) {
        const auto& column = object.*Member;
        const auto* found = key_behind(column.get());
        return (*column.athanor_word() & word_bits::assigned) ? found : nullptr;
    }
    template <class F, class... Part> static bool with_parts(F&& use, const Part*... part) {
        if (!(part && ...)) return false;
        use(*part...);
        return true;
    }
};

/// A key that a function finds.
template <auto Function, class T, class Result> struct FunctionKey {
    static constexpr bool from_attributes = false;
    using Target = T;
    using Key = key_value<Result>;
    static constexpr bool valid = true;
    static constexpr const MemberPath* paths = nullptr;
    static constexpr std::size_t path_count = 0;
    static void watch(void*) noexcept {}
    template <class F> static bool with(const Target& object, F&& use) {
        decltype(auto) result = key_said_by<Function>(object);
        const auto use_part = [&](const auto& value) {
            const auto* found = key_behind(value);
            if (found) use(*found);
            return found != nullptr;
        };
        if constexpr (mapped_like<std::remove_cvref_t<Result>>)
            return use_part(result.get());
        else
            return use_part(result);
    }
};

struct NoKey {
    static constexpr bool valid = false;
};

template <class Call> struct CalledOn { using Target = void; };
template <class R, class T> struct CalledOn<R (*)(const T&)> {
    using Target = T;
    using Result = R;
};
template <class R, class T> struct CalledOn<R (*)(const T&) noexcept> {
    using Target = T;
    using Result = R;
};
template <class R, class C, class T> struct CalledOn<R (C::*)(const T&) const> {
    using Target = T;
    using Result = R;
};
template <class R, class C, class T> struct CalledOn<R (C::*)(const T&) const noexcept> {
    using Target = T;
    using Result = R;
};
template <class R, class T> struct CalledOn<R (T::*)() const> {
    using Target = T;
    using Result = R;
};
template <class R, class T> struct CalledOn<R (T::*)() const noexcept> {
    using Target = T;
    using Result = R;
};

template <class F> constexpr auto call_of() {
    if constexpr (requires { &F::operator(); })
        return CalledOn<decltype(&F::operator())>{};
    else
        return CalledOn<F>{};
}
template <auto Key> constexpr auto find_key_source() {
    using Type = std::remove_cvref_t<decltype(Key)>;
    if constexpr (std::is_member_object_pointer_v<Type>) {
        return AttributeKey<Key>{};
    } else {
        using Call = decltype(call_of<Type>());
        if constexpr (std::is_void_v<typename Call::Target>)
            return NoKey{};
        else
            return FunctionKey<Key, typename Call::Target, typename Call::Result>{};
    }
}
template <auto... Members> constexpr AttributeKey<Members...> source_of_keys(Keys<Members...>) { return {}; }
template <auto Key> constexpr auto key_source() {
    if constexpr (requires { source_of_keys(Key); })
        return source_of_keys(Key);
    else
        return find_key_source<Key>();
}

/// What a Dict is keyed by, checked.
template <auto Key> constexpr auto checked_key_source() {
    using Found = decltype(key_source<Key>());
    static_assert(Found::valid,
        "athanor: a Dict is keyed by a column, as in Dict<&Note::keyword>, by several, as in "
        "Dict<keys<&Note::x, &Note::y>>, by a const member function without parameters, or by a function object that "
        "takes a const Note&");
    return Found{};
}
template <auto Key> using KeySource = decltype(checked_key_source<Key>());

/// How the entries of one kind of Dict are found and kept.
enum class KeyOrder : bool { insertion, sorted };
enum class KeyTracking : bool { off, on };

template <class K>
concept sortable_key = std::equality_comparable<K> && requires(const K& key) {
    { key < key } -> std::convertible_to<bool>;
};
template <class K, KeyOrder Order> constexpr void check_key() {
    if constexpr (Order == KeyOrder::sorted)
        static_assert(sortable_key<K>, "athanor: the keys of an ordered Dict need < and ==");
    else
        static_assert(hashable_key<K>() && std::equality_comparable<K>,
            "athanor: the keys of a Dict need std::hash and ==, or are pairs or tuples of such; those of an ordered "
            "one need < and ==");
}

template <class K, KeyOrder Order> std::size_t hash_of_key(const void* key) {
    if constexpr (Order == KeyOrder::insertion)
        return hash_key(*static_cast<const K*>(key));
    else
        return static_cast<void>(key), 0;
}
template <class K> bool key_is_less(const void* left, const void* right) {
    return *static_cast<const K*>(left) < *static_cast<const K*>(right);
}
template <class K, KeyOrder Order> constexpr auto key_less() -> bool (*)(const void*, const void*) {
    if constexpr (Order == KeyOrder::sorted)
        return &key_is_less<K>;
    else
        return nullptr;
}

/// The table of operations of the keys of one kind of Dict.
template <class By, KeyOrder Order, KeyTracking Tracking>
inline constexpr KeyOps key_ops{
    sizeof(typename By::Key),
    [](const void* object, void* key) {
        using Key = typename By::Key;
        return By::with(*static_cast<const typename By::Target*>(object),
            [key](const auto&... parts) { ::new (key) Key(parts...); });
    },
    &hash_of_key<typename By::Key, Order>,
    [](const void* left, const void* right) {
        using Key = typename By::Key;
        return *static_cast<const Key*>(left) == *static_cast<const Key*>(right);
    },
    key_less<typename By::Key, Order>(),
    [](void* key) noexcept {
        using Key = typename By::Key;
        static_cast<Key*>(key)->~Key();
    },
    [](const void* key, std::string& text) { describe_key(*static_cast<const typename By::Key*>(key), text); },
    &By::watch,
    By::paths,
    By::path_count,
    Tracking == KeyTracking::on,
};

} // namespace kernel

/// A key of several attributes: `Dict<keys<&Stock::site, &Stock::sku>>`, whose keys are tuples.
template <auto... Members>
    requires(sizeof...(Members) > 0)
inline constexpr kernel::Keys<Members...> keys{};

} // namespace athanor
