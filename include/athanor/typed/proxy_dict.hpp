// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/dict.hpp"
#include "athanor/typed/proxy_base.hpp"

namespace athanor::kernel {

template <class R>
concept range_of_pairs = value_range<R> && requires {
    typename std::remove_cvref_t<element<R>>::first_type;
    typename std::remove_cvref_t<element<R>>::second_type;
};

/// In a query: the object has the key.
template <auto First, auto... Rest, class T, class Key>
Expr<bool> has_key(AttributeKey<First, Rest...>, const volatile T& target, const Key& key) {
    if constexpr (sizeof...(Rest) == 0)
        return target.*First == key;
    else
        return std::apply(
            [&](const auto& first, const auto&... rest) {
                return ((target.*First == first) && ... && (target.*Rest == rest));
            },
            key);
}

/// What `[]` of a proxy through a Dict gives: the entry of a key, there or not. It reads like the value and takes a
/// new one, for which a member is made where there is none.
/// **Lifetime**: that of the dictionary's owner.
template <class Traits, bool Nested = Traits::Part::nested> class ProxyEntry {
    using Part = typename Traits::Part;
    using Relation = typename Traits::Relation;

public:
    ProxyEntry(Relation& dict, typename Traits::Key&& key) : dict_(&dict), key_(std::move(key)) {}
    ProxyEntry(const ProxyEntry&) = default;

    /// The attribute itself. **Throws** KeyError when the key is not there; a `creating` dictionary makes the member.
    typename Traits::Member& attribute() const { return Traits::attribute_of(*(*dict_)[key_].ref()); }
    typename Part::Shown get() const { return Part::show(*(*dict_)[key_].ref()); }
    operator typename Part::Shown() const { return get(); }
    auto operator->() const { return attribute().operator->(); }
    decltype(auto) operator*() const { return *attribute(); }

    template <class V>
        requires(Part::template takes<V>)
    ProxyEntry& operator=(V&& value) {
        Traits::put(*dict_, key_, Part::value(std::forward<V>(value)));
        return *this;
    }
    ProxyEntry& operator=(const ProxyEntry& other) { return *this = typename Part::Value(other.get()); }
    // clang-format off
    template <class V> ProxyEntry& operator+=(const V& v) requires requires(typename Traits::Member& a) { a += v; } {
        return attribute() += v, *this;
    }
    template <class V> ProxyEntry& operator-=(const V& v) requires requires(typename Traits::Member& a) { a -= v; } {
        return attribute() -= v, *this;
    }
    // clang-format on
    template <class V>
        requires(!std::same_as<V, ProxyEntry> && Part::template compares<V>)
    friend bool operator==(const ProxyEntry& left, const V& right) {
        return Part::equals(*(*left.dict_)[left.key_].ref(), right);
    }
    friend bool operator==(const ProxyEntry& left, const ProxyEntry& right) { return left.get() == right.get(); }

private:
    Relation* dict_;
    typename Traits::Key key_;
};

/// The same where the value is another collection: it is used like that one.
template <class Traits>
class ProxyEntry<Traits, true> : public Traits::Part::Traits::template Operations<ProxyEntry<Traits, true>> {
    using Part = typename Traits::Part;
    using Relation = typename Traits::Relation;
    using Operations = typename Part::Traits::template Operations<ProxyEntry>;

public:
    ProxyEntry(Relation& dict, typename Traits::Key&& key) : dict_(&dict), key_(std::move(key)) {}
    ProxyEntry(const ProxyEntry&) = default;

    template <class V>
        requires(Part::template takes<V>)
    ProxyEntry& operator=(const V& value) {
        Traits::put(*dict_, key_, Part::value(value));
        return *this;
    }
    ProxyEntry& operator=(std::initializer_list<typename Part::Traits::Item> value) {
        Traits::put(*dict_, key_, Part::value(value));
        return *this;
    }
    ProxyEntry& operator=(const ProxyEntry& other) { return *this = other.athanor_content(); }

