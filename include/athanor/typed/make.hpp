// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/object.hpp"
#include "athanor/typed/describe.hpp"
#include "athanor/typed/ref.hpp"
#include <concepts>
#include <new>
#include <utility>

namespace athanor {
namespace kernel {

/// A copy of the values of an object, without its key and its links.
Header* clone_values(const Header* object);

template <class T> std::true_type test_handle(const Ref<T>*);
std::false_type test_handle(const void*);
/// A Ref, or the place of a list, which is one.
template <class T> inline constexpr bool is_handle = decltype(test_handle(static_cast<T*>(nullptr)))::value;
/// The layout of a value that is handed over as T&&; handles and lvalues are for other overloads.
template <class T> consteval std::uint64_t layout_of_value() {
    if constexpr (std::is_lvalue_reference_v<T> || is_handle<std::remove_cvref_t<T>>)
        return 0;
    else
        return layout_of<T>();
}

/// What stands for no object of T: for overloads that say so.
template <class Given, class T>
concept no_handle_of = !std::convertible_to<Given, Ref<T>> && !std::convertible_to<Given, T>;

template <class T> Ref<T> make_object(const ClassInfo& cls, T&& value) {
    void* memory = allocate(ready(cls));
    try {
        ::new (memory) T(std::move(value));
    } catch (...) {
        deallocate(header_of(memory));
        throw;
    }
    Ref<T> object(header_of(memory)); // from here on the handle frees it
    bind(object.header());
    return object;
}

} // namespace kernel

/// A new object that no session knows yet: `make(Post{.title = "Hello"})`.
template <class T, std::uint64_t Layout = kernel::layout_of_value<T>()>
    requires(!std::is_lvalue_reference_v<T> && !kernel::is_handle<T>)
Ref<T> make(T&& value) { return kernel::make_object<T>(class_info<T, Layout>(), std::move(value)); }

/// A new object with the same values, but without key and links: `session.add(clone(*user))`.
template <class T, std::uint64_t Layout = layout_of<T>()> Ref<T> clone(const T& object) {
    return Ref<T>(kernel::clone_values(kernel::bound_header(class_info<T, Layout>(), const_cast<T*>(&object))));
}

} // namespace athanor
