// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include "orm/instance/extra.hpp"
#include <memory>
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
    /// Turns the reference to the target. `shown`: whom it is known to show until now, by a key in memory.
    void point(Header* owner, const Attribute& attribute, Header* target, Header* shown = nullptr);
    /// Turns a reference that nobody has set of an object without a row.
    void claim(Header* item, const Attribute& attribute, Header* target) {
        link(item, target);
        turn(item, attribute, target, word_bits::assigned | word_bits::dirty);
    }
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
        Kind kind;
        ReferenceStorage::Kind old_kind;
        bool was_null; ///< written
        bool told;     ///< pointed: the session heard of the object's first change
        std::uint32_t old_word;
        Header* owner;
        union {
            const Attribute* attribute;
            const Relationship* relationship; ///< counted, lost, regained
        };
        union {
            void* item;          ///< noted; pointed: the old payload; erased: the slot, which the journal owns
            Spliced* spliced;    ///< owned
            std::int64_t number; ///< written: the old one
        };
        std::size_t place; ///< noted, counted: by how much
    };
    /// The entries of a thread, in blocks that stay where they are.
    struct Journal {
        static constexpr std::size_t block = 512;
        std::vector<std::unique_ptr<Entry[]>> blocks;
        std::size_t size = 0;
        Entry& operator[](std::size_t i) const noexcept { return blocks[i / block][i % block]; }
    };
    static Journal& journal();
    /// Room for one more entry, so that nothing throws between a change and its entry.
    void make_room() {
        if (journal_.size == journal_.blocks.size() * Journal::block) grow();
    }
    void grow();
    Entry& enter(Kind kind, Header* owner) {
        make_room();
        Entry& entry = journal_[journal_.size++];
        entry = Entry();
        entry.kind = kind;
        entry.owner = owner;
        return entry;
    }
    static void undo(const Entry& entry) noexcept;
    void add_to_log(RelationLog& log, Header* owner, Header* item, int delta);
    Entry& turn(Header* owner, const Attribute& attribute, Header* target, std::uint32_t flags);
    static bool owns(const Entry& entry) noexcept;
    static void forget(const Entry& entry) noexcept;
    void discard_owned() noexcept;
    Journal& journal_; ///< nested mutations use what is above start_
    std::size_t start_;
    std::size_t owning_ = 0; ///< entries that own something
};

} // namespace athanor::kernel
