// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/region.hpp"
#include "athanor/typed/describe.hpp"
#include "athanor/typed/ref.hpp"
#include <string_view>
#include <utility>

namespace athanor {

/// A handle on an object of any mapped class, as inspection gives it; compares by identity.
/// **Threads**: an object and its handles belong to one thread at a time.
class AnyRef {
public:
    AnyRef() noexcept = default;
    template <class T> AnyRef(const Ref<T>& object) noexcept : AnyRef(object.header()) {}
    /// Not for users: a handle on an object that has a header.
    explicit AnyRef(kernel::Header* header) noexcept : header_(header) { hold(); }
    AnyRef(const AnyRef& other) noexcept : header_(other.header_) { hold(); }
    AnyRef(AnyRef&& other) noexcept : header_(std::exchange(other.header_, nullptr)) {}
    AnyRef& operator=(AnyRef other) noexcept {
        std::swap(header_, other.header_);
        return *this;
    }
    ~AnyRef() {
        if (header_) kernel::release(header_);
    }

    /// The name of its class without namespaces; empty for null.
    std::string_view class_name() const noexcept;
    /// The object as one of class T, null when it is of another class.
    template <class T> Ref<T> as() const {
        return header_ && header_->cls == &class_info<T>() ? Ref<T>(header_) : Ref<T>();
    }
    /// The address of the object, or null.
    const void* get() const noexcept { return header_ ? kernel::object_of(header_) : nullptr; }
    explicit operator bool() const noexcept { return header_ != nullptr; }
    friend bool operator==(const AnyRef& left, const AnyRef& right) noexcept { return left.header_ == right.header_; }

    /// Not for users.
    kernel::Header* header() const noexcept { return header_; }

private:
    void hold() const noexcept {
        if (header_) kernel::acquire(header_);
    }
    kernel::Header* header_ = nullptr;
};

} // namespace athanor
