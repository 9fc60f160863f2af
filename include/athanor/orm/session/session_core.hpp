// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/value.hpp"
#include "athanor/engine/engine.hpp"
#include "athanor/orm/instance/header.hpp"
#include "athanor/orm/loading/fetching.hpp"
#include "athanor/orm/loading/object_stream.hpp"
#include "athanor/orm/loading/output.hpp"
#include "athanor/orm/loading/row_stream.hpp"
#include "athanor/sql/statement.hpp"
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace athanor {

/// How a session behaves.
struct SessionOptions {
    bool autoflush = true;         ///< pending changes are written before a query or lazy load
    bool expire_on_commit = false; ///< after a commit every attribute is read again at its next use
    bool skip_unattached =
        false; ///< a flush passes over members that were never added, instead of throwing UnattachedError
};

/// The rows of a statement that was given as text.
struct RawRows {
    std::vector<std::string> columns;
    std::vector<std::vector<Value>> rows;
    std::int64_t changes = 0; ///< rows inserted, updated or deleted
};

namespace kernel {
class SessionState;

/// What a statement writes behind the objects' backs.
struct BulkWrite {
    const ClassInfo* cls;
    bool erases = false;
    std::vector<std::uint16_t> columns;  ///< those it sets in rows that are there
    std::vector<std::uint16_t> inserted; ///< those it gives new rows
};

/// A session without types: what typed/session casts from and to.
class SessionCore {
public:
    SessionCore(const Engine& engine, const SessionOptions& options);
    SessionCore(const SessionCore&) = delete;
    SessionCore& operator=(const SessionCore&) = delete;
    ~SessionCore();

    void add(Header* object);
    Header* merge(Header* object);
    void erase(Header* object);
    void expunge(Header* object);
    void expunge_all();
    void expire(Header* object, const Attribute* const* attributes, std::size_t count);
    void expire_all();
    void refresh(Header* object, const Attribute* const* attributes, std::size_t count);
    Header* get(const ClassInfo& cls, const Cell* key, std::size_t count);
    bool contains(const Header* object) const;

    /// Flushes, where the session does so before it reads.
    void autoflush_now();
    void load(const ClassInfo& cls, const Program& program, const Fetching& fetching, const ObjectSink& sink);
    ObjectStream stream(const ClassInfo& cls, Program program);
    RowStream stream(std::vector<Output> outputs, Program program);
    RowStream stream_of_text(std::vector<Output> outputs, std::string_view sql, const Value* params, std::size_t count);
    std::int64_t count(const Program& program);
    /// Gives each row of a query for these outputs to `receive`.
    void rows(const Program& program, const std::vector<Output>& outputs, void* receiver, RowReceiver receive);
    /// Flushes and runs an INSERT, UPDATE or DELETE; how many rows it reached.
    std::int64_t write(const Program& program);
    /// Makes objects be read again where such a statement may have changed what they show.
    void expire_written(const BulkWrite& what);
    /// The objects of text that gives all their columns by name. **Throws** UsageError when one is missing.
    std::vector<Header*> load_text(const ClassInfo& cls, std::string_view sql, const Value* params, std::size_t count);
    /// The rows of text, whose columns are those of the outputs. **Throws** UsageError when they are more or fewer.
    void rows_of_text(const std::vector<Output>& outputs, std::string_view sql, const Value* params, std::size_t count,
        void* receiver, RowReceiver receive);
    RawRows execute(std::string_view sql, const Value* params, std::size_t count);

    void flush();
    void commit();
    void rollback();
    void begin_nested();
    void commit_nested();
    void rollback_nested();

    const Syntax& syntax() const noexcept;
    bool autoflush() const noexcept;
    void autoflush(bool on) noexcept;
    std::vector<Header*> fresh() const;
    std::vector<Header*> changed() const;
    std::vector<Header*> deleted() const;
    std::size_t identity_map_size() const noexcept;
    std::string plan();

private:
    std::unique_ptr<SessionState> state_;
};

/// The session of an object; null: it has none.
SessionCore* session_of(const Header* object) noexcept;

/// The connection on which tables are made: CREATE TABLE for the class and all that it reaches, in dependency order.
void create_tables(const Engine& engine, const ClassInfo& cls);
void drop_tables(const Engine& engine, const ClassInfo& cls);

} // namespace kernel
} // namespace athanor
