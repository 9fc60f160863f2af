// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/dict_access.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "orm/instance/names.hpp"

namespace athanor::kernel {
namespace {

std::string name_of(const DictStorage& storage) { return kernel::name_of(&storage.word, "the dictionary"); }
std::string place_of(const DictStorage& storage) { return kernel::place_of(&storage.word, "the dictionary"); }

// The attributes that make the key; empty for a function.
std::string attribute_names(const KeyOps& keys, const Header* item) {
    std::string names;
    for (std::size_t i = 0; i < keys.attribute_count; ++i)
        for (const Attribute* attribute : item->cls->columns)
            if (attribute->offset == keys.attributes[i].offset())
                names += (names.empty() ? "" : ", ") + item->cls->name + "::" + attribute->name;
    return names;
}

} // namespace

void refuse_absent_key(const DictStorage& storage, const std::string& key) {
    throw KeyError(place_of(storage) + " has no member with the key " + key + ": ask contains(…) or get(…) first");
}

void refuse_other_key(const DictStorage& storage, const std::string& key, const std::string& own, const Header* item) {
    throw ValueError(describe(item) + " cannot stand under the key " + key + " of " + place_of(storage) +
        ", because its own key is " + own + ": change the object first, or put(…) it under its own key");
}

void refuse_other_member(const DictStorage& storage, const DictEntry* entry, const void* item) {
    throw UsageError(place_of(storage) + " has " + describe(header_of(entry->item)) + " under the key " +
        describe_key(entry) + ", not " + describe(header_of(item)) + ": remove(…) takes an object out by what it is");
}

void refuse_same_key(const DictStorage& storage, const DictEntry* entry, const void* other) {
    throw ValueError(place_of(storage) + " would have two members under the key " + describe_key(entry) + ", " +
        describe(header_of(entry->item)) + " and " + describe(header_of(other)) +
        ": give one of them another key, or say duplicates(keep_first) or duplicates(keep_last) for what is loaded");
}

void refuse_missing_key(const DictStorage& storage, const KeyOps& keys, const void* item) {
    const Header* header = header_of(item);
    const std::string names = attribute_names(keys, header);
    throw KeyError(describe(header) + " has no key for " + name_of(storage) + ": " +
        (names.empty() ? "its key function gives none" : "set " + names + " before it enters"));
}

void refuse_rekeyed_twice(const DictStorage& storage, const std::string& key, const Header* item) {
    throw ValueError("rekey of " + place_of(storage) + " names the key " + key + " of " + describe(item) +
        ", which is given another key already: a member gets one new key");
}

void refuse_lost_key(const DictStorage& storage, const DictEntry* entry) {
    const Header* item = header_of(entry->item);
    const std::string names = attribute_names(*entry->keys, item);
    throw KeyError(describe(item) + " is in " + place_of(storage) + " under the key " + describe_key(entry) +
        ", so it cannot be without a key" + (names.empty() ? "" : ", " + names) + ": take it out first");
}

void refuse_taken_key(const DictStorage& storage, const DictEntry* wanted, const void* holder) {
    throw ValueError(describe(header_of(wanted->item)) + " cannot have the key " + describe_key(wanted) +
        ", because it is in " + place_of(storage) + ", where " + describe(header_of(holder)) +
        " has that key: give that one another key first, or change both at once with rekey({…})");
}

} // namespace athanor::kernel
