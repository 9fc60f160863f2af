// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/collection.hpp"
#include <cstdint>
#include <vector>

namespace athanor {

template <class T> class Query; // typed/query.hpp: only those who ask need it

namespace kernel {

inline constexpr std::size_t to_the_end = ~std::size_t(0);

/// The members [first, last) of a collection that is never loaded, from the database; of an owner without a row what
/// memory holds. **Emits** what is pending (autoflush) and one SELECT. **Throws** DetachedError.
std::vector<Header*> read_members(const SetStorage& storage, std::size_t first = 0, std::size_t last = to_the_end);
Header* read_member(const SetStorage& storage, std::ptrdiff_t index);
Header* read_only_member(const SetStorage& storage, bool required);
std::int64_t count_members(const SetStorage& storage);
bool has_member(const SetStorage& storage, const Header* member);

/// The query behind the collection (typed/collection_query.hpp).
template <class T> Query<T> select_members(const SetStorage& storage);

/// What collections have that are never loaded as a whole: changes are queued until the flush, both sides of the
/// relationship see them at once, and reads are queries.
template <class T, class Storage> class QueriedCollection : protected CollectionBase<T, Storage> {
    using Base = CollectionBase<T, Storage>;

public:
    using Base::add;
    using Base::add_all;
    using Base::any;
    using Base::athanor_relationship;
    using Base::none;
    using typename Base::difference_type;
    using typename Base::size_type;
    using typename Base::target_type;
    using typename Base::value_type;

    /// Takes the object out; what is owned is deleted by the next flush. Nothing happens when it belongs to somebody
    /// else. **Emits** nothing.
    void remove(const Ref<T>& member) { Base::remove(member); }
    /// A query for the members, in the order of the collection unless it is given another.
    [[nodiscard]] Query<T> select() const { return select_members<T>(this->storage_); }

    /// Asks the database whether the object is a member. **Emits** what is pending and one SELECT.
    bool contains(const Ref<T>& member) const { return member && has_member(this->storage_, member.header()); }
    /// In a query: the object is a member.
    Expr<bool> contains(const Ref<T>& member) const volatile { return Base::contains(member); }

protected:
    QueriedCollection() noexcept = default;
    QueriedCollection(std::initializer_list<Ref<T>> members) : Base(members) {}
    QueriedCollection(const std::vector<Ref<T>>& members) {
        for (const Ref<T>& member : members) this->insert_at(at_end, member);
    }
    QueriedCollection(QueriedCollection&&) = default;
    static std::vector<Ref<T>> handles(const std::vector<Header*>& members) {
        std::vector<Ref<T>> objects;
        objects.reserve(members.size());
        for (Header* member : members) objects.emplace_back(member);
        return objects;
    }
};

} // namespace kernel
} // namespace athanor
