// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/word.hpp"
#include <cstddef>
#include <cstdint>

namespace athanor {

/// Where an object stands between the program and the database. From `persistent` on it has an identity.
enum class State : std::uint8_t {
    transient,  ///< not in a session, no row
    pending,    ///< added, its row comes with the next flush
    persistent, ///< in a session, has a row
    deleted,    ///< its row was deleted by a flush, the transaction is still open
    detached,   ///< has a row, but no session
};

namespace kernel {
struct Attribute;
struct ClassInfo;
struct Region;
struct Extra;
class StateOwner;

/// Stands directly before every object.
struct Header {
    Region* region = nullptr; ///< null: a region of its own
    Header* next = nullptr;   ///< in the region's list
    const ClassInfo* cls = nullptr;
    StateOwner* owner = nullptr; ///< the session's side; null: none
    Extra* extra = nullptr;      ///< what only changed objects have
    std::uint32_t handles = 0;   ///< Ref<T> that point here
    std::uint16_t flags = 0;     ///< HeaderFlag
    State state = State::transient;
    std::uint8_t scratch = 0; ///< marks of algorithms that run to their end without user code
};
static_assert(sizeof(Header) == 48);

enum HeaderFlag : std::uint16_t {
    modified = 1,          ///< in the session's list of changed objects
    marked = 2,            ///< marked for deletion
    marked_by_cascade = 4, ///< … by the cascade from its owner, not by name
    expired = 8,           ///< at least one column must be read again
    bound_object = 16,
    row_deleted = 32,  ///< detached because its row was deleted: it does not come back
    in_arena = 64,     ///< its storage is its region's, freed with all of it
    was_deleted = 128, ///< a flush deleted its row, and no rollback has brought that row back
    lost_key = 256,    ///< its key was expired when a rollback took its row away
    logged = 512,      ///< a RelationLog may mention it; it stays, as logs end without a word
};

inline Header* header_of(const void* object) noexcept {
    return reinterpret_cast<Header*>(reinterpret_cast<std::uintptr_t>(object) - sizeof(Header));
}
inline void* object_of(Header* header) noexcept { return header + 1; }
inline const void* object_of(const Header* header) noexcept { return header + 1; }

/// The header of the object that a bound word is part of.
inline Header* header_of_word(const std::uint32_t* word) noexcept {
    return reinterpret_cast<Header*>(reinterpret_cast<std::uintptr_t>(word) -
        (static_cast<std::uintptr_t>(*word >> word_bits::distance_shift) << 2));
}
inline std::uint16_t index_of_word(std::uint32_t word) noexcept {
    return static_cast<std::uint16_t>(word >> word_bits::index_shift & word_bits::index_mask);
}
/// The attribute that a bound word is part of.
const Attribute& attribute_of_word(const std::uint32_t* word) noexcept;

} // namespace kernel
} // namespace athanor
