// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include "athanor/orm/instance/members.hpp"
#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <vector>

// What an object keeps beside its attributes while it differs from its row, and where dictionaries file it. Few objects
// have it.

namespace athanor::kernel {

/// The value of a column as the row has it, kept at the first write.
struct OldValue {
    std::uint16_t attribute;
    bool known; ///< false: the attribute was expired when it was written
    Value value;
};

/// What the row says of a reference, kept at its first change.
struct OldReference {
    explicit OldReference(const Attribute& reference) noexcept : attribute(&reference) {}
    const Attribute* attribute;
    bool known = false; ///< false: only the database can say
    ReferenceStorage::Kind kind = ReferenceStorage::empty;
    union {
        Header* target = nullptr;
        std::int64_t key;
    };
    std::unique_ptr<std::vector<Value>> wide;

    /// The object that it referred to, if it was in memory.
    Header* object() const noexcept { return kind == ReferenceStorage::object ? target : nullptr; }
};

/// How often an object entered (+) or left (-) a collection since the last flush.
struct Change {
    Header* item;
    int delta;
    std::uint32_t turn; ///< grows with each change of the relationship
};

/// The changes of one collection since the last flush; for one that is not in memory this is the queue that is applied
/// when it is loaded.
class RelationLog {
public:
    explicit RelationLog(const Attribute& attribute) : attribute_(&attribute) {}
    const Attribute& attribute() const noexcept { return *attribute_; }
    const std::vector<Change>& changes() const noexcept { return changes_; }
    int delta(const Header* item) const noexcept;
    void reserve(std::size_t more) {
        if (changes_.capacity() - changes_.size() < more) grow(more);
    }
    /// Strong guarantee; noexcept in effect for an item that is there already.
    void add(Header* item, int delta) {
        if (item->flags & logged) return add_again(item, delta);
        changes_.push_back({item, delta, ++turn_});
        item->flags |= logged;
    }
    void clear() noexcept;

private:
    void grow(std::size_t more);
    void add_again(Header* item, int delta); ///< it may be there already
    Change* find(const Header* item) noexcept;
    void index();
    std::uint32_t turn_ = 0;
    const Attribute* attribute_;
    std::vector<Change> changes_;
    /// Where the changes of each item are, as far as somebody has looked for one; only above a handful.
    std::unique_ptr<boost::unordered_flat_map<const Header*, std::size_t>> index_;
    std::size_t indexed_ = 0;
};

/// How often an object gained and lost holders of a relationship without a back reference.
struct HolderCount {
    const Relationship* relationship;
    int delta;
};

struct Extra {
    boost::container::small_vector<OldValue, 1> old_values; ///< most objects change in one column
    boost::container::small_vector<OldReference, 1> old_references;
    boost::container::small_vector<std::unique_ptr<RelationLog>, 1> logs;
    std::vector<HolderCount> holders;
    std::vector<const Relationship*> lost_by; ///< relationships with orphans that the object was taken out of
    DictEntry* entries = nullptr;             ///< in the dictionaries that follow its keys
    StateOwner* deleted_by = nullptr;         ///< the session whose open transaction deleted the row
    bool filed = false;                       ///< it was in one: an entry that comes back finds its place here
    bool in_arena = false;                    ///< its memory is the region's

    OldValue* old(std::uint16_t attribute) noexcept;
    void forget_old(std::uint16_t attribute) noexcept;
    void forget_old(const Attribute& reference) noexcept;
};

Extra& extra_of(Header* object);
OldReference* old_reference(const Header* object, const Attribute& attribute) noexcept;
RelationLog* find_log(const Header* object, const Attribute& attribute) noexcept;
RelationLog& log_of(Header* object, const Attribute& attribute);
void drop_extra(Header* object) noexcept;
/// Whether all that changed is that owners took the object in or let it go, without a reference back: nothing that its
/// row says.
bool only_held(const Header* object) noexcept;
/// Whether it has more there than its entries.
bool has_changes(const Header* object) noexcept;
/// Drops all but its entries.
void drop_changes(Header* object) noexcept;

} // namespace athanor::kernel
