// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"
#include <string>

namespace athanor::kernel {

/// Storage for an object of the class, with a header in front; the object itself is not constructed.
void* allocate(const ClassInfo& cls);
/// Frees storage whose object was never constructed (or is destroyed already).
void deallocate(Header* header) noexcept;
/// Destroys the object and frees its storage.
void destroy(Header* header) noexcept;

/// Makes the constructed object one that its words lead back to: from now on attributes are tracked and the content of
/// its relationships is linked, back references included. Strong guarantee but for objects that a failed link changed.
void bind(Header* header);
/// A new bound object of the class, default constructed.
Header* construct(const ClassInfo& cls);
/// A new object of the class, default constructed in the memory of a region that it has yet to enter. The loader, who
/// calls this, binds it by writing all its words.
Header* construct_in(Region* region, const ClassInfo& cls);
/// Takes back what construct_in() made last.
void destroy_in(Region* region, Header* last) noexcept;

/// It has a row, or had one.
inline bool has_identity(const Header* object) noexcept { return object->state >= State::persistent; }
/// Its row was deleted, in this transaction or for good. What was inserted anew since has a row again.
inline bool row_is_deleted(const Header* object) noexcept {
    return object->state == State::deleted || (object->state == State::detached && (object->flags & row_deleted));
}
/// Where the object stands, as programs see it. One that was inserted, deleted and rolled back in one transaction is
/// called deleted ever after, also when it was added again and has a row.
inline State state_of(const Header* object) noexcept {
    return object->state == State::persistent && (object->flags & was_deleted) ? State::deleted : object->state;
}
inline bool in_session(const Header* object) noexcept { return object->owner != nullptr; }

/// Says what a load of a raise_on_load relationship is: a UsageError.
[[noreturn]] void refuse_load(const Header* object, const Attribute& attribute);

/// What messages call an object: `Post #3`, `Post (new)`.
std::string describe(const Header* object);

} // namespace athanor::kernel
