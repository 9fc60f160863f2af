// SPDX-License-Identifier: MIT
#include "interpreter.hpp"
#include "observation.hpp"
#include "proxy_operations.hpp"
#include "query.hpp"
#include "schema.hpp"
#include <exception>

namespace conformance {
namespace {

// The name that the format has for an error. Whatever has none of its own, a name that no expectation has.
template <class E> bool is(const std::exception& error) { return dynamic_cast<const E*>(&error) != nullptr; }

std::string error_name(const std::exception& error) {
    if (is<athanor::IntegrityError>(error)) return "integrity_error";
    if (is<athanor::OperationalError>(error)) return "operational_error";
    if (is<athanor::StaleDataError>(error)) return "stale_data";
    if (is<athanor::CircularDependencyError>(error)) return "circular_dependency";
    if (is<athanor::TransactionDoomedError>(error)) return "pending_rollback";
    if (is<athanor::ObjectDeletedError>(error)) return "object_deleted";
    if (is<athanor::DetachedError>(error)) return "detached";
    if (is<athanor::NoResultError>(error)) return "no_result";
    if (is<athanor::MultipleResultsError>(error)) return "multiple_results";
    if (is<athanor::IndexError>(error)) return "index_error";
    if (is<athanor::KeyError>(error)) return "key_error";
    if (is<athanor::ValueError>(error)) return "value_error";
    if (is<athanor::UsageError>(error)) return "invalid_request";
    return std::string("other: ") + error.what();
}

} // namespace

const std::map<std::string, Interpreter::Operation>& Interpreter::operations() {
    using I = Interpreter;
    static const std::map<std::string, Operation> all{
        {"new", {&I::make}},
        {"set", {&I::set}},
        {"set_ref", {&I::set_ref}},
        {"read", {&I::read}},
        {"coll", {&I::collection}},
        {"dyn", {&I::queried}},
        {"wo", {&I::queried}},
        {"proxy", {&I::proxy}},
        {"add", {&I::add}},
        {"add_all", {&I::add_all}},
        {"delete", {&I::erase}},
        {"flush", {&I::flush, true}},
        {"commit", {&I::commit, true}},
        {"rollback", {&I::rollback, true}},
        {"begin_nested", {&I::begin_nested}},
        {"nested_commit", {&I::commit_nested, true}},
        {"nested_rollback", {&I::rollback_nested, true}},
        {"expire", {&I::expire}},
        {"expire_all", {&I::expire_all}},
        {"refresh", {&I::refresh}},
        {"expunge", {&I::expunge}},
        {"expunge_all", {&I::expunge_all}},
        {"get", {&I::get}},
        {"merge", {&I::merge}},
        {"contains", {&I::contains}},
        {"is_modified", {&I::is_modified}},
        {"autoflush", {&I::autoflush}},
        {"sql", {&I::sql}},
        {"query", {&I::query}},
        {"observe", {&I::observe}},
    };
    return all;
}

Interpreter::Interpreter() : engine_("sqlite://"), counter_(engine_) {
    engine_.connect().execute_script(schema);
    session_ = std::make_unique<Session>(engine_, athanor::expire_on_commit, athanor::unattached(athanor::skip));
}

Json Interpreter::perform(const Json& op) {
    const auto found = operations().find(op.at("op").get<std::string>());
    if (found == operations().end()) throw Unsupported(op.at("op").get<std::string>());
    Json outcome = Json::object();
    counter_.start();
    try {
        Json result = (this->*found->second.perform)(op);
        counter_.stop();
        // "no result" and "the result is null" differ: an operation that has results gives them wrapped
        if (result.is_object() && result.contains("r")) outcome["r"] = std::move(result["r"]);
        if (found->second.dumps) outcome["dump"] = dump_here();
    } catch (const Unsupported&) {
        throw;
    } catch (const std::exception& error) {
        counter_.stop();
        outcome["e"] = error_name(error);
        outcome["message"] = error.what();
    }
    counter_.report(outcome);
    return outcome;
}

Json Interpreter::finish() {
    Json observation = conformance::observe(*session_, handles_);
    session_.reset();
    return {{"obs", std::move(observation)}, {"dump", dump_committed()}};
}

// What the session sees; when it lets nobody look before the rollback, what it has committed.
Json Interpreter::dump_here() {
    try {
        return dump([&](const std::string& sql) { return session_->execute(sql).rows; });
    } catch (const athanor::TransactionDoomedError&) {
        return dump_committed();
    }
}

Json Interpreter::dump_committed() {
    auto connection = engine_.connect();
    return dump([&](const std::string& sql) {
        Rows rows;
        auto cursor = connection.execute(sql);
        while (cursor.next()) {
            auto& row = rows.emplace_back();
            for (std::size_t i = 0; i < cursor.column_count(); ++i) row.emplace_back(cursor.row()[i]);
        }
        return rows;
    });
}

Json result(Json value) { return {{"r", std::move(value)}}; }

Json Interpreter::bind(const Json& op, const AnyRef& object) {
    if (object && op.contains("h")) handles_.bind(op["h"], object);
    return result(handles_.show(object));
}

Json Interpreter::make(const Json& op) {
    const ClassEntry& cls = class_entry(op.at("cls"));
    const AnyRef object = cls.make();
    handles_.bind(op.at("h"), object);
    for (const auto& [name, value] : op.at("cols").items()) cls.column(name)->set(object, value);
    return {};
}

Json Interpreter::set(const Json& op) {
    class_of(object(op)).column(op.at("attr"))->set(object(op), op.at("v"));
    return {};
}

namespace {

const RelationEntry& relation_of(const AnyRef& object, const std::string& name) {
    const ClassEntry& cls = class_of(object);
    const RelationEntry* relation = cls.relation(name);
    if (!relation) throw Unsupported("relationship " + cls.name + "." + name);
    return *relation;
}

} // namespace

Json Interpreter::set_ref(const Json& op) {
    relation_of(object(op), op.at("attr")).point(object(op), handles_.object(op.at("v")));
    return {};
}

Json Interpreter::read(const Json& op) {
    const ColumnEntry* column = class_of(object(op)).column(op.at("attr"));
    return result(
        column ? column->read(object(op)) : relation_of(object(op), op.at("attr")).read(object(op), handles_));
}

Json Interpreter::collection(const Json& op) {
    const RelationEntry& relation = relation_of(object(op), op.at("attr"));
    if (!relation.operations) throw Unsupported("coll on " + relation.name);
    return call(*relation.operations, op);
}
Json Interpreter::proxy(const Json& op) { return call(proxy_operations(), op); }

Json Interpreter::call(const Operations& operations, const Json& op) {
    const auto found = operations.find(op.at("f"));
    if (found == operations.end())
        throw Unsupported(op.at("op").get<std::string>() + " " + op.at("f").get<std::string>());
    Json value = found->second({object(op), op, handles_});
    return value.is_null() || value.is_object() ? std::move(value) : result(std::move(value));
}

Json Interpreter::add(const Json& op) { return class_of(object(op)).add(*session_, object(op)), Json(); }
Json Interpreter::add_all(const Json& op) {
    for (const AnyRef& one : handles_.objects(op.at("os"))) class_of(one).add(*session_, one);
    return {};
}
Json Interpreter::erase(const Json& op) { return class_of(object(op)).erase(*session_, object(op)), Json(); }
Json Interpreter::flush(const Json&) { return session_->flush(), Json(); }
Json Interpreter::commit(const Json&) { return session_->commit(), Json(); }
Json Interpreter::rollback(const Json&) { return session_->rollback(), Json(); }
Json Interpreter::begin_nested(const Json&) { return session_->begin_nested(), Json(); }
Json Interpreter::commit_nested(const Json&) { return session_->commit_nested(), Json(); }
Json Interpreter::rollback_nested(const Json&) { return session_->rollback_nested(), Json(); }

namespace {

// Calls expire or refresh of the object, or of each attribute that the operation names.
template <class Whole, class Part> void each_attribute(const AnyRef& object, const Json& op, Whole whole, Part part) {
    const ClassEntry& cls = class_of(object);
    if (!op.contains("attrs")) return whole(cls);
    for (const Json& name : op["attrs"])
        if (const ColumnEntry* column = cls.column(name))
            part(*column);
        else
            part(relation_of(object, name));
}

} // namespace

Json Interpreter::expire(const Json& op) {
    each_attribute(
        object(op), op, [&](auto& cls) { cls.expire(*session_, object(op)); },
        [&](auto& entry) { entry.expire(*session_, object(op)); });
    return {};
}
Json Interpreter::refresh(const Json& op) {
    each_attribute(
        object(op), op, [&](auto& cls) { cls.refresh(*session_, object(op)); },
        [&](auto& entry) { entry.refresh(*session_, object(op)); });
    return {};
}
Json Interpreter::expire_all(const Json&) { return session_->expire_all(), Json(); }
Json Interpreter::expunge(const Json& op) { return class_of(object(op)).expunge(*session_, object(op)), Json(); }
Json Interpreter::expunge_all(const Json&) { return session_->expunge_all(), Json(); }

Json Interpreter::get(const Json& op) { return bind(op, class_entry(op.at("cls")).get(*session_, op.at("pk"))); }
Json Interpreter::merge(const Json& op) { return bind(op, class_of(object(op)).merge(*session_, object(op))); }
Json Interpreter::contains(const Json& op) { return result(class_of(object(op)).contains(*session_, object(op))); }
Json Interpreter::is_modified(const Json& op) { return result(athanor::is_modified(object(op))); }
Json Interpreter::autoflush(const Json& op) { return session_->autoflush(op.at("on").get<bool>()), Json(); }

// Behind the session's back: what it writes is not what the session wrote.
Json Interpreter::sql(const Json& op) {
    counter_.stop();
    return result(session_->execute(op.at("stmt").get<std::string>()).changes);
}

Json Interpreter::query(const Json& op) {
    const ClassEntry& cls = class_entry(op.at("cls"));
    const QueryPlan plan = make_plan(cls, op, handles_);
    return found(op, plan, cls.query(*session_, plan));
}

Json Interpreter::found(const Json& op, const QueryPlan& plan, const QueryResult& rows) {
    if (plan.mode == QueryPlan::count) return result(rows.count);
    if (plan.mode == QueryPlan::all) return result(handles_.show(rows.objects));
    return bind(op, rows.objects.empty() ? AnyRef() : rows.objects.front());
}

Json Interpreter::queried(const Json& op) {
    const RelationEntry& relation = relation_of(object(op), op.at("attr"));
    if (op.at("f") == "query" || op.at("f") == "select") {
        const QueryPlan plan = make_member_plan(class_entry(relation.target), op, handles_);
        return found(op, plan, relation.query(object(op), plan));
    }
    return collection(op);
}

Json Interpreter::observe(const Json&) { return result(conformance::observe(*session_, handles_)); }

} // namespace conformance
