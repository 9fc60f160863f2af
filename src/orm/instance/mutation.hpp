// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include "orm/instance/extra.hpp"
#include <vector>

namespace athanor::kernel {

/// One mutator call: a journal of small changes that is undone, last first, unless it is committed.
///
/// Undoing never allocates: whatever it puts back was there just before.
class Mutation {
public:
    Mutation();
    Mutation(const Mutation&) = delete;
    Mutation& operator=(const Mutation&) = delete;
    ~Mutation();
    /// From here on nothing is undone.
    void commit() noexcept;

    /// Puts the slot, which is the item's, into the container; nothing may be in its way.
    void insert(Header* owner, const Attribute& attribute, std::size_t place, Header* item, Slot& slot);
    void erase(Header* owner, const Attribute& attribute, std::size_t place);
    /// Puts items into a list in place of `removed` others. Undoing it needs no memory: what was there fits again.
    void splice(Header* owner, const Attribute& attribute, std::size_t place, std::size_t removed,
        const std::vector<Header*>& items);
    void point(Header* owner, const Attribute& attribute, Header* target);
    /// Notes in the history of a collection that the item entered or left.
    void note(Header* owner, const Attribute& attribute, Header* item, int delta);
    /// The same of many items, of a collection that is in memory.
    void note(Header* owner, const Attribute& attribute, const std::vector<Header*>& items, int delta);
    /// Notes that the item was taken out of a new owner's collection which did not have it.
    void note_absent(Header* owner, const Attribute& attribute, Header* item);
    /// Brings into memory what the row says of a reference, which is no change.
    void show(Header* owner, const Attribute& attribute, Header* target);
    /// Notes that the item has one holder more or less by a relationship without back reference.
    void count_holder(Header* item, const Relationship& relationship, int delta);
    void lose(Header* item, const Relationship& relationship);   ///< the item was taken out of an owner of orphans
    void regain(Header* item, const Relationship& relationship); ///< … and has one again
    /// Writes a column that is a whole number. **Throws** ValueError when it does not fit.
    void write(Header* object, const Attribute& column, std::int64_t value);
    /// The relationship is in memory from now on (a transient object's, at its first change).
    void touch(Header* owner, const Attribute& attribute);
    /// Tells the session of the first change of a persistent object.
    void changed(Header* object);

private:
    void add_to_log(RelationLog& log, Header* owner, Header* item, int delta);
    void turn(Header* owner, const Attribute& attribute, Header* target, std::uint32_t flags);
    enum class Kind : std::uint8_t {
        inserted,
        erased,
        spliced,
        pointed,
        noted,
        counted,
        lost,
        regained,
        touched,
        changed,
        written
    };
    /// What a list held at a place before other items came there.
    struct Spliced {
        std::vector<void*> items;
        std::size_t count; ///< of the items there now
    };
    struct Entry {
        Kind kind{};
        ReferenceStorage::Kind old_kind = ReferenceStorage::empty;
        bool was_null = false; ///< written
        std::uint32_t old_word = 0;
        Header* owner = nullptr;
        union {
            const Attribute* attribute = nullptr;
            const Relationship* relationship; ///< counted, lost, regained
        };
        union {
            void* item = nullptr; ///< noted; pointed: the old payload; erased: the slot, which the journal owns
            Spliced* spliced;     ///< owned
            std::int64_t number;  ///< written: the old one
        };
        std::size_t place = 0; ///< noted, counted: by how much
    };
    /// Room for one more entry, so that nothing throws between a change and its entry.
    void make_room() {
        if (journal_.size() == journal_.capacity()) grow();
    }
    void grow();
    Entry& enter(Kind kind, Header* owner);
    static void undo(const Entry& entry) noexcept;
    static void forget(const Entry& entry) noexcept;
    std::vector<Entry>& journal_; ///< one per thread; nested mutations use what is above start_
    std::size_t start_;
};

} // namespace athanor::kernel
