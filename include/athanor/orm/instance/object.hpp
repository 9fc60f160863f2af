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
/// A new bound object of the class, default constructed, for the loader.
Header* construct(const ClassInfo& cls);

inline bool has_identity(const Header* object) noexcept {
    return object->state == State::persistent || object->state == State::deleted || object->state == State::detached;
}
inline bool in_session(const Header* object) noexcept { return object->owner != nullptr; }

/// Says what a load of a raise_on_load relationship is: a UsageError.
[[noreturn]] void refuse_load(const Header* object, const Attribute& attribute);

/// What messages call an object: `Post #3`, `Post (new)`.
std::string describe(const Header* object);

} // namespace athanor::kernel
