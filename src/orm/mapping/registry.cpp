// SPDX-License-Identifier: MIT
#include "orm/mapping/registry.hpp"
#include "athanor/base/error.hpp"
#include "orm/mapping/attributes.hpp"
#include "orm/mapping/signature.hpp"

namespace athanor::kernel {
namespace {

void describe_class(ClassInfo& cls, const ClassSpec& spec, std::string_view full_name) {
    cls.full_name = full_name;
    cls.name = without_namespaces(full_name);
    cls.key = spec.key;
    cls.size = spec.size;
    cls.align = spec.align;
    cls.layout = spec.layout;
    cls.construct = spec.construct;
    cls.destroy = spec.destroy;
}

void require_same_layout(const ClassInfo& known, const ClassSpec& spec, std::string_view full_name) {
    if (known.layout == spec.layout) return;
    throw MappingError("two classes are named " + std::string(full_name) +
        " and have different members: rename one of them or put it in a namespace");
}

} // namespace

Registry& Registry::instance() {
    // Never destroyed: objects of static storage duration may outlive it otherwise.
    static Registry& registry = *new Registry;
    return registry;
}

ClassInfo* Registry::find(TypeKey key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
}

ClassInfo* Registry::find_by_name(const std::string& identity, const ClassSpec& spec, std::string_view full_name) {
    const auto found = by_name_.find(identity);
    if (found == by_name_.end()) return nullptr;
    require_same_layout(*found->second, spec, full_name);
    by_key_.emplace(spec.key, found->second);
    return found->second;
}

ClassInfo& Registry::add(const ClassSpec& spec) {
    const std::string_view full_name = class_in_signature(spec.signature);
    if (ClassInfo* known = find(spec.key)) {
        // the linker merges what two files say of one name, this address too
        require_same_layout(*known, spec, full_name);
        return *known;
    }
    if (full_name.empty()) throw MappingError(std::string("no class name in the signature ") + spec.signature);
    const std::string identity = spec.linkage_name ? spec.linkage_name : std::string(full_name);
    const bool shared = !is_local_to_its_file(identity) && !is_local_to_its_file(full_name);
    if (shared)
        if (ClassInfo* known = find_by_name(identity, spec, full_name)) return *known;

    ClassEntry& entry = entries_.emplace_back();
    try {
        entry.info.number = static_cast<std::uint32_t>(entries_.size() - 1);
        describe_class(entry.info, spec, full_name);
        add_attributes(entry, spec);
        by_key_.emplace(spec.key, &entry.info);
        if (shared) by_name_.emplace(identity, &entry.info);
    } catch (...) {
        by_key_.erase(spec.key);
        entries_.pop_back();
        throw;
    }
    return entry.info;
}

Table* Registry::keep(std::unique_ptr<Table> table) { return associations_.emplace_back(std::move(table)).get(); }

ClassInfo& register_class(const ClassSpec& spec) {
    Registry& registry = Registry::instance();
    const std::lock_guard lock(registry.mutex);
    return registry.add(spec);
}

} // namespace athanor::kernel
