// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

namespace athanor {

/// The types a column can be declared with; each dialect has its own spelling for them.
enum class SqlType : std::uint8_t {
    integer,
    bigint,
    smallint,
    boolean,
    real,
    text,
    blob,
    date,
    timestamp,
    uuid,
    json,
    decimal
};

} // namespace athanor
