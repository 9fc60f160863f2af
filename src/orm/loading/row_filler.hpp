// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "athanor/orm/mapping/class_info.hpp"

namespace athanor::kernel {

/// Writes the cells of a row, read with the load columns of a class, into the attributes of an object.
class RowFiller {
public:
    explicit RowFiller(const ClassInfo& cls);

    /// Makes the object show the row and nothing else, whatever it showed before; relationships are to be loaded.
    /// **Throws** DecodeError.
    void fill(Header* object, const Cell* row) const;
    /// Makes one attribute show its cell. **Throws** DecodeError.
    void decode(Header* object, std::size_t position, const Cell& cell) const;

private:
    const ClassInfo& cls_;
    bool has_deferred_;
};

/// Keeps the key of a reference that is not loaded. `cells`: its columns.
void keep_key(ReferenceStorage& storage, const Cell* cells, std::size_t count);

} // namespace athanor::kernel
