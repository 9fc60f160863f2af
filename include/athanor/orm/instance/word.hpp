// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

namespace athanor::kernel {

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
    watched = 64,   ///< part of the key of dictionaries that hold the object: every write takes the cold call
    distinct = 128, ///< a list that is known to hold nothing twice
    flags = 0xff,
    index_shift = 8,
    index_mask = 0x3ff,
    distance_shift = 18,
};
}

// The cold calls of the attributes; compiled, never inlined.

/// Before the first write of a clean attribute, or of one that is watched: keeps the old value, tells the session.
/// **Throws** UsageError for an alias; leaves the attribute as it was when it throws.
void before_write(std::uint32_t* word);
/// Writes an attribute that is watched: exchanges the field's value with the other one and moves the entries of the
/// object in its dictionaries to their new keys. **Throws** ValueError when a key is taken, KeyError when one would be
/// missing; leaves everything as it was when it throws.
void write_watched(std::uint32_t* word, void* field, void* value, void (*exchange)(void* field, void* value));
/// Before a read of an attribute that is not in memory. **Emits** one SELECT for all expired columns of the object.
/// **Throws** DetachedError, ObjectDeletedError.
void before_read(const std::uint32_t* word);

} // namespace athanor::kernel
