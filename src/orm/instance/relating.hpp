// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/ports/state_owner.hpp"
#include "orm/instance/difference.hpp"
#include "orm/instance/mutation.hpp"
#include "orm/instance/positions.hpp"
#include "orm/instance/stored_reference.hpp"
#include <boost/container/small_vector.hpp>
#include <vector>

namespace athanor::kernel {

/// One mutator call on a relationship: knows both sides, and what the session must hear of it at the end.
class Relating {
public:
    Relating(Header* owner, const Attribute& attribute);
    /// Goes on with another relationship, of the same session. One outside any session comes before one that has one.
    void turn_to(Header* owner, const Attribute& attribute);

    /// **Throws** UsageError when the item cannot become a member: null, of another session, its row deleted.
    void check(const Header* item) const;
    /// **Throws** UsageError when the row of the owner itself is deleted: a reference of it would show it to the
    /// target.
    void check_owner() const;
    /// What will stand in the collection for the item. Calls user code, so it is made before anything changes.
    Slot slot_for(Header* item) const;
    bool takes_slots() const noexcept;
    /// Whether the item can be taken out: it is at the place (at_end: somewhere, which sets the place).
    bool has(std::size_t& place, Header* item) const;
    /// False when the item is a member already.
    bool take_in(std::size_t place, Header* item, Slot& slot);
    /// Those that are members already stay where they are, but for a list, which takes everything.
    void take_in(std::size_t place, const std::vector<Header*>& items, std::vector<Slot>& slots);
    void put_again(Header* item);
    void put_out(std::size_t place, Header* item);
    /// Of a collection that is never loaded: the item is no member, as far as memory knows. It belongs to nobody then,
    /// unless it is known to belong to another.
    void deny(Header* item);
    void replace(const std::vector<Header*>& old_items, const std::vector<Header*>& items, const Difference& difference,
        std::vector<Slot>& slots);
    /// In a list: takes out `removed` items from the place on and puts others there.
    void splice(std::size_t place, std::size_t removed, const std::vector<Header*>& items);
    /// In a list: the items that are there already, in another order.
    void reorder(std::size_t place, const std::vector<Header*>& items);
    /// In a list: what stands at two places; those between are counted too.
    void exchange(std::size_t left, std::size_t right);
    void refer(Header* target);
    /// Tells the session; nothing is undone after it. `read`: positions had to be read, so that what was changed is
    /// flushed before they are written.
    void finish(bool read = false);

private:
    void notify();
    void note(Header* owner, const Attribute& attribute, Header* item, int delta);
    void note(const std::vector<Header*>& items, int delta); ///< of the collection itself
    void enter(Header* item, Slot& mirrored);
    void enter(const std::vector<Header*>& items, std::vector<Slot>& mirrored);
    void enter_owner(Header* owner, Header* item);
    void enter_owner(Header* owner, const std::vector<Header*>& items);
    Header* loser_of(Header* item, const Header* owner);
    void refer_to(Header* owner, Header* item);
    std::vector<Header*> come_in(const std::vector<Header*>& items);
    void put_in_place(std::size_t place, std::size_t removed, const std::vector<Header*>& items);
    void refill(const std::vector<Header*>& old_items, const std::vector<Header*>& items, std::vector<Slot>& slots);
    void leave(const std::vector<Header*>& items);
    void put_out_of(Header* owner, const Attribute& attribute, std::size_t place);
    std::size_t make_room(Header* owner, const Attribute& attribute, std::size_t place, const Slot& slot);
    void leave_owner(Header* owner, const Relationship& relationship, Header* item);
    void leave_owner(Header* owner, const OwnerKey& key, const Relationship& relationship, Header* item);
    void drop_all_from(Header* loser, const std::vector<Header*>& items);
    void drop_from(Header* owner, const Attribute& attribute, Header* item);
    Slot mirrored_slot(Header* item) const;
    std::vector<Slot> mirrored_slots(const std::vector<Header*>& items) const;
    void mirror_in(Header* item, const Attribute& back, Header* owner, Slot& slot);
    void mirror_out(Header* item, const Attribute& back, Header* owner);
    bool holds(Header* item, const Slot& slot) const;
    void exchange_single(Header* target);
    void refer_to_owner(Header* target);
    void show_in(Header* owner, const Attribute& attribute, Header* item, Slot& slot);
    void lost(const Header* owner, Header* item, const Relationship& relationship);
    void taken(Header* owner, Header* item, const Relationship& relationship);
    void forget_taking(const Header* item);
    bool mirrors() const noexcept;
    void forget_kept(std::vector<std::vector<Header*>>& leaving) const noexcept;
    void forget_unadopted();

    Header* owner_;
    const Attribute* attribute_;
    const Relationship* relationship_;
    Occupied occupied_; ///< before anything is changed, until after the last undoing
    Mutation mutation_;
    Positions positions_;
    template <class T> using Few = boost::container::small_vector<T, 2>; // most calls are about one item
    Few<Header*> adopt_;           ///< entered by the program's own hand: carry the save-update cascade
    std::size_t adopt_before_ = 0; ///< those of the relationships before this one
    bool one_call_ = true;         ///< … and there are none
    Few<Header*> leavers_;         ///< lost an owner of orphans
    struct Taking {
        const Header* owner;
        Header* item;
    };
    Few<Taking> taken_;
};

} // namespace athanor::kernel
