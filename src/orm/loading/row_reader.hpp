// SPDX-License-Identifier: MIT
#pragma once
#include "orm/instance/identity.hpp"
#include "orm/loading/context.hpp"
#include "orm/loading/row_filler.hpp"

namespace athanor::kernel {

/// Turns rows into objects: one row is one object of the identity map, made at its first sight.
class RowReader {
public:
    RowReader(const ClassInfo& cls, const LoadContext& context);

    /// The object of the row whose columns of this class begin at `row`; null for the empty side of an outer join.
    /// What is in memory already stays as it is, unless it is expired. **Throws** DecodeError.
    Header* read(const Cell* row);

private:
    Header* read_by_integer(const Cell* row, std::int64_t key);
    Header* read_by_key(const Cell* row);
    KeyCells key_of(const Cell* row, Scratch& scratch) const;
    Header* make(const Cell* row);
    bool is_to_renew(const Header* object) const;
    void bring_up_to_date(Header* object, const Cell* row) const;
    void refresh(Header* object, const Cell* row, bool all) const;

    const ClassInfo& cls_;
    LoadContext context_;
    RowFiller filler_;
    IntegerKeyMap* integers_ = nullptr; // classes with one integer key
};

} // namespace athanor::kernel
