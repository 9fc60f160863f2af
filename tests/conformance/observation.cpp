// SPDX-License-Identifier: MIT
#include "observation.hpp"
#include "schema.hpp"

namespace conformance {
namespace {

constexpr const char* unloaded = "<unloaded>";

const char* state_name(const AnyRef& object) {
    switch (athanor::state(object)) {
    case athanor::State::transient: return "transient";
    case athanor::State::pending: return "pending";
    case athanor::State::persistent: return "persistent";
    case athanor::State::deleted: return "deleted";
    case athanor::State::detached: return "detached";
    }
    return "";
}

Json observe(const AnyRef& object, const Handles& handles) {
    const ClassEntry& cls = class_of(object);
    Json columns = Json::object(), relations = Json::object();
    const athanor::State state = athanor::state(object);
    // without a row there is nothing to read, also where the value went with one
    const bool has_row = state != athanor::State::transient && state != athanor::State::pending;
    for (const ColumnEntry& column : cls.columns)
        columns[column.name] = column.is_loaded(object) ? column.read(object) : has_row ? Json(unloaded) : Json();
    for (const RelationEntry& relation : cls.relations)
        if (relation.read)
            relations[relation.name] = relation.is_loaded(object) ? relation.read(object, handles) : Json(unloaded);
    return {
        {"cls", cls.name}, {"st", state_name(object)}, {"cols", std::move(columns)}, {"rels", std::move(relations)}};
}

Json references(const std::vector<AnyRef>& objects, const Handles& handles) {
    std::vector<Json> shown;
    for (const AnyRef& object : objects) shown.push_back(handles.show(object));
    return sorted(std::move(shown));
}

} // namespace

Json observe(Session& session, const Handles& handles) {
    Json objects = Json::object();
    for (const std::string& handle : handles.in_order()) {
        const AnyRef& object = handles[handle];
        const std::string first = handles.first(object);
        objects[handle] = first == handle ? observe(object, handles) : Json{{"same", first}};
    }
    return {{"objs", std::move(objects)}, {"new", references(athanor::new_objects(session), handles)},
        {"deleted", references(athanor::deleted_objects(session), handles)}, {"imap", session.identity_map_size()}};
}

Json dump(const std::function<Rows(const std::string& sql)>& run) {
    Json shown = Json::object();
    for (const std::string_view table : tables) {
        const Rows rows = run("SELECT * FROM " + std::string(table) + " ORDER BY 1, 2");
        for (const auto& row : rows) {
            Json cells = Json::array();
            for (const athanor::Value& value : row) cells.push_back(to_json(value.cell()));
            shown[std::string(table)].push_back(std::move(cells));
        }
    }
    return shown;
}

} // namespace conformance
