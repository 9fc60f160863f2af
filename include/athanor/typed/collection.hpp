// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/object_access.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "athanor/orm/instance/storage.hpp"
#include "athanor/typed/make.hpp"
#include "athanor/typed/relationship_query.hpp"
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <new>
#include <type_traits>
#include <vector>

namespace athanor {

/// A range of handles on objects of T: a std::vector of them, an array, a collection, a view.
template <class Range, class T>
concept HandlesOf = requires(std::remove_reference_t<Range>& range) {
    { *std::begin(range) } -> std::convertible_to<Ref<T>>;
    std::end(range);
};

namespace kernel {
struct DictStorage;

/// What a collection of objects of T cannot be assigned: for overloads that say so.
template <class Given, class T>
concept no_handles_of = !HandlesOf<Given, T>;
/// What no object of T can be made from, nor several.
template <class Given, class T>
concept no_members_of = no_handle_of<Given, T> && no_handles_of<Given, T>;

/// What a member, a member function or a function says of an object.
template <class Projection, class T> decltype(auto) project(const Projection& projection, const T& object) {
    if constexpr (std::is_member_object_pointer_v<Projection>)
        return object.*projection;
    else if constexpr (std::is_member_function_pointer_v<Projection>)
        return (object.*projection)();
    else
        return projection(object);
}

template <class A, class F> consteval bool takes_value(F) { return false; }
template <class A, class R, class... Given> consteval bool takes_value(R (*)(Given...)) {
    return (std::is_same_v<Given, A> || ...);
}
template <class A, class R, class C, class... Given> consteval bool takes_value(R (C::*)(Given...)) {
    return (std::is_same_v<Given, A> || ...);
}
template <class A, class R, class C, class... Given> consteval bool takes_value(R (C::*)(Given...) const) {
    return (std::is_same_v<Given, A> || ...);
}
/// Whether a function object takes one of its arguments, which are of that type, by value.
template <class F, class Argument, class... More> consteval bool takes_values() {
    using A = std::remove_const_t<Argument>;
    if constexpr (requires { &F::operator(); })
        return takes_value<A>(decltype (&F::operator())());
    else if constexpr (requires { &F::template operator()<Argument, More...>; })
        return takes_value<A>(decltype (&F::template operator()<Argument, More...>)());
    else
        return false;
}

/// What all collections in memory have; the core does the work, the types are put on here.
///
/// Bound to an object, every change goes to both sides of the relationship and to the session. Free-standing, as in
/// `User{.posts = {…}}`, it just holds what it is given.
template <class T, class Storage> class CollectionBase {
public:
    using target_type = T;
    using value_type = Ref<T>;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;

    CollectionBase() noexcept = default;
    CollectionBase(std::initializer_list<Ref<T>> members) { hold_all(members); }
    template <HandlesOf<T> Range>
        requires(!std::is_base_of_v<CollectionBase, std::remove_cvref_t<Range>>)
    CollectionBase(Range&& members) { hold_all(handles_of(members)); }
    /// Moves the content of a free-standing one. **Throws** UsageError for that of an object.
    CollectionBase(CollectionBase&& other) : storage_(other.movable()) {}
    CollectionBase(const CollectionBase&) = delete; // athanor: collections do not copy; snapshot() copies the handles

    /// Replaces the content: members that stay see nothing of it, the others leave and enter. All or nothing.
    CollectionBase& operator=(std::initializer_list<Ref<T>> members) { return replace(headers_of(members)), *this; }
    template <HandlesOf<T> Range> CollectionBase& operator=(Range&& members) {
        const std::vector<Ref<T>>& kept = handles_of(members);
        return replace(headers_of(kept)), *this;
    }
    template <no_handles_of<T> Wrong>
    void operator=(Wrong&&) = delete; // athanor: a collection takes a range of handles on objects of its own class
    CollectionBase& operator=(const CollectionBase& other) {
        if (this != &other) replace(other.headers());
        return *this;
    }
    CollectionBase& operator=(CollectionBase&& other) { return *this = static_cast<const CollectionBase&>(other); }
    /// Exchanges the members, all or nothing. **Emits** one SELECT for each that is not loaded.
    void swap(CollectionBase& other) {
        if (this == &other) return require();
        if (bound() && other.bound()) return swap_items(owner(), attribute(), other.owner(), other.attribute());
        if (other.bound()) return other.swap(*this);
        Storage mine = holding(headers());
        replace(other.headers());
        other.hold(std::move(mine));
    }

    friend void swap(CollectionBase& left, CollectionBase& right) { left.swap(right); } ///< of two relationships

    std::size_t size() const {
        require();
        return storage_.size();
    }
    bool empty() const { return size() == 0; }

    /// Adds the object at the end. **Emits** one SELECT when the collection is not loaded.
    template <std::convertible_to<Ref<T>> Handle> Ref<T> add(const Handle& handle) { // a template: `{}` is a new object
        const Ref<T>& member = handle;
        insert_at(at_end, member);
        return member;
    }
    /// Makes an object of the value and adds it.
    Ref<T> add(T&& value) { return add(make(std::move(value))); }
    template <no_handle_of<T> Wrong>
    void add(const Wrong&) = delete; // athanor: a collection takes handles on objects of its own class, or values of it
    /// Adds all of them, or none when one is refused.
    void add_all(std::initializer_list<Ref<T>> members) { exchange({}, headers_of(members)); }
    template <HandlesOf<T> Range> void add_all(Range&& members) {
        const std::vector<Ref<T>>& kept = handles_of(members);
        exchange({}, headers_of(kept));
    }
    template <no_handles_of<T> Wrong>
    void add_all(const Wrong&) = delete; // athanor: a collection takes a range of handles on objects of its own class
    /// Makes objects of the values and adds them: `list.add_all({{.keyword = "a"}, {.keyword = "b"}})`.
    template <class U = T, std::size_t N> void add_all(U (&&values)[N]) {
        std::vector<Ref<T>> members;
        members.reserve(N);
        for (U& value : values) members.push_back(make(std::move(value)));
        add_all(members);
    }
    /// Takes the object out; false when it was not there. What is owned is deleted by the next flush.
    bool remove(const Ref<T>& member) {
        if (!member) return false;
        if (bound()) return remove_item(owner(), attribute(), at_end, member.header());
        return take_out(member);
    }
    /// Takes out all of them; those that are not there are passed over.
    void remove_all(std::initializer_list<Ref<T>> members) { exchange(headers_of(members), {}); }
    template <HandlesOf<T> Range> void remove_all(Range&& members) {
        const std::vector<Ref<T>>& kept = handles_of(members);
        exchange(headers_of(kept), {});
    }
    /// Takes out the members for which the condition holds; how many places they had.
    template <class F> std::size_t remove_if(F&& condition) {
        static_assert(!takes_values<std::remove_cvref_t<F>, const T>(),
            "athanor: objects do not copy, so the condition of remove_if() takes them by reference: "
            "remove_if([](auto& object) { … })");
        const std::vector<Header*> before = headers();
        std::vector<Header*> kept;
        calling_out([&] {
            for (Header* item : before)
                if (!condition(*static_cast<const T*>(object_of(item)))) kept.push_back(item);
        });
        if (kept.size() != before.size()) replace(kept);
        return before.size() - kept.size();
    }
    /// Takes out everything.
    void clear() {
        if (bound()) return clear_items(owner(), attribute());
        replace({});
    }

    /// Handles on the members as they are now, to iterate over while the collection changes.
    std::vector<Ref<T>> snapshot() const {
        std::vector<Ref<T>> members;
        for (Header* item : headers()) members.emplace_back(item);
        return members;
    }

    bool contains(const Ref<T>& member) const { return member && find(member.get()) != CollectionOps::npos; }
    bool contains(const T* member) const { return member && find(member) != CollectionOps::npos; }

    /// In a query: some member fulfils the condition. `p->tags.any([](auto& t) { return t.name == "c++"; })`
    template <class F> Expr<bool> any(F&& condition) const volatile {
        return any_member<T>(&storage_.word, static_cast<F&&>(condition));
    }
    /// In a query: there is a member.
    Expr<bool> any() const volatile { return Expr<bool>(any_member_code(&storage_.word, {})); }
    /// In a query: no member fulfils the condition.
    template <class F> Expr<bool> none(F&& condition) const volatile { return !any(static_cast<F&&>(condition)); }
    /// In a query: there is no member.
    Expr<bool> none() const volatile { return !any(); }
    /// In a query: the object is a member.
    Expr<bool> contains(const Ref<T>& member) const volatile {
        return Expr<bool>(has_member_code(&storage_.word, member.header()));
    }
    /// Not for users: in a query, the relationship.
    const volatile std::uint32_t* athanor_relationship() const volatile noexcept { return &storage_.word; }

protected:
    void* item_of(const Ref<T>& member) const {
        if (!member) [[unlikely]]
            refuse_null_member(&storage_.word);
        return object_of(member.header());
    }
    bool bound() const noexcept { return (storage_.word & word_bits::bound) != 0; }
    Header* owner() const noexcept { return header_of_word(&storage_.word); }
    const Attribute& attribute() const noexcept { return attribute_of_word(&storage_.word); }
    void require() const {
        if (storage_.word & word_bits::slow_read) [[unlikely]]
            before_read(&storage_.word);
    }
    std::size_t find(const void* item) const {
        require();
        return ops().find(&storage_, item);
    }
    static const CollectionOps& ops() noexcept { return Storage::ops(); }

    /// The handles as a std::vector, itself where the range is one.
    template <class Range> static decltype(auto) handles_of(Range& range) {
        if constexpr (std::is_same_v<std::remove_const_t<Range>, std::vector<Ref<T>>>) {
            return static_cast<const std::vector<Ref<T>>&>(range);
        } else {
            std::vector<Ref<T>> handles;
            for (Ref<T> member : range) handles.push_back(std::move(member));
            return handles;
        }
    }
    template <class Iterator, class End> static std::vector<Ref<T>> handles_between(Iterator first, End last) {
        std::vector<Ref<T>> handles;
        for (; first != last; ++first) handles.push_back(*first);
        return handles;
    }
    template <class Handles> static std::vector<Header*> headers_of(const Handles& handles) {
        std::vector<Header*> items;
        items.reserve(handles.size());
        for (const Ref<T>& member : handles) items.push_back(member.header());
        return items;
    }

    /// Something was to be popped that is not there: the owner counts as changed all the same.
    void note_miss() const {
        if (bound()) count_as_changed(owner());
    }
    /// Free-standing only.
    void take_out_at(std::size_t place) {
        Header* const member = header_of_item(ops().at(&storage_, place));
        ops().discard(ops().erase(&storage_, place));
        count_change(ops(), &storage_);
        release(member);
    }
    void insert_at(std::size_t place, const Ref<T>& member) {
        if (bound())
            add_item(&storage_.word, place, member.header());
        else
            enter(Slot(ops(), &storage_, item_of(member)), place, member);
    }
    void exchange(const std::vector<Header*>& leaving, const std::vector<Header*>& entering) {
        if (bound()) return exchange_items(owner(), attribute(), leaving, entering);
        std::vector<Slot> slots; // what is refused is refused before anything changes
        for (Header* item : entering) slots.emplace_back(ops(), &storage_, item_of(Ref<T>(item)));
        for (Header* item : leaving)
            if (item) take_out(Ref<T>(item));
        for (std::size_t i = 0; i < slots.size(); ++i) enter(std::move(slots[i]), at_end, Ref<T>(entering[i]));
    }
    void replace(const std::vector<Header*>& items) {
        if (bound()) return replace_items(owner(), attribute(), items);
        hold(holding(items));
    }
    Storage holding(const std::vector<Header*>& items) const {
        Storage fresh;
        for (Header* item : items) fresh.hold(item_of(Ref<T>(item)));
        fresh.word |= word_bits::assigned;
        return fresh;
    }
    /// Free-standing only: has this content from now on.
    void hold(Storage&& fresh) noexcept {
        const std::uint32_t changes = storage_.changes + 1;
        storage_.~Storage();
        ::new (&storage_) Storage(std::move(fresh));
        storage_.changes = changes;
    }
    std::vector<Header*> headers() const {
        require();
        std::vector<Header*> items;
        ops().append(&storage_, items);
        return items;
    }
    /// Runs what calls functions of the program. **Throws** UsageError when they changed this very collection.
    template <class F> void calling_out(F&& run) const {
        const std::uint32_t before = storage_.changes;
        run();
        if (storage_.changes != before) refuse_iteration(&storage_.word);
    }
    /// The content as plain pointers, handed to `change`, and put back as a bulk replace.
    template <class F> void edit_items(F&& change) {
        static_assert(!takes_values<std::remove_cvref_t<F>, std::vector<T*>>(),
            "athanor: what edit() calls changes the members that it is given, so it takes them by reference: "
            "edit([](auto& raw) { … })");
        std::vector<Header*> items = headers();
        std::vector<T*> raw;
        raw.reserve(items.size());
        for (Header* item : items) raw.push_back(static_cast<T*>(object_of(item)));
        calling_out([&] { static_cast<F&&>(change)(raw); });
        const BoundHeaders bound(class_info<T>());
        items.clear();
        for (T* item : raw) {
            if (!item) refuse_null_member(&storage_.word);
            items.push_back(bound.of(item));
        }
        replace(items);
    }

    template <auto... Options> static constexpr MemberSpec make_spec() {
        constexpr MemberOptions options = member_options<for_collection, Options...>;
        static_assert(std::is_base_of_v<DictStorage, Storage> ||
                !(options.creating || options.untracked || options.ordered || options.duplicates != Duplicates::refuse),
            "athanor: creating, untracked, ordered and duplicates(…) are options of a Dict, which has keys");
        static_assert(std::is_same_v<Storage, ListStorage> || !(is_position<decltype(Options)> || ...),
            "athanor: position<…> is an option of a List, whose members have places");
        static_assert(!options.unique,
            "athanor: with unique_key no owner could have two members: it is an option of a column, or of a One");
        MemberSpec spec;
        spec.kind = MemberKind::collection;
        spec.word = offsetof(Storage, word);
        spec.target = &type_key<T>;
        spec.target_class = &target_class<T>;
        spec.collection = &Storage::ops();
        spec.options = options;
        return spec;
    }

    Storage storage_;

private:
    Storage&& movable() {
        if (bound()) kernel::refuse_moving_out(&storage_.word);
        return std::move(storage_);
    }
    template <class Range> void hold_all(const Range& members) {
        for (const Ref<T>& member : members) storage_.hold(item_of(member));
        storage_.word |= word_bits::assigned;
    }
    /// What is in the way goes: in a dictionary, who has the key.
    void enter(Slot slot, std::size_t place, const Ref<T>& member) {
        if (const std::size_t other = ops().occupied(&storage_, slot.get()); other != CollectionOps::npos) {
            if (ops().at(&storage_, other) == member.get()) return;
            take_out_at(other);
        }
        slot.insert(&storage_, place);
        acquire(member.header());
        storage_.word |= word_bits::assigned;
        count_change(ops(), &storage_);
    }
    bool take_out(const Ref<T>& member) {
        const std::size_t place = find(member.get());
        if (place == CollectionOps::npos) return false;
        take_out_at(place);
        return true;
    }
};

} // namespace kernel

} // namespace athanor
