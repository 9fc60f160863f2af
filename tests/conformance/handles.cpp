// SPDX-License-Identifier: MIT
#include "handles.hpp"
#include <algorithm>

namespace conformance {

void Handles::bind(const std::string& handle, const AnyRef& object) {
    if (!objects_.contains(handle)) order_.push_back(handle);
    objects_[handle] = object;
    first_.emplace(object.get(), handle);
}

AnyRef Handles::object(const Json& handle) const { return handle.is_null() ? AnyRef() : (*this)[handle]; }

std::vector<AnyRef> Handles::objects(const Json& handles) const {
    std::vector<AnyRef> found;
    for (const Json& handle : handles) found.push_back(object(handle));
    return found;
}

std::string Handles::first(const AnyRef& object) const {
    const auto found = first_.find(object.get());
    return found == first_.end() ? std::string() : found->second;
}

Json Handles::show(const AnyRef& object) const {
    if (!object) return nullptr;
    if (const std::string handle = first(object); !handle.empty()) return handle;
    Json shown = Json::array({std::string(object.class_name())});
    for (const athanor::Value& value : athanor::row_key(object)) shown.push_back(to_json(value.cell()));
    if (shown.size() == 1) shown.push_back(nullptr);
    return shown;
}

Json Handles::show(const std::vector<AnyRef>& objects) const {
    Json shown = Json::array();
    for (const AnyRef& object : objects) shown.push_back(show(object));
    return shown;
}

std::string sort_text(const Json& value) {
    if (!value.is_array()) return value.dump(-1, ' ', true);
    std::string text = "[";
    for (const Json& element : value) text += (text.size() > 1 ? ", " : "") + sort_text(element);
    return text + "]";
}

Json sorted(std::vector<Json> elements) {
    std::ranges::sort(elements, {}, [](const Json& element) { return sort_text(element); });
    return Json(std::move(elements));
}

Json to_json(const athanor::Cell& cell) {
    using athanor::CellKind;
    switch (cell.kind) {
    case CellKind::integer: return cell.integer;
    case CellKind::real: return cell.real;
    case CellKind::text:
    case CellKind::blob: return std::string(cell.text());
    case CellKind::null: break;
    }
    return nullptr;
}

} // namespace conformance
