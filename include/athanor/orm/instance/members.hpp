// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "athanor/orm/mapping/class_info.hpp"

// Where the members of an object are.

namespace athanor::kernel {

inline std::uint32_t& word_of(Header* header, const Attribute& attribute) noexcept {
    return *reinterpret_cast<std::uint32_t*>(static_cast<char*>(object_of(header)) + attribute.word);
}
inline void* field_of(Header* header, const Attribute& attribute) noexcept {
    return static_cast<char*>(object_of(header)) + attribute.offset;
}

inline ListStorage& list_of(Header* owner, const Attribute& attribute) noexcept {
    return *static_cast<ListStorage*>(field_of(owner, attribute));
}
inline SetStorage& set_of(Header* owner, const Attribute& attribute) noexcept {
    return *static_cast<SetStorage*>(field_of(owner, attribute));
}
inline ReferenceStorage& reference_of(Header* owner, const Attribute& attribute) noexcept {
    return *static_cast<ReferenceStorage*>(field_of(owner, attribute));
}

} // namespace athanor::kernel
