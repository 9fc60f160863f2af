// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include <cstddef>
#include <cstdint>

namespace athanor {

/// Where an object stands between the program and the database.
enum class State : std::uint8_t {
    transient,  ///< not in a session, no row
    pending,    ///< added, its row comes with the next flush
    persistent, ///< in a session, has a row
    deleted,    ///< its row was deleted by a flush, the transaction is still open
    detached,   ///< has a row, but no session
};

namespace kernel {
struct Region;
struct Extra;
class StateOwner;

/// The binding word of an attribute: 14 bits distance to the header in 4-byte units, 10 bits attribute index, 8 flags.
/// A zero word belongs to a free-standing value.
namespace word_bits {
enum : std::uint32_t {
    slow_write = 1, ///< the next write takes the cold call
    slow_read = 2,  ///< the next read takes the cold call: expired, deferred, not loaded, or a query alias
    assigned = 4,   ///< set at least once (relationships: in memory)
    dirty = 8,      ///< differs, or may differ, from the row
    bound = 16,     ///< part of an object with a header
    alias = 32,     ///< part of a query alias, which has no value
    flags = 0xff,
    index_shift = 8, index_mask = 0x3ff, distance_shift = 18,
};
}

/// Stands directly before every object.
struct Header {
    Region* region = nullptr;     ///< null: a region of its own
    Header* next = nullptr;       ///< in the region's list
    const ClassInfo* cls = nullptr;
    StateOwner* owner = nullptr;  ///< the session's side; null: none
    Extra* extra = nullptr;       ///< what only changed objects have
    std::uint32_t handles = 0;    ///< Ref<T> that point here
    std::uint16_t flags = 0;      ///< HeaderFlag
    State state = State::transient;
    std::uint8_t scratch = 0;     ///< marks of algorithms that run to their end without user code
};
static_assert(sizeof(Header) == 48);

enum HeaderFlag : std::uint16_t {
    modified = 1,          ///< in the session's list of changed objects
    marked = 2,            ///< marked for deletion
    marked_by_cascade = 4, ///< … by the cascade from its owner, not by name
    expired = 8,           ///< at least one column must be read again
    bound_object = 16,
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
inline const Attribute& attribute_of_word(const std::uint32_t* word) noexcept {
    return *header_of_word(word)->cls->attributes[index_of_word(*word)];
}
inline std::uint32_t& word_of(Header* header, const Attribute& attribute) noexcept {
    return *reinterpret_cast<std::uint32_t*>(static_cast<char*>(object_of(header)) + attribute.word);
}
inline void* field_of(Header* header, const Attribute& attribute) noexcept {
    return static_cast<char*>(object_of(header)) + attribute.offset;
}

// The cold calls of the attributes; compiled, never inlined.

/// Before the first write of a clean attribute, or of one that is watched: keeps the old value, tells the session.
/// **Throws** UsageError for an alias; leaves the attribute as it was when it throws.
void before_write(std::uint32_t* word);
/// Before a read of an attribute that is not in memory. **Emits** one SELECT for all expired columns of the object.
/// **Throws** DetachedError, ObjectDeletedError.
void before_read(const std::uint32_t* word);

} // namespace kernel
} // namespace athanor
