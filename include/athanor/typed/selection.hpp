// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/loading/row_stream.hpp"
#include "athanor/sql/statement.hpp"
#include "athanor/typed/from.hpp"
#include <string>
#include <vector>

namespace athanor::kernel {
class SessionCore;

/// The rows of a query as part of another: its definition, and the source that stands for it.
struct RowsPart {
    Code rows;       ///< select or set operation; the use of a common table expression
    Code definition; ///< of a common table expression: goes into WITH
    Source source;
    Source cte; ///< of a common table expression: what stands for its definition
};

/// The untyped half of a query: a statement as it grows, and the session that will run it.
class Selection {
public:
    explicit Selection(SessionCore* session) noexcept : session_(session) {}

    void add_output(Code code, Output output);
    void add_output(const Alias& object);
    void where(Code condition);
    void having(Code condition);
    void group_by(Code grouping) { statement_.group_by.append(std::move(grouping)); }
    void order_by(Code ordering) { statement_.order_by.append(std::move(ordering)); }
    void distinct() noexcept { statement_.distinct = true; }
    void limit(std::int64_t count);  ///< **Throws** ValueError below 0
    void offset(std::int64_t count); ///< **Throws** ValueError below 0
    void from(const Alias& alias);
    void from(const Alias& alias, Code rows); ///< the alias stands for these rows instead of its table
    void from(const RowsPart& rows);
    void correlate(const Alias& alias);
    void join(JoinKind kind, const Alias& alias, Code condition);
    void join(JoinKind kind, const RowsPart& rows, Code condition);
    /// Along a relationship; `word` is that of the member, seen through `volatile`.
    void join(JoinKind kind, const Alias& alias, const volatile std::uint32_t* word);

    const std::vector<Output>& outputs() const noexcept { return outputs_; }
    const Code& output_code(std::size_t index) const noexcept { return output_codes_[index].code; }
    /// The session of one of them; null: none has any.
    SessionCore* either_session(const Selection& other) const noexcept { return session_ ? session_ : other.session_; }
    /// The whole as an operand: a value, rows for IN, EXISTS and FROM.
    Code rows() const;
    /// The same of a query for one value. **Throws** UsageError where only that value speaks of several tables.
    Code value_rows() const;
    /// The same, with the keys of objects in place of all their columns.
    Code key_rows() const;
    std::string sql() const;
    std::int64_t count() const;
    void fetch(std::int64_t at_most, void* receiver, RowReceiver receive) const;
    RowStream stream() const;

protected:
    SessionCore& session() const; ///< **Throws** UsageError for a query made by the free function select
    Statement statement_;

private:
    void define(const RowsPart& rows);
    SessionCore* session_;
    std::vector<Output> outputs_;
    struct OutputCode {
        Code code;
        Code key; ///< of an object
    };
    std::vector<OutputCode> output_codes_;
};

/// The columns of an object, as a SELECT of it reads them.
Code entity_code(const Alias& alias);
/// The columns of its key, side by side.
Code key_code(const Alias& alias);
/// Its key as one operand.
Code key_row_code(const Alias& alias);
/// The first column of its key, which no row of it leaves empty.
Code presence_code(const Alias& alias);

Code in_rows_code(Code operand, Code rows);
Code exists_rows_code(Code rows);
RowsPart rows_part(Code rows);
/// The rows as a common table expression.
RowsPart cte_part(Code rows);
/// `cte` with the rows that `step` adds to it, again and again.
RowsPart recursive_part(const RowsPart& cte, Code step, bool all);
/// One more use of the same common table expression; of other rows a second copy.
RowsPart again(const RowsPart& rows);
Code rows_column(const RowsPart& rows, std::uint16_t column);

} // namespace athanor::kernel
