// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "orm/flush/row_values.hpp"

namespace athanor::kernel {

/// Collects inserts of one shape and writes them with few statements; the keys that the database gives come back to
/// their objects.
///
/// Keys are counted from the first rows' where the driver vouches for that, asked for row by row where it knows the
/// last one, and returned by the statement otherwise; row by row where they are no numbers to sort rows by.
class InsertBatch {
public:
    InsertBatch(Connection& connection, const Capabilities& capabilities, FlushOutcome& outcome);

    /// Takes the row; rows of another shape are written first.
    void add(Header* object, const RowValues& values);
    /// Writes what is collected.
    void run();
    /// True when the object's key is not known because its row waits here.
    bool holds(const Header* object) const noexcept;
    Scratch& scratch() noexcept { return scratch_; } ///< for the texts of the row that is added next

private:
    enum class Keys : std::uint8_t { given, counted, asked, returned, defaults };

    Keys way_to_keys() const;
    bool write_leading();
    std::size_t rows_at_once() const noexcept;
    void write_one(std::size_t row);
    void write_many(std::size_t first, std::size_t rows);
    void take_counted(std::size_t first, std::size_t rows, std::int64_t changes);
    void take_returned(std::size_t first, std::size_t rows, Cursor& cursor);
    [[noreturn]] void rows_left_out(std::size_t rows, std::int64_t changes) const;
    void take_defaults(std::size_t row, Cursor& cursor);
    void take_key(Header* object, const Attribute& attribute, const Cell& key);
    /// The attributes of the key that the database gives.
    std::vector<const Attribute*> given_keys() const;
    StatementKey key_of(std::size_t rows) const;
    std::string text_of(std::size_t rows) const;
    const Cell* cells_of(std::size_t row) const { return cells_.data() + row * columns_.size(); }

    Connection& connection_;
    const Capabilities& capabilities_;
    FlushOutcome& outcome_;
    ScratchTexts scratch_; ///< texts of the row that is added next
    ScratchTexts kept_;    ///< texts of the rows that wait
    const ClassInfo* cls_ = nullptr;
    std::uint8_t missing_ = 0;  ///< a bit for each attribute of the key that the database gives
    Keys keys_ = Keys::given;   ///< of the statement that is about to run
    std::int64_t last_key_ = 0; ///< of the last row, where keys are counted
    std::vector<std::uint16_t> columns_;
    std::vector<Header*> objects_;
    std::vector<Cell> cells_;
};

} // namespace athanor::kernel
