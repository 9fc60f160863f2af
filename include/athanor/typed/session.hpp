// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/engine.hpp"
#include "athanor/orm/session/session_core.hpp"
#include "athanor/typed/bulk.hpp"
#include "athanor/typed/make.hpp"
#include "athanor/typed/query.hpp"
#include "athanor/typed/raw_rows.hpp"
#include "athanor/typed/select.hpp"
#include <initializer_list>
#include <utility>

namespace athanor {

namespace kernel {
template <auto Field, bool Value> struct SessionFlag {
    void apply(SessionOptions& options) const { options.*Field = Value; }
};
struct SkipUnattached {};
struct ExpireOnCommit : SessionFlag<&SessionOptions::expire_on_commit, true> {};
struct Autoflush {
    bool on = true;
    void apply(SessionOptions& options) const { options.autoflush = on; }
    constexpr Autoflush operator()(bool given) const { return {given}; }
};
struct Unattached {
    SessionFlag<&SessionOptions::skip_unattached, true> operator()(SkipUnattached) const { return {}; }
};
} // namespace kernel

/// Session option: after a commit every attribute is read again at its next use.
inline constexpr kernel::ExpireOnCommit expire_on_commit{};
/// Session option: `autoflush(false)` leaves pending changes unwritten until flush() or commit().
inline constexpr kernel::Autoflush autoflush{};
/// Session option: `unattached(skip)` makes a flush pass over members that were never added.
inline constexpr kernel::Unattached unattached{};
inline constexpr kernel::SkipUnattached skip{};

/// A conversation with the database: the objects it has seen, each row as one object, and what has changed in them.
///
///     Session session(db);
///     auto ed = session.add(User{.name = "ed"});
///     session.commit();                                // INSERT
///     ed->name = "Edward";
///     session.commit();                                // UPDATE of that column
///
/// A transaction begins with the first statement and ends with commit() or rollback(). When the session goes, what was
/// not committed is rolled back and its objects are detached: what they have loaded stays readable.
/// **Threads**: used by one thread at a time, its objects included.
class Session {
public:
    template <class... Options>
    explicit Session(const Engine& engine, const Options&... options) : core_(engine, fold(options...)) {}

    // ---- objects

    /// Makes an object of the value and adds it, with everything its relationships hold. **Emits** nothing.
    template <class T, std::uint64_t Layout = kernel::layout_of_value<T>()>
        requires(!std::is_lvalue_reference_v<T> && !kernel::is_handle<T>)
    Ref<T> add(T&& value) { return add(kernel::make_object<T>(class_info<T, Layout>(), std::move(value))); }
    /// Adds the object: its row is inserted by the next flush. Takes back a mark for deletion.
    /// **Throws** UsageError for an object of another session, or whose row was deleted.
    template <class T> Ref<T> add(const Ref<T>& object) {
        core_.add(required(object));
        return object;
    }
    /// Adds all of them.
    template <class T> void add_all(std::initializer_list<Ref<T>> objects) {
        for (const Ref<T>& object : objects) add(object);
    }
    template <class T> void add_all(const std::vector<Ref<T>>& objects) {
        for (const Ref<T>& object : objects) add(object);
    }
    /// Copies what the given object has in memory onto this session's object of the same row, and gives that one: the
    /// one in memory, else the one in the database, else a new pending object. The given object, which may be new,
    /// detached or of another session, stays as it is; one of this session is given back. What it refers to and holds
    /// is merged with it; a collection that it has in memory replaces that of the copy.
    /// **Emits** what is pending, a SELECT for each object that is not in memory, and one for each replaced collection.
    template <class T> Ref<T> merge(const Ref<T>& object) { return Ref<T>(core_.merge(required(object))); }
    /// Marks the object for deletion, with what it owns; its row goes with the next flush. **Emits** a SELECT for each
    /// owned collection that is not loaded.
    template <class T> void erase(const Ref<T>& object) { core_.erase(required(object)); }
    template <kernel::gives_handle Source> void erase(const Source& object) { erase(object.ref()); }
    /// The object with this key: from memory, else from the database; null when there is no row. **Emits** at most one
    /// SELECT.
    template <class T, class... Keys, std::uint64_t Layout = layout_of<T>()> Ref<T> get(const Keys&... key) {
        const Value values[] = {kernel::to_value(key)...};
        return Ref<T>(find(class_info<T, Layout>(), values, sizeof...(Keys)));
    }
    /// Lets the object go, with what it owns: it stays readable, but the session no longer knows it.
    template <class T> void expunge(const Ref<T>& object) { core_.expunge(required(object)); }
    template <kernel::gives_handle Source> void expunge(const Source& object) { expunge(object.ref()); }
    void expunge_all() { core_.expunge_all(); }
    /// Makes the object be read again at its next use; changes that were not flushed are lost.
    template <auto... Members, class T> void expire(const Ref<T>& object) {
        const kernel::Attribute* attributes[] = {&kernel::attribute_of_member<Members, T>()..., nullptr};
        core_.expire(required(object), attributes, sizeof...(Members));
    }
    template <auto... Members, kernel::gives_handle Source> void expire(const Source& object) {
        expire<Members...>(object.ref());
    }
    void expire_all() { core_.expire_all(); }
    /// Reads the object again now, or the named members. **Throws** UsageError when its row is gone.
    template <auto... Members, class T> void refresh(const Ref<T>& object) {
        const kernel::Attribute* attributes[] = {&kernel::attribute_of_member<Members, T>()..., nullptr};
        core_.refresh(required(object), attributes, sizeof...(Members));
    }
    template <auto... Members, kernel::gives_handle Source> void refresh(const Source& object) {
        refresh<Members...>(object.ref());
    }

