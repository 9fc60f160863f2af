// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/header.hpp"

namespace athanor::kernel {

[[noreturn]] void refuse_null_handle();
[[noreturn]] void refuse_null_member(const std::uint32_t* word);
[[noreturn]] void refuse_null_reference(const std::uint32_t* word);
[[noreturn]] void refuse_iteration(const std::uint32_t* word);
[[noreturn]] void refuse_absent_member(const std::uint32_t* word, const Header* member);
[[noreturn]] void refuse_empty_pop(const std::uint32_t* word);
/// A first or last member is asked for where there is none.
[[noreturn]] void refuse_no_member(const std::uint32_t* word);
[[noreturn]] void refuse_end(const std::uint32_t* word);
[[noreturn]] void refuse_other_iterator(const std::uint32_t* word);
[[noreturn]] void refuse_moving_out(const std::uint32_t* word);
[[noreturn]] void refuse_index(const std::uint32_t* word, std::size_t index, std::size_t size);

/// The headers of objects of a class that were given as plain pointers.
class BoundHeaders {
public:
    explicit BoundHeaders(const ClassInfo& cls) noexcept;
    /// **Throws** UsageError for null and for an object on the stack or in a container, which has no header.
    Header* of(void* object) const {
        if (!object || !(word_of(object) & word_bits::bound)) [[unlikely]]
            refuse(object);
        return header_of(object);
    }

private:
    std::uint32_t word_of(void* object) const noexcept {
        return *reinterpret_cast<const std::uint32_t*>(static_cast<const char*>(object) + word_);
    }
    [[noreturn]] void refuse(const void* object) const;
    const ClassInfo& cls_;
    std::size_t word_; ///< where the first attribute has its word
};
inline Header* bound_header(const ClassInfo& cls, void* object) { return BoundHeaders(cls).of(object); }

} // namespace athanor::kernel
