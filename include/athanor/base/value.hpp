// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace athanor {

/// A value of any type a database knows, owning its bytes: NULL, integer, real, text or blob.
class Value {
public:
    Value() noexcept = default;
    Value(std::nullopt_t) noexcept {}
    /// **Throws** ValueError above the largest 64-bit signed integer.
    template <std::integral T> Value(T value) noexcept(!large<T>) : cell_(Cell::of(static_cast<std::int64_t>(value))) {
        if constexpr (large<T>)
            if (cell_.integer < 0) refuse_large(value);
    }
    template <std::floating_point T> Value(T value) noexcept : cell_(Cell::of(static_cast<double>(value))) {}
    Value(std::string_view text) : Value(Cell::of(text)) {}
    Value(const std::string& text) : Value(std::string_view(text)) {}
    Value(const char* text) : Value(std::string_view(text)) {}
    template <class T> Value(const std::optional<T>& value) : Value() {
        if (value) *this = Value(*value);
    }
    /// A copy of what the cell borrows.
    explicit Value(const Cell& cell);
    static Value blob(std::string_view bytes) { return Value(Cell::blob(bytes)); }

    Value(const Value& other) : Value(other.cell_) {}
    Value(Value&& other) noexcept : cell_(other.cell_) { other.cell_ = {}; }
    Value& operator=(Value other) noexcept {
        std::swap(cell_, other.cell_);
        return *this;
    }
    ~Value() {
        if (cell_.kind == CellKind::text || cell_.kind == CellKind::blob) release();
    }

    CellKind kind() const noexcept { return cell_.kind; }
    bool is_null() const noexcept { return cell_.is_null(); }
    /// The value as a cell that borrows from this object.
    const Cell& cell() const noexcept { return cell_; }
    std::int64_t integer() const noexcept { return cell_.integer; }
    double real() const noexcept { return cell_.real; }
    std::string_view text() const noexcept { return cell_.text(); }

    friend bool operator==(const Value& left, const Value& right) noexcept { return same(left.cell_, right.cell_); }

private:
    template <class T> static constexpr bool large = std::unsigned_integral<T> && sizeof(T) == 8;
    [[noreturn]] static void refuse_large(std::uint64_t value);
    void release() noexcept;
    Cell cell_;
};

/// The value as a person would read it in a message: `NULL`, `42`, `'text'`, `blob of 12 bytes`.
std::string to_string(const Cell& cell);
inline std::string to_string(const Value& value) { return to_string(value.cell()); }

/// A hash that agrees with `==`.
std::size_t hash_value(const Cell& cell) noexcept;

} // namespace athanor