    // ---- queries

    /// All objects of the class; the steps of the query narrow it down.
    template <class T, std::uint64_t Layout = layout_of<T>()> Query<T> select() {
        return kernel::query_of<T>(&core_, class_info<T, Layout>());
    }
    /// The objects of an alias: `from<Post> p; session.select(p).where(p->author->name == "ed")`. Of several operands,
    /// or of columns and expressions, the rows: `session.select(p->title, count(c))`.
    template <class First, class... Rest> auto select(First&& first, Rest&&... rest) {
        return kernel::query_for(&core_, static_cast<First&&>(first), static_cast<Rest&&>(rest)...);
    }
    /// An UPDATE of many rows: `session.update<User>().set<&User::active>(false).where(…).execute()`.
    template <class T, std::uint64_t Layout = layout_of<T>()> [[nodiscard]] Update<T> update() {
        const kernel::Alias& alias = kernel::default_alias(kernel::configured(class_info<T, Layout>()));
        return Update<T>(kernel::BulkQuery(core_, kernel::Verb::update, alias));
    }
    template <class T> [[nodiscard]] Update<T> update(const from<T>& alias) {
        return Update<T>(kernel::BulkQuery(core_, kernel::Verb::update, alias.athanor_alias()));
    }
    /// A DELETE of many rows: `session.erase<User>().where(…).execute()`.
    template <class T, std::uint64_t Layout = layout_of<T>()> [[nodiscard]] Erase<T> erase() {
        const kernel::Alias& alias = kernel::default_alias(kernel::configured(class_info<T, Layout>()));
        return Erase<T>(kernel::BulkQuery(core_, kernel::Verb::erase, alias));
    }
    template <class T> [[nodiscard]] Erase<T> erase(const from<T>& alias) {
        return Erase<T>(kernel::BulkQuery(core_, kernel::Verb::erase, alias.athanor_alias()));
    }
    /// An INSERT of many rows that makes no objects.
    template <class T, std::uint64_t Layout = layout_of<T>()> [[nodiscard]] InsertRows<T> insert() {
        return InsertRows<T>(kernel::BulkInsert(core_, class_info<T, Layout>()));
    }

