// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include "athanor/orm/mapping/class_info.hpp"

// Where the members of an object are.

namespace athanor::kernel {

/// What attribute_of_word gives, without a call.
inline const Attribute& attribute_at(const std::uint32_t* word) noexcept {
    return *header_of_word(word)->cls->attributes[index_of_word(*word)];
}

inline std::uint32_t& word_of(Header* header, const Attribute& attribute) noexcept {
    return *reinterpret_cast<std::uint32_t*>(static_cast<char*>(object_of(header)) + attribute.word);
}
inline void* field_of(Header* header, const Attribute& attribute) noexcept {
    return static_cast<char*>(object_of(header)) + attribute.offset;
}

/// The word of a bound attribute that nothing was assigned to.
inline std::uint32_t bound_word(const Attribute& attribute) noexcept {
    const auto distance = static_cast<std::uint32_t>((attribute.word + sizeof(Header)) >> 2);
    return distance << word_bits::distance_shift | std::uint32_t(attribute.index) << word_bits::index_shift |
        word_bits::bound | word_bits::slow_write;
}

/// Reading it emits nothing, whether it has a value or not.
inline bool in_memory(const Header* owner, const Attribute& attribute) noexcept {
    return !(word_of(const_cast<Header*>(owner), attribute) & word_bits::slow_read);
}
/// It was set or loaded, and may have expired since.
inline bool is_assigned(const Header* owner, const Attribute& attribute) noexcept {
    return (word_of(const_cast<Header*>(owner), attribute) & word_bits::assigned) != 0;
}
/// It was set or loaded, and what it says holds.
inline bool is_shown(const Header* owner, const Attribute& attribute) noexcept {
    return is_assigned(owner, attribute) && in_memory(owner, attribute);
}
inline const CollectionOps& ops_of(const Attribute& attribute) noexcept { return *attribute.spec->collection; }

inline ListStorage& list_of(Header* owner, const Attribute& attribute) noexcept {
    return *static_cast<ListStorage*>(field_of(owner, attribute));
}
inline SetStorage& set_of(Header* owner, const Attribute& attribute) noexcept {
    return *static_cast<SetStorage*>(field_of(owner, attribute));
}
inline DictStorage& dict_of(Header* owner, const Attribute& attribute) noexcept {
    return *static_cast<DictStorage*>(field_of(owner, attribute));
}
inline ReferenceStorage& reference_of(Header* owner, const Attribute& attribute) noexcept {
    return *static_cast<ReferenceStorage*>(field_of(owner, attribute));
}

} // namespace athanor::kernel
