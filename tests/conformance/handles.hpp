// SPDX-License-Identifier: MIT
#pragma once
#include <athanor/typed/inspect.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace conformance {

using Json = nlohmann::ordered_json;
using athanor::AnyRef;
using athanor::Session;

/// The names that a scenario gives to objects.
class Handles {
public:
    void bind(const std::string& handle, const AnyRef& object);
    /// **Throws** std::out_of_range for a handle that was never bound.
    const AnyRef& operator[](const std::string& handle) const { return objects_.at(handle); }
    /// The object a field of an operation names; null for null.
    AnyRef object(const Json& handle) const;
    std::vector<AnyRef> objects(const Json& handles) const;

    /// The object as results show it: its first handle, or its class and key.
    Json show(const AnyRef& object) const;
    Json show(const std::vector<AnyRef>& objects) const;
    /// The first handle of the object; empty when it has none.
    std::string first(const AnyRef& object) const;
    const std::vector<std::string>& in_order() const noexcept { return order_; }

private:
    std::map<std::string, AnyRef> objects_;
    std::map<const void*, std::string> first_;
    std::vector<std::string> order_;
};

/// JSON text as the format sorts by: compact, with a blank after each comma inside arrays.
std::string sort_text(const Json& value);
/// The elements in the order of their JSON text.
Json sorted(std::vector<Json> elements);
Json to_json(const athanor::Cell& cell);

} // namespace conformance