    /// Not for users.
    auto& athanor_relation() const { return Part::show(*(*dict_)[key_].ref()).athanor_relation(); }

private:
    Relation* dict_;
    typename Traits::Key key_;
};

/// A proxy through a Dict: like a std::map from the keys to the values, in the order in which the keys came.
template <class Self, class Traits> class ProxyDict : public ProxyBase<Self, Traits> {
    using typename ProxyBase<Self, Traits>::Relation;
    using typename ProxyBase<Self, Traits>::Target;
    using typename ProxyBase<Self, Traits>::Part;
    using Value = typename Traits::Value;
    using Member = typename Traits::Member;
    using Item = typename Traits::Item;
    template <class V> static constexpr bool takes = Part::template takes<V>;
    template <class R> static constexpr bool accepts = Traits::template accepts<R>;

public:
    using key_type = typename Traits::Key;
    using mapped_type = Value;
    using iterator = ProxyIterator<typename Relation::iterator, Part>;
    using const_iterator = iterator;
    using Entry = ProxyEntry<Traits>;

    // ---- reading: none of these makes a member

    /// **Throws** KeyError.
    typename Part::Shown at(const key_type& key) const { return Part::show(*this->relation().at(key)); }
    typename Part::Shown operator[](const key_type& key) const { return at(key); }
    /// The attribute itself: assigning to it changes the member that stands there. **Throws** KeyError.
    Member& at(const key_type& key) { return Traits::attribute_of(*this->relation().at(key)); }
    /// A copy of the value; the other one when the key is not there.
    Value get(const key_type& key, const Value& otherwise = {}) const {
        const Ref<Target> member = this->relation().get(key);
        return member ? Part::now(*member) : otherwise;
    }
    iterator begin() const { return iterator(this->relation().begin()); }
    iterator end() const { return iterator(this->relation().end()); }
    iterator find(const key_type& key) const { return iterator(this->relation().find(key)); }
    bool contains(const key_type& key) const { return this->relation().contains(key); }
    std::size_t count(const key_type& key) const { return contains(key); }
    auto keys() const { return this->relation().keys(); }
    /// The same values under the same keys, in whatever order.
    template <class R>
        requires(accepts<R>)
    friend bool operator==(const Self& left, const R& right) {
        std::size_t count = 0;
        for (const auto& [key, value] : right) {
            const Ref<Target> member = left.athanor_relation().get(key_type(key));
            if (!member || !Part::equals(*member, value)) return false;
            ++count;
        }
        return count == left.size();
    }
    /// In a query: there is an entry with the key.
    Expr<bool> contains(const key_type& key) const volatile requires(Traits::Source::from_attributes) {
        return this->relation().any([&](auto& target) { return has_key(typename Traits::Source(), target, key); });
    }

    // ---- changing: a key that is there keeps its member, which is given the value; else one is made

    /// The entry of the key, to read or to assign to; what is read must be there, unless the dictionary is `creating`.
    Entry operator[](key_type key) { return Entry(this->relation(), std::move(key)); }
    std::pair<iterator, bool> insert_or_assign(const key_type& key, const Value& value) { return put(key, value); }
    template <class V>
        requires(takes<V>)
    std::pair<iterator, bool> insert_or_assign(const key_type& key, V&& value) {
        return put(key, Part::value(std::forward<V>(value)));
    }
    /// Does nothing when the key is there.
    std::pair<iterator, bool> try_emplace(const key_type& key, const Value& value) {
        return contains(key) ? std::pair(find(key), false) : put(key, value);
    }
    template <class V>
        requires(takes<V>)
    std::pair<iterator, bool> try_emplace(const key_type& key, V&& value) {
        return contains(key) ? std::pair(find(key), false) : put(key, Part::value(std::forward<V>(value)));
    }
    std::pair<iterator, bool> insert(const Item& item) { return try_emplace(item.first, item.second); }
    /// The attribute under the key; makes a member with the value first when there is none.
    template <class V>
        requires(takes<V>)
    Member& setdefault(const key_type& key, V&& value) {
        try_emplace(key, std::forward<V>(value));
        return at(key);
    }
    /// Puts all of them under their keys, or none when one fails.
    template <class R>
        requires(accepts<R>)
    void update(const R& items) { change(Traits::content_of(items), false); }
    void update(std::initializer_list<Item> items) { change(items, false); }
    /// Replaces the content: keys that stay keep their members, which are given the new values.
    template <class R>
        requires(accepts<R>)
    Self& operator=(const R& items) { return change(Traits::content_of(items), true), this->self(); }
    Self& operator=(std::initializer_list<Item> items) { return change(items, true), this->self(); }

    // ---- taking out

    /// Takes the entry of the key out; how many there were.
    std::size_t erase(const key_type& key) { return this->relation().erase(key); }
    iterator erase(iterator place) { return iterator(this->relation().erase(place.base())); }
    /// Takes the entry of the key out and gives its value. **Throws** KeyError.
    Value pop(const key_type& key) { return Part::now(*this->relation().pop(key)); }
    /// Takes the entry of the key out; the other value when there is none.
    Value pop(const key_type& key, const Value& otherwise) {
        const Ref<Target> member = this->relation().pop(key, {});
        return member ? Part::now(*member) : otherwise;
    }
    /// Takes the entry out that came last. **Throws** KeyError when there is none.
    std::pair<key_type, Value> popitem() {
        const auto [key, member] = this->relation().popitem();
        return {key, Part::now(*member)};
    }

    /// Not for users: copies of keys and values; the members behind them.
    typename Traits::Content athanor_content() const {
        typename Traits::Content content;
        for (const auto& [key, member] : this->relation()) content.emplace_back(key, Part::now(*member));
        return content;
    }
    typename Traits::Saved athanor_save() const {
        typename Traits::Saved saved{this->relation().snapshot(), {}};
        if constexpr (!Part::nested)
            for (const Ref<Target>& member : saved.members) saved.values.emplace_back(member, Part::save(*member));
        return saved;
    }
    void athanor_restore(const typename Traits::Saved& saved) {
        for (const auto& [member, value] : saved.values) Part::restore(*member, value);
        this->relation() = saved.members;
    }

private:
    std::pair<iterator, bool> put(const key_type& key, const Value& value) {
        const bool fresh = Traits::put(this->relation(), key, value);
        return {find(key), fresh};
    }
    /// Puts the items in, and takes out what they do not name. An exception leaves everything as it was.
    template <class Items> void change(const Items& items, bool only) {
        Relation& dict = this->relation();
        typename Traits::Saved saved{dict.snapshot(), {}};
        try {
            ValueIndex<key_type> named;
            for (const auto& [key, value] : items) {
                if (const Ref<Target> member = dict.get(key)) saved.values.emplace_back(member, Part::save(*member));
                Traits::put(dict, key, value);
                named.add(key, 0);
            }
            if (!only) return;
            std::vector<Ref<Target>> leaving;
            for (const auto& [key, member] : dict)
                if (!named.contains(key)) leaving.push_back(member);
            dict.remove_all(leaving);
        } catch (...) {
            athanor_restore(saved);
            throw;
        }
    }
};

template <auto By, auto... Options> struct ProxyShape<Dict<By, Options...>> {
    static constexpr bool valid = true;
    using Relation = Dict<By, Options...>;
    template <auto Through, auto Attribute, auto... Creator>
    struct Traits : ProxyMembers<Through, Attribute, Creator...> {
        using Base = ProxyMembers<Through, Attribute, Creator...>;
        using typename Base::Part, typename Base::Target, typename Base::Value;
        using Source = KeySource<By>;
        using Key = typename Relation::key_type;
        using Item = std::pair<Key, Value>;
        using Content = std::vector<Item>;
        struct Saved {
            std::vector<Ref<Target>> members;
            std::vector<std::pair<Ref<Target>, typename Part::Saved>> values; ///< of those that were changed in place
        };
        template <class Self> using Operations = ProxyDict<Self, Traits>;

        template <class R>
        static constexpr bool accepts = [] {
            if constexpr (range_of_pairs<R>) {
                using Pair = std::remove_cvref_t<element<R>>;
                return std::is_convertible_v<const std::remove_cvref_t<typename Pair::first_type>&, Key> &&
                    Part::template takes<typename Pair::second_type>;
            } else
                return false;
        }();
        template <class R> static Content content_of(const R& range) {
            Content content;
            for (auto&& [key, value] : range) content.emplace_back(Key(key), Part::value(value));
            return content;
        }
        static const Content& content_of(const Content& content) { return content; }

        static Ref<Target> create(const Key& key, const Value& value) {
            static_assert(Base::has_creator || Source::from_attributes,
                "athanor: a proxy through a Dict whose keys a function finds cannot give new members their key: name a "
                "function that makes them, as in Proxy<&Item::notes, &Note::text, make_note>");
            if constexpr (Base::has_creator)
                return Base::call_creator(key, value);
            else
                return Base::make_target(value, [&](Target& target) { Source::write(target, key); });
        }
        static std::vector<Ref<Target>> create_all(std::initializer_list<Item> items) { return create_each(items); }
        static std::vector<Ref<Target>> create_all(const Content& items) { return create_each(items); }
        /// Gives the member of the key the value, or makes one; true when it made one.
        static bool put(Relation& dict, const Key& key, const Value& value) {
            const Ref<Target> member = dict.get(key);
            if (member)
                Part::write(*member, value);
            else
                dict.insert_or_assign(key, create(key, value));
            return !member;
        }
        static void fill(Relation& dict, const std::vector<Ref<Target>>& members) { dict.update(members); }

    private:
        template <class Items> static std::vector<Ref<Target>> create_each(const Items& items) {
            std::vector<Ref<Target>> made;
            for (const auto& [key, value] : items) made.push_back(create(key, value));
            return made;
        }
    };
};

} // namespace athanor::kernel
