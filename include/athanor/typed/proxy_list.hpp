// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/list.hpp"
#include "athanor/typed/proxy_base.hpp"

namespace athanor::kernel {

/// A proxy through a List: like a std::vector of the values.
template <class Self, class Traits> class ProxyList : public ProxyBase<Self, Traits> {
    using typename ProxyBase<Self, Traits>::Relation;
    using typename ProxyBase<Self, Traits>::Target;
    using typename ProxyBase<Self, Traits>::Part;
    using Value = typename Traits::Value;
    using Member = typename Traits::Member;
    template <class V> static constexpr bool takes = Part::template takes<V>;
    template <class R> static constexpr bool accepts = Traits::template accepts<R>;

public:
    using iterator = ProxyIterator<typename Relation::iterator, Part>;
    using const_iterator = iterator;

    // ---- reading

    iterator begin() const { return iterator(this->relation().begin()); }
    iterator end() const { return iterator(this->relation().end()); }
    /// **Throws** IndexError.
    typename Part::Shown operator[](std::size_t index) const { return Part::show(*this->relation().at(index)); }
    typename Part::Shown at(std::size_t index) const { return (*this)[index]; }
    typename Part::Shown front() const { return (*this)[0]; }
    typename Part::Shown back() const { return Part::show(*this->relation().back()); }
    /// The attribute itself: assigning to it changes the member that stands there. **Throws** IndexError.
    Member& operator[](std::size_t index) { return Traits::attribute_of(*this->relation().at(index)); }
    Member& at(std::size_t index) { return (*this)[index]; }
    Member& front() { return (*this)[0]; }
    Member& back() { return Traits::attribute_of(*this->relation().back()); }
    /// Where the value stands first; end() when it is not there.
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
    const {
        std::size_t found = 0;
        for (Target* target : this->relation().raw()) found += Part::equals(*target, value);
        return found;
    }
    /// In a query: a member shows the value.
    template <class V> Expr<bool> contains(const V& value) const volatile {
        return this->any([&](auto& shown) { return shown == value; });
    }
    /// The same values in the same order.
    template <class R>
        requires(accepts<R>)
    friend bool operator==(const Self& left, const R& right) {
        auto place = left.athanor_relation().begin();
        const auto end = left.athanor_relation().end();
        for (const auto& value : right) {
            if (place == end || !Part::equals(**place, value)) return false;
            ++place;
        }
        return place == end;
    }

    // ---- putting in: each value becomes a new member

    void push_back(const Value& value) { this->relation().add(Traits::create(value)); }
    template <class V>
        requires(takes<V>)
    void push_back(V&& value) { this->relation().add(Traits::create(Part::value(std::forward<V>(value)))); }
    /// Adds all of them, or none.
    template <class R>
        requires(accepts<R>)
    void add_all(const R& values) { this->relation().add_all(Traits::create_all(Traits::content_of(values))); }
    void add_all(std::initializer_list<Value> values) { this->relation().add_all(Traits::create_all(values)); }
    /// Inserts before the index; beyond the end it appends.
    void insert(std::size_t index, const Value& value) { this->relation().insert(index, Traits::create(value)); }
    template <class V>
        requires(takes<V>)
    void insert(std::size_t index, V&& value) {
        this->relation().insert(index, Traits::create(Part::value(std::forward<V>(value))));
    }
    /// Changes the member that stands there. **Throws** IndexError.
    template <class V>
        requires(takes<V>)
    void set(std::size_t index, V&& value) {
        Part::write(*this->relation().at(index), Part::value(std::forward<V>(value)));
    }
    /// Replaces the content. Members whose values stay are kept, as often as they are asked for, in the new order.
    template <class R>
        requires(accepts<R>)
    Self& operator=(const R& values) { return assign(values), this->self(); }
    Self& operator=(std::initializer_list<Value> values) { return assign(values), this->self(); }
    template <class R>
        requires(accepts<R>)
    void assign(const R& values) { replace(Traits::content_of(values)); }
    void assign(std::initializer_list<Value> values) { replace(values); }

    // ---- taking out

    /// Takes out what stands at the index. **Throws** IndexError.
    Value pop(std::size_t index) { return Part::now(*this->relation().pop(index)); }
    /// Takes out the last one. **Throws** IndexError.
    Value pop() { return Part::now(*this->relation().pop()); }
    void pop_back() { this->relation().pop_back(); }
    void erase(std::size_t index) { this->relation().erase(index); }
    iterator erase(iterator place) { return iterator(this->relation().erase(place.base())); }
    iterator erase(iterator first, iterator last) {
        return iterator(this->relation().erase(first.base(), last.base()));
    }
    /// Takes out what stands at [first, last), which may lie beyond the end.
    void erase_slice(std::size_t first, std::size_t last) { this->relation().erase_slice(first, last); }
    /// Takes out the first member that shows the value; false when there is none.
    template <class V>
        requires(Part::template compares<V>)
    bool remove(const V& value) {
        const iterator place = find(value);
        if (place == end()) return false;
        erase(place);
        return true;
    }
    /// Takes out the members for whose values the condition holds; how many places they had.
    template <class F> std::size_t remove_if(F&& condition) {
        return this->relation().remove_if(
            [&](const Target& target) { return condition(Part::show(const_cast<Target&>(target))); });
    }

    /// Not for users: copies of the values; the members behind them.
    typename Traits::Content athanor_content() const {
        typename Traits::Content content;
        for (Target* target : this->relation().raw()) content.push_back(Part::now(*target));
        return content;
    }
    typename Traits::Saved athanor_save() const { return this->relation().snapshot(); }
    void athanor_restore(const typename Traits::Saved& members) { this->relation() = members; }

private:
    template <class Values> void replace(const Values& values) {
        const auto before = this->relation().snapshot();
        ValueIndex<Value> kept;
        for (std::size_t i = before.size(); i-- > 0;) kept.add(Part::now(*before[i]), i);
        std::vector<Ref<Target>> members;
        for (const Value& value : values) {
            const std::size_t place = kept.take(value);
            members.push_back(place == kept.npos ? Traits::create(value) : before[place]);
        }
        this->relation() = members;
    }
};

template <class T, auto... Options> struct ProxyShape<List<T, Options...>> {
    static constexpr bool valid = true;
    template <auto Through, auto Attribute, auto... Creator>
    struct Traits : ProxyOfValues<Through, Attribute, Creator...> {
        template <class Self> using Operations = ProxyList<Self, Traits>;
        static void fill(List<T, Options...>& list, const std::vector<Ref<T>>& members) { list.add_all(members); }
    };
};

} // namespace athanor::kernel
