// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/storage.hpp"
#include "orm/loading/context.hpp"
#include <vector>

namespace athanor::kernel {

/// Turns rows into objects: one row is one object of the identity map, made at its first sight.
class RowReader {
public:
    RowReader(const ClassInfo& cls, const LoadContext& context);

    /// The object of the row whose columns of this class begin at `row`; null for the empty side of an outer join.
    /// What is in memory already stays as it is, unless it is expired. **Throws** DecodeError.
    Header* read(const Cell* row);

private:
    Header* known(const Cell* row) const;
    Header* make(const Cell* row);
    void refresh(Header* object, const Cell* row) const;
    void fill(Header* object, const Cell* row) const;
    void decode(Header* object, std::size_t position, const Cell& cell) const;

    const ClassInfo& cls_;
    LoadContext context_;
    bool has_deferred_;
};

/// Keeps the key of a reference that is not loaded. `cells`: its columns.
void keep_key(ReferenceStorage& storage, const Cell* cells, std::size_t count);

} // namespace athanor::kernel
