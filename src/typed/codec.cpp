// SPDX-License-Identifier: MIT
#include "athanor/typed/codec.hpp"
#include "athanor/base/error.hpp"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>

namespace athanor::kernel::ops {
namespace {

constexpr std::size_t most_bytes = std::numeric_limits<std::uint32_t>::max();

template <class Bytes> bool load_blob(void* field, const Cell& cell) {
    if (cell.kind != CellKind::blob) return false;
    const auto* bytes = reinterpret_cast<const typename Bytes::value_type*>(cell.data);
    static_cast<Bytes*>(field)->assign(bytes, bytes + cell.size);
    return true;
}
template <class Bytes> Cell store_blob(const void* field) {
    const Bytes& bytes = *static_cast<const Bytes*>(field);
    return Cell::blob({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// The cell as a whole number; false when it is none. A real without a fraction is one.
bool whole(const Cell& cell, std::int64_t& value) noexcept {
    if (cell.kind == CellKind::integer) {
        value = cell.integer;
        return true;
    }
    if (cell.kind != CellKind::real) return false;
    // 2^63 is exact as a double, 2^63 - 1 is not.
    if (!(cell.real >= -9223372036854775808.0 && cell.real < 9223372036854775808.0)) return false;
    if (std::trunc(cell.real) != cell.real) return false;
    value = static_cast<std::int64_t>(cell.real);
    return true;
}

template <class T> bool load_integer(void* field, const Cell& cell) noexcept {
    std::int64_t value = 0;
    if (!whole(cell, value) || !in_range<T>(value)) return false;
    *static_cast<T*>(field) = static_cast<T>(value);
    return true;
}

template <class T> bool load_real(void* field, const Cell& cell) noexcept {
    double value = 0;
    if (cell.kind == CellKind::real)
        value = cell.real;
    else if (cell.kind == CellKind::integer)
        value = static_cast<double>(cell.integer);
    else
        return false;
    const bool too_large =
        std::isfinite(value) && std::fabs(value) > static_cast<double>(std::numeric_limits<T>::max());
    if (too_large) return false;
    *static_cast<T*>(field) = static_cast<T>(value);
    return true;
}

} // namespace

#define ATHANOR_INTEGER(T)                                                                                             \
    template <> bool load<T>(void* field, const Cell& cell) { return load_integer<T>(field, cell); }                   \
    template <> Cell store<T>(const void* field, Scratch&) {                                                           \
        return Cell::of(static_cast<std::int64_t>(*static_cast<const T*>(field)));                                     \
    }
ATHANOR_INTEGER(bool)
ATHANOR_INTEGER(char)
ATHANOR_INTEGER(signed char)
ATHANOR_INTEGER(unsigned char)
ATHANOR_INTEGER(short)
ATHANOR_INTEGER(unsigned short)
ATHANOR_INTEGER(int)
ATHANOR_INTEGER(unsigned)
ATHANOR_INTEGER(long)
ATHANOR_INTEGER(unsigned long)
ATHANOR_INTEGER(long long)
ATHANOR_INTEGER(unsigned long long)
#undef ATHANOR_INTEGER

template <> bool load<float>(void* field, const Cell& cell) { return load_real<float>(field, cell); }
template <> bool load<double>(void* field, const Cell& cell) { return load_real<double>(field, cell); }
template <> Cell store<float>(const void* field, Scratch&) {
    return Cell::of(static_cast<double>(*static_cast<const float*>(field)));
}
template <> Cell store<double>(const void* field, Scratch&) { return Cell::of(*static_cast<const double*>(field)); }

template <> bool load<std::string>(void* field, const Cell& cell) {
    if (cell.kind != CellKind::text) return false;
    static_cast<std::string*>(field)->assign(cell.data, cell.size);
    return true;
}
template <> Cell store<std::string>(const void* field, Scratch&) {
    return Cell::of(std::string_view(*static_cast<const std::string*>(field)));
}

template <> bool load<std::vector<std::byte>>(void* field, const Cell& cell) {
    return load_blob<std::vector<std::byte>>(field, cell);
}
template <> bool load<std::vector<unsigned char>>(void* field, const Cell& cell) {
    return load_blob<std::vector<unsigned char>>(field, cell);
}
template <> Cell store<std::vector<std::byte>>(const void* field, Scratch&) {
    return store_blob<std::vector<std::byte>>(field);
}
template <> Cell store<std::vector<unsigned char>>(const void* field, Scratch&) {
    return store_blob<std::vector<unsigned char>>(field);
}

bool fits_unsigned(const void* field, std::string& why) {
    std::uint64_t value = 0;
    std::memcpy(&value, field, sizeof value);
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return true;
    why = std::to_string(value) + " is larger than the 64-bit signed integers of a database";
    return false;
}

bool fits_double(const void* field, std::string& why) {
    if (!std::isnan(*static_cast<const double*>(field))) return true;
    why = "NaN is no value of a database; use NULL";
    return false;
}

bool fits_float(const void* field, std::string& why) {
    const double value = *static_cast<const float*>(field);
    return fits_double(&value, why);
}

bool fits_text(const void* field, std::string& why) {
    if (static_cast<const std::string*>(field)->size() <= most_bytes) return true;
    why = "the text is longer than 4 GiB";
    return false;
}

bool fits_bytes(std::size_t bytes, std::string& why) {
    if (bytes <= most_bytes) return true;
    why = "the blob is larger than 4 GiB";
    return false;
}

void check_size(std::size_t bytes) {
    if (bytes > most_bytes) refuse_value("the text is longer than 4 GiB");
}

bool load_name(const EnumName* names, std::size_t count, const Cell& cell, std::int64_t& value) {
    if (cell.kind != CellKind::text) return false;
    const std::span all(names, count);
    const auto found = std::ranges::find(all, cell.text(), &EnumName::name);
    if (found == all.end()) return false;
    value = found->value;
    return true;
}

const EnumName* find_name(const EnumName* names, std::size_t count, std::int64_t value) noexcept {
    const EnumName* found = std::find_if(names, names + count, [&](const EnumName& one) { return one.value == value; });
    return found == names + count ? nullptr : found;
}

bool fits_name(const EnumName* names, std::size_t count, std::int64_t value, std::string& why) {
    if (find_name(names, count, value)) return true;
    why = "the enumerator with the number " + std::to_string(value) + " has no name in athanor::as_text";
    return false;
}

Cell keep_bytes(const Cell& cell, Scratch& scratch) {
    if (cell.kind != CellKind::text && cell.kind != CellKind::blob) return cell;
    std::string& kept = scratch.text();
    kept.assign(cell.data, cell.size);
    return cell.kind == CellKind::text ? Cell::of(std::string_view(kept)) : Cell::blob(kept);
}

#define ATHANOR_DEFINE(T)                                                                                              \
    template bool load<std::optional<T>>(void*, const Cell&);                                                          \
    template Cell store<std::optional<T>>(const void*, Scratch&);                                                      \
    template Cell canonical<T>(const Cell&, Scratch&);                                                                 \
    template void reset<T>(void*);                                                                                     \
    template void reset<std::optional<T>>(void*);
ATHANOR_STANDARD_TYPES(ATHANOR_DEFINE)
#undef ATHANOR_DEFINE

} // namespace athanor::kernel::ops

namespace athanor::kernel {
namespace {

class OneText final : public Scratch {
public:
    std::string& text() override { return text_; }

private:
    std::string text_;
};

} // namespace

void refuse_value(const std::string& why) { throw ValueError(why); }

Value value_of(const void* value, const TypeOps& type) {
    std::string why;
    if (type.fits && !type.fits(value, why)) throw ValueError(why);
    OneText text;
    return Value(type.store(value, text));
}

} // namespace athanor::kernel
