// SPDX-License-Identifier: MIT
#include "athanor/sql/packed_values.hpp"
#include <cstring>

namespace athanor::kernel {
namespace {

bool has_bytes(CellKind kind) noexcept { return kind == CellKind::text || kind == CellKind::blob; }

} // namespace

// The kind, then the number or the count of the bytes that follow, as this machine keeps them: nobody else reads it.
void pack(std::string& bytes, const Cell& value) {
    bytes += static_cast<char>(value.kind);
    if (value.is_null()) return;
    const std::int64_t head = has_bytes(value.kind) ? static_cast<std::int64_t>(value.size) : value.integer;
    bytes.append(reinterpret_cast<const char*>(&head), sizeof head);
    if (has_bytes(value.kind)) bytes.append(value.text());
}

bool PackedValues::take(void* into, std::size_t size) noexcept {
    damaged_ = damaged_ || bytes_.size() < size;
    if (damaged_) return false;
    std::memcpy(into, bytes_.data(), size);
    bytes_.remove_prefix(size);
    return true;
}

bool PackedValues::next() noexcept {
    value_ = {};
    if (bytes_.empty() || damaged_) return false;
    unsigned char kind = 0;
    take(&kind, 1);
    value_.kind = static_cast<CellKind>(kind);
    if (value_.is_null()) return true;
    std::int64_t head = 0;
    if (kind > static_cast<unsigned char>(CellKind::blob) || !take(&head, sizeof head)) {
        damaged_ = true;
        return false;
    }
    value_.integer = head; // of a real, its bits
    if (!has_bytes(value_.kind)) return true;
    if (head < 0 || static_cast<std::uint64_t>(head) > bytes_.size()) {
        damaged_ = true;
        return false;
    }
    value_.size = static_cast<std::uint32_t>(head);
    value_.data = bytes_.data();
    bytes_.remove_prefix(value_.size);
    return true;
}

} // namespace athanor::kernel
