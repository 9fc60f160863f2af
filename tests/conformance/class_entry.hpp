// SPDX-License-Identifier: MIT
#pragma once
#include "handles.hpp"
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

// What the interpreter knows of a mapped class: functions that the templates of make_entry.hpp write for it with the
// public API. Objects come as AnyRef, aliases of queries as plain pointers.

namespace conformance {

using athanor::Expr;
/// An entity inside a query.
using Alias = const volatile void*;
/// A condition on an entity of a query.
using Condition = std::function<Expr<bool>(Alias)>;

/// The scenario uses something the library does not offer yet.
struct Unsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct ColumnEntry {
    std::string name;
    Json (*read)(const AnyRef&);
    void (*set)(const AnyRef&, const Json& value);
    bool (*is_loaded)(const AnyRef&);
    void (*expire)(Session&, const AnyRef&);
    void (*refresh)(Session&, const AnyRef&);
    Expr<bool> (*compare)(Alias, const std::string& comparison, const Json& value);
    athanor::kernel::Ordering (*order)(Alias, bool descending);
};

/// One operation on a collection.
struct Call {
    const AnyRef& owner;
    const Json& op;
    const Handles& handles;
    AnyRef member() const { return handles.object(op.at("v")); }
    std::vector<AnyRef> members() const { return handles.objects(op.at("vs")); }
    std::size_t index(const char* field) const { return op.at(field).get<std::size_t>(); }
};
/// What they return is the result, null for none; one that may be null is an object made by `result`.
using Operations = std::map<std::string, Json (*)(const Call&)>;
/// The outcome of an operation that has a result.
Json result(Json value);

struct QueryPlan;
struct QueryResult;

struct RelationEntry {
    std::string name;
    std::string target;                                    ///< name of the class
    Json (*read)(const AnyRef&, const Handles&) = nullptr; ///< null: a collection that is never loaded
    bool (*is_loaded)(const AnyRef&);
    void (*expire)(Session&, const AnyRef&);
    void (*refresh)(Session&, const AnyRef&);
    void (*load)(void* query);                                             ///< eager loading
    void (*with_parent)(void* query, const AnyRef& owner);                 ///< the query is one of the target
    void (*point)(const AnyRef&, const AnyRef& target) = nullptr;          ///< references only
    const Operations* operations = nullptr;                                ///< collections only
    QueryResult (*query)(const AnyRef& owner, const QueryPlan&) = nullptr; ///< collections that are never loaded
    Expr<bool> (*any)(Alias, const Condition& condition) = nullptr;
    Expr<bool> (*holds)(Alias, const AnyRef& object) = nullptr; ///< the collection contains it, the reference is it
};

/// What a query asks for.
struct QueryPlan {
    enum Mode { all, count, first, one, one_or_none };
    Mode mode = all;
    std::vector<Condition> conditions;
    std::vector<std::pair<const ColumnEntry*, bool>> order; ///< column, descending
    std::vector<const RelationEntry*> load;
    const RelationEntry* relation_of_parent = nullptr; ///< null: members of whatever owner
    AnyRef parent;
    std::int64_t limit = -1, offset = 0;
    bool populate_existing = false;

    /// Nothing is asked for but the objects, or how many there are.
    bool is_plain() const {
        return conditions.empty() && order.empty() && load.empty() && !relation_of_parent && limit < 0 && offset == 0 &&
            !populate_existing;
    }
};
struct QueryResult {
    std::vector<AnyRef> objects;
    std::int64_t count = 0;
};

struct ClassEntry {
    std::string name;
    std::string missing; ///< what the library cannot map yet; empty: nothing
    std::vector<ColumnEntry> columns;
    std::vector<RelationEntry> relations;
    std::vector<std::string> keys;
    AnyRef (*make)();
    AnyRef (*get)(Session&, const Json& key);
    void (*add)(Session&, const AnyRef&);
    void (*erase)(Session&, const AnyRef&);
    void (*expunge)(Session&, const AnyRef&);
    void (*expire)(Session&, const AnyRef&);
    void (*refresh)(Session&, const AnyRef&);
    AnyRef (*merge)(Session&, const AnyRef&);
    bool (*contains)(Session&, const AnyRef&);
    QueryResult (*query)(Session&, const QueryPlan&);

    const ColumnEntry* column(const std::string& name) const;
    const RelationEntry* relation(const std::string& name) const;
};

/// The class of that name. **Throws** Unsupported when it is not mapped in full.
const ClassEntry& class_entry(const std::string& name);
inline const ClassEntry& class_of(const AnyRef& object) { return class_entry(std::string(object.class_name())); }

} // namespace conformance
