// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_access.hpp"
#include "athanor/typed/collection.hpp"
#include "athanor/typed/dict_iterator.hpp"
#include "athanor/typed/dict_key.hpp"
#include "athanor/typed/dict_place.hpp"
#include <concepts>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace athanor {
namespace kernel {

/// A DictStorage that is made with the operations of its keys.
template <class By, KeyOrder Order, KeyTracking Tracking> struct KeyedStorage : DictStorage {
    KeyedStorage() noexcept : DictStorage(key_ops<By, Order, Tracking>) {}
};
template <class By, auto... Options> struct KeyRule {
    static constexpr MemberOptions options = member_options<for_collection, Options...>;
    static constexpr KeyOrder order = options.ordered ? KeyOrder::sorted : KeyOrder::insertion;
    static constexpr KeyTracking tracking = options.untracked ? KeyTracking::off : KeyTracking::on;
    using Storage = KeyedStorage<By, order, tracking>;
};

} // namespace kernel

/// A relationship collection in which each object is found by a key of its own, in the order in which the keys came:
///
///     struct Item { Key<int> id; Dict<&Note::keyword, owned> notes; };
///     item->notes["a"] = Note{.keyword = "a", .text = "…"};
///     if (item->notes.contains("a")) std::cout << item->notes["a"]->text;
///     for (auto [keyword, note] : item->notes) …
///
/// The key is a column, several (`keys<&Note::x, &Note::y>`), a const member function, or a named constexpr function
/// object that takes a `const Note&`; the type of the keys follows from it. What an object is put under must be its own
/// key. Who has the key of an object that enters leaves the dictionary, and loses its reference to the owner.
///
/// A member that is given another key moves to it: `note->keyword = "b"` is refused when "b" is taken, and `rekey`
/// changes several at once. What a function says of a member is asked again when it is found and at each flush.
/// `untracked` leaves members where they entered; `ordered` goes through them in the order of their keys.
///
/// **Emits** one SELECT when it is first read or changed on an object from the database; none on a new object.
/// **Throws** DetachedError when it would have to be loaded and the object has no session; KeyError for a key that is
/// not there and for an object that has no key; ValueError for an object that is put under another key than its own;
/// UsageError when it is changed while it is iterated.
template <auto By, auto... Options>
class Dict : public kernel::CollectionBase<typename kernel::KeySource<By>::Target,
                 typename kernel::KeyRule<kernel::KeySource<By>, Options...>::Storage> {
    using Source = kernel::KeySource<By>;
    using Rule = kernel::KeyRule<Source, Options...>;
    using T = typename Source::Target;
    using Base = kernel::CollectionBase<T, typename Rule::Storage>;
    static constexpr bool creates = Rule::options.creating;
    static constexpr bool asks_members = !Source::from_attributes && Rule::tracking == kernel::KeyTracking::on;
    static constexpr bool is_ordered = Rule::order == kernel::KeyOrder::sorted;
    static constexpr const kernel::KeyOps& key_operations = kernel::key_ops<Source, Rule::order, Rule::tracking>;
    static_assert(!creates || Source::from_attributes,
        "athanor: a creating Dict gives new members their keys, so it is keyed by columns, not by a function");

public:
    using key_type = typename Source::Key;
    using mapped_type = Ref<T>;
    using value_type = std::pair<const key_type, Ref<T>>;
    using iterator = kernel::DictIterator<kernel::ShowPair<T, key_type>>;
    using const_iterator = iterator;
    using reverse_iterator = std::reverse_iterator<iterator>;
    using const_reverse_iterator = reverse_iterator;

    /// A member, with its key or without, as lists of initial values have it.
    struct Member {
        template <class V>
            requires(std::convertible_to<V, Ref<T>> || std::same_as<V, T>)
        Member(V&& value) : member(handle(std::forward<V>(value))) {}
        template <class V>
            requires(std::convertible_to<V, Ref<T>> || std::same_as<V, T>)
        Member(key_type under, V&& value) : member(handle(std::forward<V>(value))), key(std::move(under)) {}
        template <std::convertible_to<key_type> K, class V>
            requires(std::convertible_to<V, Ref<T>> || std::same_as<V, T>)
        Member(std::pair<K, V> entry) : Member(std::move(entry.first), std::move(entry.second)) {}
        Ref<T> member;
        std::optional<key_type> key; ///< must be its own
    };

    using Entry = kernel::DictPlace<Dict, key_type, T>;

    Dict() noexcept = default;
    Dict(std::initializer_list<Member> members) { hold(handles_of_members(members)); }
    template <HandlesOf<T> Range> Dict(Range&& members) { hold(Base::handles_of(members)); }
    Dict(Dict&&) = default;
    /// Replaces the content: members that stay see nothing of it, the others leave and enter.
    Dict& operator=(std::initializer_list<Member> members) {
        const std::vector<Ref<T>> handles = handles_of_members(members);
        return this->replace(Base::headers_of(handles)), *this;
    }
    template <HandlesOf<T> Range> Dict& operator=(Range&& members) {
        const std::vector<Ref<T>>& handles = Base::handles_of(members);
        return this->replace(Base::headers_of(handles)), *this;
    }
    /// From a std::map and the like: pairs of keys and handles.
    template <kernel::pairs_of<key_type, Ref<T>> Map>
        requires(!std::same_as<std::remove_cvref_t<Map>, Dict>)
    Dict& operator=(Map&& map) { return *this = handles_of_pairs(map); }
    template <kernel::no_handles_of<T> Wrong>
        requires(!kernel::pairs_of<Wrong, key_type, Ref<T>>)
    void operator=(Wrong&&) = delete; // athanor: a Dict takes a range of handles on objects of its own class, or a map
    Dict& operator=(const Dict& other) {
        if (this != &other) this->replace(other.headers());
        return *this;
    }
    Dict& operator=(Dict&& other) { return *this = static_cast<const Dict&>(other); }
    friend void swap(Dict& left, Dict& right) { left.swap(right); }

    // ---- by key

    /// The entry of the key, to read or to assign to; what is read must be there, unless the dictionary is `creating`.
    Entry operator[](key_type key) { return Entry(*this, std::move(key)); }
    Ref<T> operator[](const key_type& key) const { return at(key); }
    template <kernel::text_for<key_type> K> Entry operator[](const K& key) { return (*this)[to_key(key)]; }
    template <kernel::text_for<key_type> K> Ref<T> operator[](const K& key) const { return at(key); }
    /// **Throws** KeyError.
    Ref<T> at(const key_type& key) const {
        const auto wanted = given(key);
        const kernel::DictEntry* entry = entry_at(wanted);
        if (!entry) [[unlikely]]
            refuse_absent(*wanted);
        return handle_of(entry);
    }
    template <kernel::text_for<key_type> K> Ref<T> at(const K& key) const { return at(to_key(key)); }
    iterator find(const key_type& key) const {
        const kernel::DictEntry* entry = entry_of(key);
        return entry ? iterator_at(entry->place) : end();
    }
    template <kernel::text_for<key_type> K> iterator find(const K& key) const { return find(to_key(key)); }
    /// The member; the other one, null unless given, when there is none.
    Ref<T> get(const key_type& key, const Ref<T>& otherwise = {}) const {
        const kernel::DictEntry* entry = entry_of(key);
        return entry ? handle_of(entry) : otherwise;
    }
    template <kernel::text_for<key_type> K> Ref<T> get(const K& key, const Ref<T>& otherwise = {}) const {
        return get(to_key(key), otherwise);
    }
    using Base::contains;
    bool contains(const key_type& key) const { return entry_of(key) != nullptr; }
    template <kernel::text_for<key_type> K> bool contains(const K& key) const { return contains(to_key(key)); }
    template <kernel::number_for<key_type> N> bool contains(N number) const {
        const auto key = static_cast<key_type>(number);
        return static_cast<N>(key) == number && contains(key);
    }
    std::size_t count(const key_type& key) const { return contains(key) ? 1 : 0; }
    template <kernel::text_for<key_type> K> std::size_t count(const K& key) const { return count(to_key(key)); }

    /// Puts the object under the key, which must be its own; does nothing when the key is there.
    template <class V>
        requires(std::convertible_to<V, Ref<T>> || std::same_as<V, T>)
    std::pair<iterator, bool> try_emplace(key_type key, V&& value) {
        if (const kernel::DictEntry* entry = entry_of(key)) return {iterator_at(entry->place), false};
        return {assign(key, handle(std::forward<V>(value))), true};
    }
    std::pair<iterator, bool> insert(const Member& member) {
        const Ref<T>& object = member.member;
        return try_emplace(member.key ? own_key(*member.key, object) : own_key(object), object);
    }
    /// The hint says nothing.
    iterator insert(iterator, const Member& member) { return insert(member).first; }
    template <class... Values> std::pair<iterator, bool> emplace(Values&&... values) {
        return insert(Member(static_cast<Values&&>(values)...));
    }
    /// Puts in those whose keys are not there yet, the first of each, or none when one is refused.
    void insert(std::initializer_list<Member> members) { add_new(handles_of_members(members)); }
    template <HandlesOf<T> Range> void insert(Range&& members) { add_new(Base::handles_of(members)); }
    template <kernel::pairs_of<key_type, Ref<T>> Map> void insert(Map&& map) { add_new(handles_of_pairs(map)); }
    template <std::input_iterator Iterator, std::sentinel_for<Iterator> End> void insert(Iterator first, End last) {
        add_new(handles_between(first, last));
    }
    /// Replaces the content, as `=` does.
    void assign(std::initializer_list<Member> members) { *this = members; }
    template <class Members> void assign(Members&& members) requires requires(Dict& dict) { dict = members; }
    { *this = members; }
    template <std::input_iterator Iterator, std::sentinel_for<Iterator> End> void assign(Iterator first, End last) {
        *this = handles_between(first, last);
    }
    /// Puts the object under the key, which must be its own, in place of the one that has it.
    template <class V>
        requires(std::convertible_to<V, Ref<T>> || std::same_as<V, T>)
    std::pair<iterator, bool> insert_or_assign(key_type key, V&& value) {
        const bool fresh = !entry_of(key);
        return {assign(key, handle(std::forward<V>(value))), fresh};
    }
    /// The member of the key; puts the object there first when there is none.
    template <class V>
        requires(std::convertible_to<V, Ref<T>> || std::same_as<V, T>)
    Ref<T> setdefault(key_type key, V&& value) {
        return try_emplace(std::move(key), std::forward<V>(value)).first->second;
    }
    /// Takes the entry of the key out; how many there were.
    std::size_t erase(const key_type& key) {
        const kernel::DictEntry* entry = entry_of(key);
        if (entry) take_out(entry->place);
        return entry ? 1 : 0;
    }
    template <kernel::text_for<key_type> K> std::size_t erase(const K& key) { return erase(to_key(key)); }
    /// Takes the entry out; the one behind it.
    iterator erase(iterator place) {
        const std::size_t taken = place.athanor_place_in(this->storage_);
        place.operator->(); // a UsageError at the end
        const std::size_t next = this->storage_.next(taken);
        const kernel::DictEntry* behind = next == kernel::DictStorage::npos ? nullptr : this->storage_.entries[next];
        take_out(taken);
        return behind ? iterator_at(behind->place) : end(); // places may have moved
    }
    /// Takes out the entries from the first to before the last; the one behind them.
    iterator erase(iterator first, iterator last) {
        first.athanor_place_in(this->storage_);
        last.athanor_place_in(this->storage_);
        for (std::ptrdiff_t count = std::distance(first, last); count > 0; --count) first = erase(first);
        return first;
    }
    /// Takes the member of the key out. **Throws** KeyError.
    Ref<T> pop(const key_type& key) {
        const auto wanted = given(key);
        if (Ref<T> member = pop(*wanted, {})) return member;
        refuse_absent(*wanted);
    }
    /// Takes the member of the key out; the other one when there is none.
    Ref<T> pop(const key_type& key, const Ref<T>& otherwise) {
        const kernel::DictEntry* entry = entry_of(key);
        if (!entry) return this->note_miss(), otherwise;
        Ref<T> member = handle_of(entry);
        take_out(entry->place);
        return member;
    }
    template <kernel::text_for<key_type> K> Ref<T> pop(const K& key) { return pop(to_key(key)); }
    template <kernel::text_for<key_type> K> Ref<T> pop(const K& key, const Ref<T>& otherwise) {
        return pop(to_key(key), otherwise);
    }
    /// Takes the entry out that came last. **Throws** KeyError when there is none.
    std::pair<key_type, Ref<T>> popitem() {
        this->require();
        const kernel::DictEntry* entry = this->storage_.last();
        if (!entry) this->note_miss(), kernel::refuse_empty_pop(&this->storage_.word);
        std::pair<key_type, Ref<T>> taken(key_of(entry), handle_of(entry));
        take_out(entry->place);
        return taken;
    }

    // ---- changing keys

    /// Gives members other keys, all at once, as in `rekey({{"a", "b"}, {"b", "a"}})`: writes the attributes that the
    /// keys are taken from and moves the entries, or changes nothing. **Throws** KeyError when an old key is not there,
    /// ValueError when a new one is taken by a member that keeps it.
    void rekey(std::initializer_list<std::pair<key_type, key_type>> changes) requires(Source::from_attributes) {
        rekey_all(changes);
    }
    template <kernel::pairs_of<key_type, key_type> Map>
        requires(Source::from_attributes)
    void rekey(Map&& map) {
        std::vector<std::pair<key_type, key_type>> changes;
        for (const auto& [from, to] : map) changes.emplace_back(from, to);
        rekey_all(changes);
    }
    /// Moves every member to the key that it has now: of an `untracked` dictionary, or when what a function says of the
    /// members has changed.
    void rekey() {
        this->require();
        kernel::refile(this->storage_);
    }

    // ---- by member

    /// Puts the object under its own key, in place of the one that has it; what `add` does.
    Ref<T> put(const Ref<T>& member) {
        assign(own_key(member), member);
        return member;
    }
    Ref<T> put(T&& value) { return put(make(std::move(value))); }
    Ref<T> add(const Ref<T>& member) { return put(member); }
    Ref<T> add(T&& value) { return put(std::move(value)); }
    /// Takes out what stands under the object's own key, which must be this object. **Throws** KeyError when the key is
    /// not there, UsageError when it is another's.
    void drop(const Ref<T>& member) {
        const key_type key = own_key(member);
        const kernel::DictEntry* entry = entry_of(key);
        if (!entry) refuse_absent(key);
        if (entry->item != member.get()) kernel::refuse_other_member(this->storage_, entry, member.get());
        take_out(entry->place);
    }
    /// Puts all of them under their keys, or none when one is refused.
    void update(std::initializer_list<Member> members) { this->add_all(handles_of_members(members)); }
    template <HandlesOf<T> Range> void update(Range&& members) { this->add_all(members); }
    template <kernel::pairs_of<key_type, Ref<T>> Map> void update(Map&& map) { this->add_all(handles_of_pairs(map)); }
    Dict& operator|=(std::initializer_list<Member> members) { return update(members), *this; }
    template <class Members> Dict& operator|=(Members&& members) requires requires(Dict& dict) { dict.update(members); }
    { return update(members), *this; }
    /// Hands the members to `change` as a std::vector of plain pointers and applies the difference, by identity, when
    /// it returns; an exception leaves everything as it was.
    template <class F> void edit(F&& change) { this->edit_items(static_cast<F&&>(change)); }

    // ---- as a range of pairs of key and handle

    iterator begin() const {
        this->require();
        return iterator_at(this->storage_.first());
    }
    iterator end() const {
        this->require();
        return iterator_at(kernel::DictStorage::npos);
    }
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }
    reverse_iterator rbegin() const { return reverse_iterator(end()); }
    reverse_iterator rend() const { return reverse_iterator(begin()); }
    /// The first entry whose key is not less than this one.
    iterator lower_bound(const key_type& key) const requires(is_ordered) {
        const auto wanted = given(key);
        return iterator_at(this->storage_.lower_bound(&*wanted));
    }
    /// The first entry whose key is greater than this one.
    iterator upper_bound(const key_type& key) const requires(is_ordered) {
        const auto wanted = given(key);
        return iterator_at(this->storage_.upper_bound(&*wanted));
    }
    std::pair<iterator, iterator> equal_range(const key_type& key) const requires(is_ordered) {
        const auto wanted = given(key);
        return {lower_bound(*wanted), upper_bound(*wanted)};
    }
    /// The pairs, as the dictionary itself has them.
    kernel::DictView<kernel::ShowPair<T, key_type>> items() const { return view<kernel::ShowPair<T, key_type>>(); }
    kernel::DictView<kernel::ShowKey<key_type>> keys() const { return view<kernel::ShowKey<key_type>>(); }
    kernel::DictView<kernel::ShowMember<T>> values() const { return view<kernel::ShowMember<T>>(); }
    /// The members as plain pointers, to read.
    kernel::DictView<kernel::ShowPointer<T>> raw() const { return view<kernel::ShowPointer<T>>(); }

    /// The same members under the same keys, in whatever order.
    friend bool operator==(const Dict& left, const Dict& right) { return left.same_as(right); }
    template <kernel::pairs_of<key_type, Ref<T>> Map> friend bool operator==(const Dict& left, const Map& right) {
        return left.same_as(right);
    }

    static constexpr kernel::MemberSpec athanor_member() {
        kernel::check_key<key_type, Rule::order>();
        return Base::template make_spec<Options...>();
    }

