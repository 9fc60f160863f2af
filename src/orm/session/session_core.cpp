// SPDX-License-Identifier: MIT
#include "athanor/orm/session/session_core.hpp"
#include "athanor/base/error.hpp"
#include "orm/loading/load.hpp"
#include "orm/loading/run_program.hpp"
#include "orm/loading/run_text.hpp"
#include "orm/session/session_state.hpp"

namespace athanor::kernel {
namespace {

std::vector<Cell> cells_of(const Value* params, std::size_t count) {
    std::vector<Cell> cells;
    cells.reserve(count);
    for (std::size_t i = 0; i < count; ++i) cells.push_back(params[i].cell());
    return cells;
}

// The session, occupied by this thread to the end of the expression or block.
class Turn {
public:
    explicit Turn(const std::unique_ptr<SessionState>& state) : occupied_(&state->occupancy), state_(state.get()) {}
    SessionState* operator->() const noexcept { return state_; }

private:
    Occupied occupied_;
    SessionState* state_;
};

} // namespace

SessionCore::SessionCore(const Engine& engine, const SessionOptions& options)
    : state_(std::make_unique<SessionState>(engine.pool(), options)) {
    state_->facade = this;
}
SessionCore::~SessionCore() = default;

SessionCore* session_of(const Header* object) noexcept {
    return object->owner ? static_cast<SessionState*>(object->owner)->facade : nullptr; // sessions alone own objects
}

void SessionCore::add(Header* object) { Turn(state_)->add(object); }
Header* SessionCore::merge(Header* object) { return Turn(state_)->merge(object); }
void SessionCore::erase(Header* object) { Turn(state_)->erase(object); }
void SessionCore::expunge(Header* object) { Turn(state_)->expunge(object); }
void SessionCore::expunge_all() { Turn(state_)->expunge_all(); }
void SessionCore::expire(Header* object, const Attribute* const* attributes, std::size_t count) {
    Turn(state_)->expire(object, attributes, count);
}
void SessionCore::expire_all() { Turn(state_)->expire_all(); }
void SessionCore::refresh(Header* object, const Attribute* const* attributes, std::size_t count) {
    Turn(state_)->refresh(object, attributes, count);
}
Header* SessionCore::get(const ClassInfo& cls, const Cell* key, std::size_t count) {
    return Turn(state_)->get(cls, key, count);
}
bool SessionCore::contains(const Header* object) const { return Turn(state_)->has(object); }

void SessionCore::autoflush_now() { Turn(state_)->autoflush_now(); }

void SessionCore::load(const ClassInfo& cls, const Program& program, const Fetching& fetching, const ObjectSink& sink) {
    const Turn state(state_);
    state->autoflush_now();
    Renewed renewed;
    load_entities(cls, program, fetching, state->context(fetching.populate_existing ? &renewed : nullptr), sink);
}

ObjectStream SessionCore::stream(const ClassInfo& cls, Program program) {
    const Turn state(state_);
    state->autoflush_now();
    return ObjectStream(cls, std::move(program), state->connection());
}

RowStream SessionCore::stream(std::vector<Output> outputs, Program program) {
    const Turn state(state_);
    state->autoflush_now();
    return RowStream(std::move(outputs), std::move(program), state->connection());
}

RowStream SessionCore::stream_of_text(
    std::vector<Output> outputs, std::string_view sql, const Value* params, std::size_t count) {
    const Turn state(state_);
    state->autoflush_now();
    return RowStream(std::move(outputs), std::string(sql), {params, params + count}, state->connection());
}

std::int64_t SessionCore::count(const Program& program) {
    const Turn state(state_);
    state->autoflush_now();
    Cursor cursor = run_program(program, state->connection());
    return cursor.next() ? cursor.row()[0].integer : 0;
}

void SessionCore::rows(
    const Program& program, const std::vector<Output>& outputs, void* receiver, RowReceiver receive) {
    const Turn state(state_);
    state->autoflush_now();
    const LoadContext context = state->context();
    load_rows(outputs, run_program(program, *context.connection), context, receiver, receive);
}

std::int64_t SessionCore::write(const Program& program) { return Turn(state_)->write(program); }
void SessionCore::expire_written(const BulkWrite& what) { Turn(state_)->expire_written(what); }

std::vector<Header*> SessionCore::load_text(
    const ClassInfo& cls, std::string_view sql, const Value* params, std::size_t count) {
    const Turn state(state_);
    state->autoflush_now();
    const std::vector<Cell> cells = cells_of(params, count);
    return load_named(cls, state->connection().execute(sql, cells.data(), cells.size()), state->context());
}

void SessionCore::rows_of_text(const std::vector<Output>& outputs, std::string_view sql, const Value* params,
    std::size_t count, void* receiver, RowReceiver receive) {
    const Turn state(state_);
    state->autoflush_now();
    const std::vector<Cell> cells = cells_of(params, count);
    Cursor cursor = state->connection().execute(sql, cells.data(), cells.size());
    require_columns(cursor, outputs.size());
    load_rows(outputs, std::move(cursor), state->context(), receiver, receive);
}

RawRows SessionCore::execute(std::string_view sql, const Value* params, std::size_t count) {
    const Turn state(state_);
    const std::vector<Cell> cells = cells_of(params, count);
    Cursor cursor = state->connection().execute(sql, cells.data(), cells.size());
    RawRows result;
    for (std::size_t i = 0; i < cursor.column_count(); ++i) result.columns.emplace_back(cursor.column_name(i));
    while (cursor.next()) {
        auto& row = result.rows.emplace_back();
        for (std::size_t i = 0; i < cursor.column_count(); ++i) row.emplace_back(cursor.row()[i]);
    }
    result.changes = cursor.changes();
    return result;
}

void SessionCore::flush() { Turn(state_)->flush(); }
void SessionCore::commit() { Turn(state_)->commit(); }
void SessionCore::rollback() { Turn(state_)->rollback(); }
void SessionCore::begin_nested() { Turn(state_)->begin_nested(); }
void SessionCore::commit_nested() { Turn(state_)->commit_nested(); }
void SessionCore::rollback_nested() { Turn(state_)->rollback_nested(); }
const Syntax& SessionCore::syntax() const noexcept { return state_->syntax(); }
bool SessionCore::autoflush() const noexcept { return state_->options.autoflush; }
void SessionCore::autoflush(bool on) noexcept { state_->options.autoflush = on; }
std::vector<Header*> SessionCore::fresh() const { return Turn(state_)->fresh_.all(); }
std::vector<Header*> SessionCore::changed() const { return Turn(state_)->changed_.all(); }
std::vector<Header*> SessionCore::deleted() const { return Turn(state_)->deleted_.all(); }
std::size_t SessionCore::identity_map_size() const noexcept { return state_->identity_map_.size(); }
std::string SessionCore::plan() {
    const Turn state(state_);
    return to_string(plan_flush(state->collect_work()));
}

} // namespace athanor::kernel
