// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/member_spec.hpp"
#include <cstddef>
#include <cstdint>

namespace athanor {
class Table;

namespace kernel {

/// The members of a class, borrowed.
struct MemberPlaces {
    const MemberPlace* first = nullptr;
    std::size_t count = 0;

    const MemberPlace* begin() const noexcept { return first; }
    const MemberPlace* end() const noexcept { return first + count; }
    std::size_t size() const noexcept { return count; }
    const MemberPlace& operator[](std::size_t index) const noexcept { return first[index]; }
};

/// What the compiler tells about a class; the rest is found at run time.
struct ClassSpec {
    TypeKey key;
    const char* signature;         ///< a function signature that holds the name of the class
    const char* members_signature; ///< one that holds the names of all members
    std::uint32_t size, align;
    std::uint64_t layout;
    void (*construct)(void*);
    void (*destroy)(void*) noexcept;
    MemberPlaces members;
    /// Applies the class-level options, may be null. Called twice: at registration with a null context, to take the
    /// name, and with the ClassInfo as context when the table has all its columns, also those that relationships
    /// brought. uniques, indexes, checks and dialect options are emptied before the second call, and what the first one
    /// throws is ignored.
    void (*table)(Table&, const void* context);
    /// `typeid(T).name()`, may be null. Tells classes inside functions apart, whose signatures are alike on clang.
    const char* linkage_name = nullptr;
};

/// Registers a class, or finds it when another file of the program registered it already.
/// **Throws** MappingError for two classes of one name with different layouts.
ClassInfo& register_class(const ClassSpec& spec);
/// The class, configured; what `configured` in class_info.hpp does, for code that does not look into ClassInfo.
const ClassInfo& ready(const ClassInfo& cls);

} // namespace kernel
} // namespace athanor