private:
    friend Entry;
    template <class V> static Ref<T> handle(V&& value) {
        if constexpr (std::same_as<V, T>)
            return make(std::move(value));
        else
            return static_cast<V&&>(value);
    }
    static const key_type& key_of(const kernel::DictEntry* entry) {
        return *static_cast<const key_type*>(entry->key());
    }
    static Ref<T> handle_of(const kernel::DictEntry* entry) { return Ref<T>(kernel::header_of_item(entry->item)); }
    /// A KeyError where the object has no key.
    key_type own_key(const Ref<T>& member) const {
        const kernel::Slot slot(Base::ops(), &this->storage_, this->item_of(member));
        return key_of(static_cast<const kernel::DictEntry*>(slot.get()));
    }
    /// The key of the object, which must be this one.
    key_type own_key(const key_type& key, const Ref<T>& member) const {
        key_type own = own_key(member);
        if (!(own == key)) refuse_mismatch(key, own, member);
        return own;
    }
    template <class Text> static key_type to_key(const Text& text) { return key_type(std::string_view(text)); }
    [[noreturn, gnu::cold]] void refuse_mismatch(const key_type& key, const key_type& own, const Ref<T>& member) const {
        std::string asked, has;
        kernel::describe_key(key, asked);
        kernel::describe_key(own, has);
        kernel::refuse_other_key(this->storage_, asked, has, member.header());
    }
    [[noreturn, gnu::cold]] void refuse_rekeyed_twice(const key_type& key, const kernel::Header* member) const {
        std::string text;
        kernel::describe_key(key, text);
        kernel::refuse_rekeyed_twice(this->storage_, text, member);
    }
    [[noreturn, gnu::cold]] void refuse_absent(const key_type& key) const {
        std::string text;
        kernel::describe_key(key, text);
        kernel::refuse_absent_key(this->storage_, text);
    }
    /// The handles of such members, which stand under their own keys.
    template <class Members> std::vector<Ref<T>> handles_of_members(const Members& members) const {
        std::vector<Ref<T>> handles;
        for (const Member& one : members) {
            if (one.key) own_key(*one.key, one.member);
            handles.push_back(one.member);
        }
        return handles;
    }
    template <class Range> std::vector<Ref<T>> handles_of_pairs(Range& range) const {
        return handles_between(range.begin(), range.end());
    }
    /// … of handles, or of pairs.
    template <class Iterator, class End> std::vector<Ref<T>> handles_between(Iterator first, End last) const {
        std::vector<Member> members;
        for (; first != last; ++first) members.emplace_back(*first);
        return handles_of_members(members);
    }
    void add_new(const std::vector<Ref<T>>& members) {
        std::vector<Ref<T>> entering;
        typename Rule::Storage seen;
        for (const Ref<T>& member : members) {
            const key_type key = own_key(member);
            if (entry_of(key) || seen.find(&key)) continue;
            seen.hold(member.get());
            entering.push_back(member);
        }
        this->add_all(entering);
    }
    void hold(const std::vector<Ref<T>>& members) {
        for (const Ref<T>& member : members) this->storage_.hold(this->item_of(member));
        this->storage_.word |= kernel::word_bits::assigned;
    }

    kernel::GivenKey<key_type> given(const key_type& key) const { return {key, &this->storage_.word, asks_members}; }
    const kernel::DictEntry* entry_of(const key_type& key) const { return entry_at(given(key)); }
    const kernel::DictEntry* entry_at(const kernel::GivenKey<key_type>& key) const {
        const kernel::DictEntry* entry = this->storage_.find(&*key);
        if constexpr (asks_members)
            return entry ? kernel::current_entry(this->storage_, entry) : nullptr;
        else
            return entry;
    }
    template <class Map> bool same_as(const Map& other) const {
        for (const auto& [key, member] : other)
            if (get(key) != member) return false;
        return this->size() == other.size();
    }
    iterator iterator_at(std::size_t place) const noexcept { return iterator(&this->storage_, place); }
    template <class Show> kernel::DictView<Show> view() const {
        this->require();
        return kernel::DictView<Show>(this->storage_);
    }
    iterator assign(const key_type& key, const Ref<T>& member) {
        this->require();
        const key_type own = own_key(key, member); // the other may be that of an entry that goes
        this->insert_at(kernel::at_end, member);
        const kernel::DictEntry* entry = this->storage_.find(&own); // asks no key function again: it is done
        return entry ? iterator_at(entry->place) : end();
    }
    void take_out(std::size_t place) {
        if (!this->bound()) return this->take_out_at(place);
        kernel::Header* const member = kernel::header_of_item(this->storage_.entries[place]->item);
        kernel::remove_item(this->owner(), this->attribute(), place, member);
    }
    void rekey_all(const std::vector<std::pair<key_type, key_type>>& changes) {
        struct Change {
            Ref<T> member;
            typename Source::Values values; // the new ones, and then the old ones
        };
        std::vector<Change> writes;
        std::vector<kernel::Header*> members;
        for (const auto& [from, to] : changes) {
            writes.push_back({at(from), Source::values_of(to)});
            members.push_back(writes.back().member.header());
        }
        if (const std::size_t twice = kernel::first_repeated(members); twice != members.size()) [[unlikely]]
            refuse_rekeyed_twice(changes[twice].first, members[twice]);
        const auto exchange = [&](std::size_t write) {
            Change& change = writes[write / Source::path_count];
            Source::exchange(*change.member, change.values, write % Source::path_count);
        };
        kernel::Rekeying rekeying;
        std::size_t written = 0;
        try {
            for (; written < writes.size() * Source::path_count; ++written) exchange(written);
            rekeying.finish(this->storage_, members);
        } catch (...) {
            rekeying.give_up();
            while (written-- > 0) exchange(written);
            throw;
        }
    }
    Ref<T> require_or_create(const key_type& key) {
        if constexpr (creates) {
            if (const kernel::DictEntry* entry = entry_of(key)) return handle_of(entry);
            Ref<T> member = make(T{});
            Source::write(*member, key);
            return put(member);
        } else
            return at(key);
    }
};

} // namespace athanor
