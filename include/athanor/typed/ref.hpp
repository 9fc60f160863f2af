// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/object_access.hpp"
#include "athanor/orm/instance/region.hpp"
#include <cstddef>
#include <string_view> // std::hash
#include <utility>

namespace athanor {

/// A handle on an object: keeps it, and everything that relationships link to it, alive. Like a pointer it can be null,
/// and it compares by identity: one row is one object of a session.
/// **Threads**: an object and its handles belong to one thread at a time.
template <class T> class Ref {
public:
    Ref() noexcept = default;
    Ref(std::nullptr_t) noexcept {}
    /// Not for users: a handle on an object that has a header.
    explicit Ref(kernel::Header* header) noexcept
        : object_(header ? static_cast<T*>(kernel::object_of(header)) : nullptr) {
        hold();
    }
    Ref(const Ref& other) noexcept : object_(other.object_) { hold(); }
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Ref& operator=(Ref other) & noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    Ref& operator=(Ref) && = delete; // athanor: this handle is a temporary copy; list[i] = x and dict[key] = x replace
    ~Ref() {
        if (object_) kernel::release(header());
    }

    /// **Throws** UsageError when it is null.
    T& operator*() const { return *operator->(); }
    T* operator->() const {
        if (!object_) [[unlikely]]
            kernel::refuse_null_handle();
        return object_;
    }
    /// The object, or null.
    T* get() const noexcept { return object_; }
    explicit operator bool() const noexcept { return object_ != nullptr; }

    friend bool operator==(const Ref& left, const Ref& right) noexcept { return left.object_ == right.object_; }
    friend bool operator==(const Ref& left, std::nullptr_t) noexcept { return left.object_ == nullptr; }

    /// Not for users.
    kernel::Header* header() const noexcept { return object_ ? kernel::header_of(object_) : nullptr; }

private:
    void hold() const noexcept {
        if (object_) kernel::acquire(header());
    }
    T* object_ = nullptr;
};

namespace kernel {

/// What is no handle but gives one: a reference of an object, an entry of a dictionary.
template <class Source>
concept gives_handle = requires(const Source& source) {
    Ref(source.ref());
};

} // namespace kernel
} // namespace athanor

/// By identity, as handles compare.
template <class T> struct std::hash<athanor::Ref<T>> {
    std::size_t operator()(const athanor::Ref<T>& object) const noexcept { return std::hash<T*>()(object.get()); }
};
