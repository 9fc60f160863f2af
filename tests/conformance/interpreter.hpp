// SPDX-License-Identifier: MIT
#pragma once
#include "class_entry.hpp"
#include "statement_counter.hpp"
#include <memory>
#include <string>

namespace conformance {

/// Performs one scenario on a database, a session and handles of its own.
class Interpreter {
public:
    Interpreter();
    /// The outcome of one operation. **Throws** Unsupported.
    Json perform(const Json& op);
    /// The last observation, and the tables after the session has gone.
    Json finish();

private:
    using Perform = Json (Interpreter::*)(const Json& op);
    struct Operation {
        Perform perform;
        bool dumps = false;
    };
    static const std::map<std::string, Operation>& operations();

    Json make(const Json& op);
    Json set(const Json& op);
    Json set_ref(const Json& op);
    Json read(const Json& op);
    Json collection(const Json& op);
    Json queried(const Json& op);
    Json proxy(const Json& op);
    Json add(const Json& op);
    Json add_all(const Json& op);
    Json erase(const Json& op);
    Json flush(const Json& op);
    Json commit(const Json& op);
    Json rollback(const Json& op);
    Json begin_nested(const Json& op);
    Json commit_nested(const Json& op);
    Json rollback_nested(const Json& op);
    Json expire(const Json& op);
    Json expire_all(const Json& op);
    Json refresh(const Json& op);
    Json expunge(const Json& op);
    Json expunge_all(const Json& op);
    Json get(const Json& op);
    Json merge(const Json& op);
    Json contains(const Json& op);
    Json is_modified(const Json& op);
    Json autoflush(const Json& op);
    Json sql(const Json& op);
    Json query(const Json& op);
    Json observe(const Json& op);

    Json call(const Operations& operations, const Json& op);
    const AnyRef& object(const Json& op) const { return handles_[op.at("o")]; }
    Json bind(const Json& op, const AnyRef& object);
    Json found(const Json& op, const QueryPlan& plan, const QueryResult& result);
    Json dump_here();
    Json dump_committed();

    athanor::Engine engine_;
    StatementCounter counter_;
    Handles handles_;
    std::unique_ptr<Session> session_;
};

} // namespace conformance
