// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/word.hpp"
#include "athanor/typed/make.hpp"
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::kernel {

/// A text that finds keys of another text type, as a std::string_view finds a std::string.
template <class Text, class Key>
concept text_for = std::convertible_to<const Text&, std::string_view> && !std::convertible_to<const Text&, Key> &&
    std::constructible_from<Key, std::string_view>;

/// A number among keys that are numbers, so that a 0 is no null pointer.
template <class Number, class Key>
concept number_for = std::is_arithmetic_v<Number> && std::is_arithmetic_v<Key>;

/// A pair, as a std::map has them.
template <class Pair, class K, class V>
concept pair_of = requires(Pair&& pair) {
    { pair.first } -> std::convertible_to<K>;
    { pair.second } -> std::convertible_to<V>;
};
/// A std::map and the like, views of pairs included, which may be ranges only where they are not const.
template <class Map, class K, class V>
concept pairs_of = requires(std::remove_reference_t<Map>& map) {
    { *map.begin() } -> pair_of<K, V>;
    map.end();
};

/// A key to find: a copy where the search loads the dictionary, or asks members and so may move them, as the key may be
/// that of one of them.
template <class K> class GivenKey {
public:
    GivenKey(const K& key, const std::uint32_t* dictionary, bool asks_members) : key_(&key) {
        const bool unread = (*dictionary & word_bits::slow_read) != 0;
        if (unread || asks_members) [[unlikely]]
            key_ = &copy_.emplace(key);
        if (unread) [[unlikely]]
            before_read(dictionary);
    }
    GivenKey(const GivenKey&) = delete;
    const K& operator*() const noexcept { return *key_; }

private:
    const K* key_;
    std::optional<K> copy_;
};

/// What `[]` of a Dict gives: the entry of a key, there or not. It reads like a handle and takes a new member.
/// A named copy, `auto note = dict["a"]`, is a handle on the member that was there.
/// **Lifetime**: that of the dictionary's owner.
template <class Dict, class K, class T> class DictPlace {
public:
    DictPlace(const DictPlace&) = default;
    /// **Throws** KeyError when the key is not there; a `creating` dictionary makes the member instead.
    Ref<T> ref() const {
        if (!member_) member_ = dict_->require_or_create(key_);
        return member_;
    }
    operator Ref<T>() const { return ref(); }
    T* operator->() const { return ref().get(); }
    T& operator*() const { return *ref(); }
    /// Whether the key is there.
    explicit operator bool() const noexcept { return static_cast<bool>(member_); }
    /// Puts the object under the key, in place of the one that has it.
    DictPlace& operator=(const Ref<T>& member) && {
        dict_->insert_or_assign(key_, member);
        member_ = member;
        return *this;
    }
    DictPlace& operator=(T&& value) && { return std::move(*this) = make(std::move(value)); }
    DictPlace& operator=(const DictPlace& other) && { return std::move(*this) = other.ref(); }
    template <no_handle_of<T> Wrong>
    void operator=(const Wrong&) && = delete; // athanor: dict[key] takes a handle on an object of its class, or a value
    DictPlace& operator=(const DictPlace& other) & = delete; // as below
    template <class V> void operator=(V&&) & = delete; // athanor: a named entry is a handle; dict[key] = x replaces
    friend bool operator==(const DictPlace& left, const Ref<T>& right) { return left.ref() == right; }
    friend bool operator==(const DictPlace& left, const DictPlace& right) { return left.ref() == right.ref(); }

private:
    friend Dict;
    DictPlace(Dict& dict, K&& key) : dict_(&dict), key_(std::move(key)), member_(dict.get(key_)) {}
    Dict* dict_;
    K key_;
    mutable Ref<T> member_; ///< null: the key was not there
};

} // namespace athanor::kernel