    /// The objects, or rows of values, that SQL text gives: `from_sql<User>("SELECT * FROM user WHERE age > ?", 18)`,
    /// `from_sql<std::string, int>("SELECT name, age FROM user")`. Columns of an object are found by their names.
    /// **Emits** what is pending, and exactly that text.
    template <class... Out, class... Params> auto from_sql(std::string_view sql, const Params&... params) {
        const Value values[] = {kernel::to_value(params)..., Value()};
        return kernel::fetch_text<Out...>(core_, sql, values, sizeof...(Params));
    }
    /// The rows of values that SQL text gives, one at a time: `for (auto [name, age] : session.stream_sql<std::string,
    /// int>("SELECT name, age FROM user"))`. **Emits** what is pending, and exactly that text.
    template <class... Out, class... Params>
    RowRange<Out...> stream_sql(std::string_view sql, const Params&... params) {
        const Value values[] = {kernel::to_value(params)..., Value()};
        return kernel::stream_text<Out...>(core_, sql, values, sizeof...(Params));
    }
    /// Runs SQL text with bound parameters in the session's transaction; no object is told. **Emits** exactly that.
    template <class... Params> RawRows execute(std::string_view sql, const Params&... params) {
        const Value values[] = {kernel::to_value(params)..., Value()};
        return core_.execute(sql, values, sizeof...(Params));
    }

    // ---- the unit of work

    /// Writes all pending changes. **Emits** INSERT, UPDATE, DELETE in an order that respects keys. **Throws**
    /// DatabaseError, StaleDataError, …: the transaction is rolled back then, and rollback() must be called.
    void flush() { core_.flush(); }
    /// Flushes and ends the transaction.
    void commit() { core_.commit(); }
    /// Ends the transaction without a trace: new objects are transient again, the others are read again at their next
    /// use.
    void rollback() { core_.rollback(); }
    /// Flushes and opens a savepoint; they nest. commit() and rollback() end all of them.
    void begin_nested() { core_.begin_nested(); }
    /// Flushes and ends the innermost savepoint: what happened in it belongs to what is around it.
    void commit_nested() { core_.commit_nested(); }
    /// Undoes what happened since the innermost savepoint; objects that were not touched since stay loaded. After a
    /// flush that failed inside it, the session is sound again.
    void rollback_nested() { core_.rollback_nested(); }
    /// What the next flush would write, as text, and why.
    std::string plan() { return core_.plan(); }

    // ---- inspection

    template <class T> bool contains(const Ref<T>& object) const { return core_.contains(required(object)); }
    template <kernel::gives_handle Source> bool contains(const Source& object) const { return contains(object.ref()); }
    std::size_t identity_map_size() const noexcept { return core_.identity_map_size(); }
    bool autoflush() const noexcept { return core_.autoflush(); }
    void autoflush(bool on) noexcept { core_.autoflush(on); }
    /// Not for users.
    kernel::SessionCore& athanor_core() noexcept { return core_; }

private:
    template <class... Options> static SessionOptions fold(const Options&... options) {
        SessionOptions result;
        (options.apply(result), ...);
        return result;
    }
    template <class T> static kernel::Header* required(const Ref<T>& object) {
        if (!object) kernel::refuse_null_handle();
        return object.header();
    }
    kernel::Header* find(const kernel::ClassInfo& cls, const Value* key, std::size_t count);
    kernel::SessionCore core_;
};

/// As long as it lives, the session flushes only when it is told to: `const NoAutoflush quiet(session);`
class NoAutoflush {
public:
    explicit NoAutoflush(Session& session) noexcept : session_(session), before_(session.autoflush()) {
        session_.autoflush(false);
    }
    NoAutoflush(const NoAutoflush&) = delete;
    NoAutoflush& operator=(const NoAutoflush&) = delete;
    ~NoAutoflush() { session_.autoflush(before_); }

private:
    Session& session_;
    bool before_;
};

/// Where the object stands between the program and the database.
template <class T> State state(const Ref<T>& object) {
    return object ? kernel::state_of(object.header()) : State::transient;
}
template <kernel::gives_handle Source> State state(const Source& object) { return state(object.ref()); }

/// CREATE TABLE for the class and for all classes its relationships reach, where they do not exist.
/// **Emits** one CREATE TABLE each, and one CREATE INDEX per index, in a transaction of its own.
template <class T, std::uint64_t Layout = layout_of<T>()> void create_all(const Engine& engine) {
    kernel::create_tables(engine, class_info<T, Layout>());
}
/// DROP TABLE for the class and for all classes its relationships reach, where they exist.
template <class T, std::uint64_t Layout = layout_of<T>()> void drop_all(const Engine& engine) {
    kernel::drop_tables(engine, class_info<T, Layout>());
}

} // namespace athanor
