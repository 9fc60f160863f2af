// SPDX-License-Identifier: MIT
#include "athanor/typed/codec.hpp"
#include <cmath>
#include <cstring>
#include <limits>

namespace athanor::kernel::ops {
namespace {

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
    if (static_cast<const std::string*>(field)->size() <= std::numeric_limits<std::uint32_t>::max()) return true;
    why = "the text is longer than 4 GiB";
    return false;
}

#define ATHANOR_DEFINE(T)                                                                                              \
    template bool load<std::optional<T>>(void*, const Cell&);                                                          \
    template Cell store<std::optional<T>>(const void*, Scratch&);                                                      \
    template void reset<T>(void*);                                                                                     \
    template void reset<std::optional<T>>(void*);
ATHANOR_STANDARD_TYPES(ATHANOR_DEFINE)
#undef ATHANOR_DEFINE

} // namespace athanor::kernel::ops
