// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/dict_key.hpp"
#include "athanor/typed/make.hpp"
#include <cstddef>
#include <unordered_map>
#include <utility>
#include <vector>

namespace athanor::kernel {

template <class Value> constexpr bool hashable_value() {
    if constexpr (is_handle<Value>)
        return true;
    else
        return hashable_key<Value>();
}
template <class Value> struct ValueHash {
    std::size_t operator()(const Value& value) const {
        if constexpr (is_handle<Value>)
            return std::hash<const void*>{}(value.get());
        else
            return hash_key(value);
    }
};

/// Numbers by value, several under one; in constant time where the value has a hash.
template <class Value> class ValueIndex {
public:
    static constexpr std::size_t npos = ~std::size_t(0);

    void add(const Value& value, std::size_t number) {
        auto& numbers = entry(value);
        numbers.push_back(number);
    }
    bool empty() const noexcept { return entries_.empty(); }
    bool contains(const Value& value) const { return find(value) != nullptr; }
    /// The number that was added last under the value and not taken yet; npos: there is none.
    std::size_t take(const Value& value) {
        auto* numbers = const_cast<std::vector<std::size_t>*>(find(value));
        if (!numbers || numbers->empty()) return npos;
        const std::size_t number = numbers->back();
        numbers->pop_back();
        return number;
    }

private:
    using Numbers = std::vector<std::size_t>;
    const Numbers* find(const Value& value) const {
        if constexpr (hashable_value<Value>()) {
            const auto found = entries_.find(value);
            return found == entries_.end() ? nullptr : &found->second;
        } else {
            for (const auto& [known, numbers] : entries_)
                if (known == value) return &numbers;
            return nullptr;
        }
    }
    Numbers& entry(const Value& value) {
        if constexpr (hashable_value<Value>())
            return entries_[value];
        else {
            if (const Numbers* known = find(value)) return const_cast<Numbers&>(*known);
            return entries_.emplace_back(value, Numbers{}).second;
        }
    }
    static auto make_entries() {
        if constexpr (hashable_value<Value>())
            return std::unordered_map<Value, Numbers, ValueHash<Value>>();
        else
            return std::vector<std::pair<Value, Numbers>>();
    }
    decltype(make_entries()) entries_;
};

} // namespace athanor::kernel
