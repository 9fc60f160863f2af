// SPDX-License-Identifier: MIT
#pragma once
#include <concepts>
#include <memory>
#include <string>
#include <type_traits>

namespace athanor::kernel {

/// A borrowed callable that makes the text of a statement; called only when the cache does not have it.
class TextMaker {
public:
    template <class F>
        requires(!std::same_as<std::remove_cvref_t<F>, TextMaker> && std::is_invocable_r_v<std::string, F&>)
    TextMaker(F&& make)
    noexcept
        : object_(const_cast<void*>(static_cast<const void*>(std::addressof(make)))),
          call_([](void* object) -> std::string { return (*static_cast<std::remove_reference_t<F>*>(object))(); }) {}

    std::string operator()() const { return call_(object_); }

private:
    void* object_;
    std::string (*call_)(void*);
};

} // namespace athanor::kernel
