// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include <string>

namespace athanor::kernel {

// What goes wrong with the keys of a dictionary, said with names. A null storage is one that is not known yet.

/// The entry that the item would have. **Throws** KeyError when it has no key.
Slot make_entry(const DictStorage* storage, const KeyOps& keys, void* item);

[[noreturn]] void refuse_absent_key(const DictStorage& storage, const std::string& key);
[[noreturn]] void refuse_empty_dict(const DictStorage& storage);
/// The object is put under another key than its own.
[[noreturn]] void refuse_other_key(
    const DictStorage* storage, const std::string& key, const std::string& own, const Header* item);
/// Somebody else stands under the key of the object.
[[noreturn]] void refuse_other_member(const DictStorage& storage, const DictEntry* entry, const void* item);
/// Two items have one key.
[[noreturn]] void refuse_same_key(const DictStorage& storage, const DictEntry* entry, const void* other);
[[noreturn]] void refuse_missing_key(const DictStorage* storage, const KeyOps& keys, const void* item);

} // namespace athanor::kernel
