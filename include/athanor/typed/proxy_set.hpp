// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/proxy_base.hpp"
#include "athanor/typed/set.hpp"
#include <set> // what proxies are filled from and compared with

namespace athanor::kernel {

/// A proxy through a Set: like a std::set of the values, in the order of their insertion.
template <class Self, class Traits> class ProxySet : public ProxyBase<Self, Traits> {
    using typename ProxyBase<Self, Traits>::Relation;
    using typename ProxyBase<Self, Traits>::Target;
    using typename ProxyBase<Self, Traits>::Part;
    using Value = typename Traits::Value;
    template <class V> static constexpr bool takes = Part::template takes<V>;
    template <class R> static constexpr bool accepts = Traits::template accepts<R>;

public:
    using iterator = ProxyIterator<typename Relation::iterator, Part>;
    using const_iterator = iterator;
    using key_type = Value;

    // ---- reading

    iterator begin() const { return iterator(this->relation().begin()); }
    iterator end() const { return iterator(this->relation().end()); }
    /// Where the value is; end() when it is not there.
    template <class V>
        requires(Part::template compares<V>)
    iterator find(const V& value)
    const {
        const auto end = this->relation().end();
        for (auto place = this->relation().begin(); place != end; ++place)
            if (Part::equals(**place, value)) return iterator(place);
        return iterator(end);
    }
    template <class V>
        requires(Part::template compares<V>)
    bool contains(const V& value) const { return find(value) != end(); }
    template <class V>
        requires(Part::template compares<V>)
    std::size_t count(const V& value)
    const { return contains(value); }
    /// In a query: a member shows the value.
    template <class V> Expr<bool> contains(const V& value) const volatile {
        return this->any([&](auto& shown) { return shown == value; });
    }
    /// The same values, in any order.
    template <class R>
        requires(accepts<R>)
    friend bool operator==(const Self& left, const R& right) {
        const auto values = left.athanor_content();
        const auto& others = Traits::content_of(right);
        return includes(values, others) && includes(others, values);
    }
    template <class R>
        requires(accepts<R>)
    bool is_subset_of(const R& other) const { return includes(Traits::content_of(other), athanor_content()); }
    template <class R>
        requires(accepts<R>)
    bool is_superset_of(const R& other) const { return includes(athanor_content(), Traits::content_of(other)); }
    template <class R>
        requires(accepts<R>)
    bool is_disjoint_from(const R& other) const {
        const auto known = index(athanor_content());
        for (const Value& value : Traits::content_of(other))
            if (known.contains(value)) return false;
        return true;
    }

    // ---- changing: each value that is not there becomes a new member

    /// Adds the value; false when it was there.
    template <class V>
        requires(takes<V>)
    bool insert(V&& given) {
        const Value value = Part::value(std::forward<V>(given));
        if (contains(value)) return false;
        this->relation().add(Traits::create(value));
        return true;
    }
    /// Adds those that are not there, all or none.
    template <class R>
        requires(accepts<R>)
    void insert(const R& values) { change(Traits::content_of(values), united); }
    void insert(std::initializer_list<Value> values) { change(values, united); }
    /// Takes the value out; how many there were.
    template <class V>
        requires(Part::template compares<V>)
    std::size_t erase(const V& value) {
        const iterator place = find(value);
        if (place == end()) return 0;
        erase(place);
        return 1;
    }
    /// Takes it out; where the next one is.
    iterator erase(iterator place) { return iterator(this->relation().erase(place.base())); }
    /// Takes the value out; false when it was not there.
    template <class V>
        requires(Part::template compares<V>)
    bool remove(const V& value) { return erase(value) != 0; }
    /// Takes out the one that came last. **Throws** KeyError when there is none.
    Value pop() { return Part::now(*this->relation().pop()); }
    /// Takes out the members for whose values the condition holds; how many there were.
    template <class F> std::size_t remove_if(F&& condition) {
        return this->relation().remove_if(
            [&](const Target& target) { return condition(Part::show(const_cast<Target&>(target))); });
    }

    /// Replaces the content; members whose values stay are kept.
    template <class R>
        requires(accepts<R>)
    Self& operator=(const R& values) { return change(Traits::content_of(values), assigned); }
    Self& operator=(std::initializer_list<Value> values) { return change(values, assigned); }

    // Each applies the difference as one operation, all or nothing.
    template <class R>
        requires(accepts<R>)
    Self& operator|=(const R& values) { return change(Traits::content_of(values), united); }
    template <class R>
        requires(accepts<R>)
    Self& operator&=(const R& values) { return change(Traits::content_of(values), intersection); }
    template <class R>
        requires(accepts<R>)
    Self& operator-=(const R& values) { return change(Traits::content_of(values), difference); }
    template <class R>
        requires(accepts<R>)
    Self& operator^=(const R& values) { return change(Traits::content_of(values), exclusive); }
    Self& operator|=(std::initializer_list<Value> values) { return change(values, united); }
    Self& operator&=(std::initializer_list<Value> values) { return change(values, intersection); }
    Self& operator-=(std::initializer_list<Value> values) { return change(values, difference); }
    Self& operator^=(std::initializer_list<Value> values) { return change(values, exclusive); }

    /// Not for users: copies of the values; the members behind them.
    typename Traits::Content athanor_content() const {
        typename Traits::Content content;
        for (Target* target : this->relation().raw()) content.push_back(Part::now(*target));
        return content;
    }
    typename Traits::Saved athanor_save() const { return this->relation().snapshot(); }
    void athanor_restore(const typename Traits::Saved& members) { this->relation() = members; }

private:
    /// What becomes of members whose value is named, of the others, and of values that no member has.
    struct Change {
        bool keeps_named, keeps_others, adds;
    };
    static constexpr Change assigned{true, false, true}, united{true, true, true}, intersection{true, false, false},
        difference{false, true, false}, exclusive{false, true, true};

    template <class Values> static ValueIndex<Value> index(const Values& values) {
        ValueIndex<Value> known;
        for (const Value& value : values) known.add(value, 0);
        return known;
    }
    template <class Values, class Others> static bool includes(const Values& values, const Others& others) {
        const auto known = index(values);
        for (const Value& value : others)
            if (!known.contains(value)) return false;
        return true;
    }
    template <class Values> Self& change(const Values& values, Change what) {
        Relation& set = this->relation();
        if (values.size() == 0 && what.keeps_others) return this->self(); // there is nothing to load it for
        const auto named = index(values);
        ValueIndex<Value> present, gone;
        std::vector<Ref<Target>> members, fresh;
        for (const Ref<Target>& member : set.snapshot()) {
            const Value value = Part::now(*member);
            present.add(value, 0);
            // where members share a value the first of them goes, as with erase()
            const bool stays = named.contains(value) ? what.keeps_named : what.keeps_others;
            if (stays || gone.contains(value))
                members.push_back(member);
            else
                gone.add(value, 0);
        }
        for (const Value& value : values) {
            if (!what.adds || present.contains(value)) continue;
            fresh.push_back(Traits::create(value));
            present.add(value, 0);
        }
        if (gone.empty()) {
            set.add_all(fresh);
        } else {
            members.insert(members.end(), fresh.begin(), fresh.end());
            set = members;
        }
        return this->self();
    }
};

template <class T, auto... Options> struct ProxyShape<Set<T, Options...>> {
    static constexpr bool valid = true;
    template <auto Through, auto Attribute, auto... Creator>
    struct Traits : ProxyOfValues<Through, Attribute, Creator...> {
        template <class Self> using Operations = ProxySet<Self, Traits>;
        static void fill(Set<T, Options...>& set, const std::vector<Ref<T>>& members) { set.add_all(members); }
    };
};

} // namespace athanor::kernel
