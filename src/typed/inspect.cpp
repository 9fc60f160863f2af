// SPDX-License-Identifier: MIT
#include "athanor/typed/inspect.hpp"
#include "athanor/orm/mapping/class_info.hpp"

namespace athanor {
namespace {

const kernel::Header* given(const AnyRef& object) {
    if (!object) kernel::refuse_null_handle();
    return object.header();
}

std::vector<AnyRef> handles(const std::vector<kernel::Header*>& headers) {
    std::vector<AnyRef> objects;
    objects.reserve(headers.size());
    for (kernel::Header* header : headers) objects.emplace_back(header);
    return objects;
}

} // namespace

std::vector<Value> row_key(const AnyRef& object) { return kernel::row_key(given(object)); }
bool is_modified(const AnyRef& object) { return kernel::is_modified(given(object)); }
std::string_view AnyRef::class_name() const noexcept {
    return header_ ? std::string_view(header_->cls->name) : std::string_view();
}
State state(const AnyRef& object) noexcept { return object ? kernel::state_of(object.header()) : State::transient; }

std::vector<AnyRef> new_objects(Session& session) { return handles(session.athanor_core().fresh()); }
std::vector<AnyRef> changed_objects(Session& session) { return handles(session.athanor_core().changed()); }
std::vector<AnyRef> deleted_objects(Session& session) { return handles(session.athanor_core().deleted()); }

} // namespace athanor
