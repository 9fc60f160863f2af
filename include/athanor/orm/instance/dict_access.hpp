// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include <string>

namespace athanor::kernel {

// What goes wrong with the keys of a dictionary, said with names.

[[noreturn]] void refuse_absent_key(const DictStorage& storage, const std::string& key);
/// The object is put under another key than its own.
[[noreturn]] void refuse_other_key(
    const DictStorage& storage, const std::string& key, const std::string& own, const Header* item);
/// Somebody else stands under the key of the object.
[[noreturn]] void refuse_other_member(const DictStorage& storage, const DictEntry* entry, const void* item);
/// Two items have one key.
[[noreturn]] void refuse_same_key(const DictStorage& storage, const DictEntry* entry, const void* other);
[[noreturn]] void refuse_missing_key(const DictStorage& storage, const KeyOps& keys, const void* item);

/// One member would be given two keys at once.
[[noreturn]] void refuse_rekeyed_twice(const DictStorage& storage, const std::string& key, const Header* item);
/// A member would have no key any more.
[[noreturn]] void refuse_lost_key(const DictStorage& storage, const DictEntry* entry);
/// A member would take the key of this entry, which another one has.
[[noreturn]] void refuse_taken_key(const DictStorage& storage, const DictEntry* wanted, const void* holder);

// How entries follow the keys of their items.

/// The entry, if its item still has that key. Else it is moved to the key that the item has now, and there is none.
/// **Throws** ValueError when somebody else has that key, KeyError when the item has none.
const DictEntry* current_entry(const DictStorage& storage, const DictEntry* entry);
/// Moves all entries to the keys that their items have now, or none.
void refile(DictStorage& storage);

/// Where the first stands that stands further in front, too; the size when each stands there once.
std::size_t first_repeated(const std::vector<Header*>& items);

/// A write of one attribute that can be taken back.
struct KeyWrite {
    std::uint32_t* word;
    std::uint32_t old_word;
    bool kept;     ///< the session knew the old value already
    bool modified; ///< … and that the object had changed

    explicit KeyWrite(std::uint32_t* written) noexcept;
    /// The value is back; so is what was noted of it.
    void take_back() noexcept;
};

/// While it lives, writes of keys leave the entries where they are; `finish` moves them all at once.
class Rekeying {
public:
    Rekeying() noexcept;
    Rekeying(const Rekeying&) = delete;
    Rekeying& operator=(const Rekeying&) = delete;
    ~Rekeying();
    /// Moves the entries of the items in all dictionaries that follow them, and in this one: all or none.
    /// **Throws** ValueError.
    void finish(DictStorage& storage, const std::vector<Header*>& items);
    /// From here on the program takes its writes back, last first.
    void give_up() noexcept { giving_up_ = true; }

    /// Not for programs: one of the writes.
    void write(std::uint32_t* word, void* field, void* value, void (*exchange)(void* field, void* value));

private:
    Rekeying* outer_;
    bool giving_up_ = false;
    std::vector<KeyWrite> writes_;
};

} // namespace athanor::kernel
