// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/object.hpp"
#include "athanor/typed/describe.hpp"
#include "athanor/typed/ref.hpp"
#include <new>
#include <utility>

namespace athanor {
namespace kernel {

/// A copy of the values of an object, without its key and its links.
Header* clone_values(const Header* object);

template <class T> Ref<T> make_object(const ClassInfo& cls, T&& value) {
    void* memory = allocate(configured(cls));
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
template <class T, std::uint64_t Layout = layout_of<T>()>
    requires(!std::is_lvalue_reference_v<T>)
Ref<T> make(T&& value) { return kernel::make_object<T>(class_info<T, Layout>(), std::move(value)); }

/// A new object with the same values, but without key and links: `session.add(clone(*user))`.
template <class T, std::uint64_t Layout = layout_of<T>()> Ref<T> clone(const T& object) {
    return Ref<T>(kernel::clone_values(kernel::bound_header(class_info<T, Layout>(), const_cast<T*>(&object))));
}

} // namespace athanor
