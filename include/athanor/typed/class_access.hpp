// SPDX-License-Identifier: MIT
#pragma once
#include <new>

namespace athanor {

/// A class that makes this its friend lets the library make objects of it for the rows that it loads, though its
/// default constructor is private:
///
///     class Account {
///         friend athanor::class_access;
///         Account() = default;
///     public:
///         explicit Account(std::string owner);
///     };
struct class_access {
    /// Not for users.
    template <class T> static constexpr bool athanor_makes = requires { T{}; };
    template <class T> static void athanor_make(void* place) { ::new (place) T{}; }
};

} // namespace athanor
