// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include "athanor/orm/mapping/class_info.hpp"
#include <vector>

namespace athanor::kernel {

/// Moves of entries to the keys that their items have now: first made ready, with all that calls user code, then
/// carried out all together or not at all.
class EntryMoves {
public:
    EntryMoves() = default;
    EntryMoves(const EntryMoves&) = delete;
    EntryMoves& operator=(const EntryMoves&) = delete;
    ~EntryMoves();
    /// Looks whether the item still has the entry's key. **Throws** KeyError when it has none.
    void add(DictStorage& storage, DictEntry* entry);
    /// The same for all entries that follow the item: those by attributes (of one only, unless null), or by functions.
    void add_by_attributes(Header* item, const Attribute* column);
    void add_by_functions(Header* item);
    /// **Throws** ValueError when two members would have one key; nothing has moved then.
    void carry_out();
    bool try_carry_out() noexcept;
    bool empty() const noexcept { return moves_.empty(); }

private:
    struct Move {
        DictStorage* storage;
        std::size_t place;
        DictEntry* fresh;
        DictEntry* old; ///< not to be looked at before it is taken: it may have gone
    };
    void drop_stale() noexcept;
    std::vector<Move> moves_;
    const Move* refused_ = nullptr;
    const void* in_the_way_ = nullptr;
};

/// What a function says of an item that is to enter, and of who is in its way, may be another key than they stand
/// under: then they move.
void settle_keys(DictStorage& dict, const DictEntry* wanted);

/// Whether dictionaries file the object under a key that the column is part of.
bool is_part_of_key(const Header* item, const Attribute& column);

/// After the object's values were changed by others than the program: its entries follow. A dictionary that has no
/// place for it, as its new key is another's, is loaded again at its next use.
void follow_values(Header* item);
/// The values of the object's keys are given up, and the row may say otherwise: dictionaries that file it under them
/// (under this column, unless null) are loaded again at their next use.
void give_up_entries(Header* item, const Attribute* column) noexcept;

} // namespace athanor::kernel
