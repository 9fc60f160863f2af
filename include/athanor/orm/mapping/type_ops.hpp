// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include "athanor/sql/type.hpp"
#include <cstdint>
#include <string>

namespace athanor::kernel {

/// The C++ types that rows are decoded into without an indirect call.
enum class FastKind : std::uint8_t { none, int32, int64, boolean, real, text };

/// Keeps texts alive that a value was turned into for the database, until its statement ran.
class Scratch {
public:
    virtual std::string& text() = 0;

protected:
    ~Scratch() = default;
};

/// What the library does with one C++ value type; one table per type, shared by all classes.
struct TypeOps {
    const char* name; ///< "int", for messages
    SqlType sql;
    FastKind fast;
    bool nullable;                                      ///< std::optional
    std::uint32_t word;                                 ///< distance from the value to its binding word in Mapped<T>
    bool (*load)(void* field, const Cell&);             ///< false: the cell does not fit; a codec may throw
    Cell (*store)(const void* field, Scratch&);         ///< borrows from the field where it can; a codec may throw
    void (*reset)(void* field);                         ///< back to T{}
    bool (*fits)(const void* field, std::string& why);  ///< null: every value can be stored
    std::uint8_t digits = 0, scale = 0;                 ///< decimals
    Cell (*canonical)(const Cell&, Scratch&) = nullptr; ///< the cell as `store` gives it; null: as `load` takes it
};

} // namespace athanor::kernel
