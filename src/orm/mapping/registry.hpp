// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace athanor::kernel {

/// A registered class with what only registration and configuration need.
struct ClassEntry {
    ClassInfo info;
    void (*table)(Table&, const void* context) = nullptr;
    std::vector<std::string> problems; ///< found at registration, reported with those of the configuration
};

/// All classes of the process. Entries have stable addresses and are never removed.
class Registry {
public:
    static Registry& instance();

    std::mutex mutex; ///< held by the caller of everything below
    ClassInfo* find(TypeKey key) const;
    ClassEntry& entry(const ClassInfo& cls) { return entries_[cls.number]; }
    const std::deque<ClassEntry>& entries() const noexcept { return entries_; }

    ClassInfo& add(const ClassSpec& spec);
    /// Takes over an association table.
    Table* keep(std::unique_ptr<Table> table);
    const std::deque<std::unique_ptr<Table>>& associations() const noexcept { return associations_; }

private:
    ClassInfo* find_by_name(const std::string& identity, const ClassSpec& spec, std::string_view full_name);

    std::deque<ClassEntry> entries_;
    std::unordered_map<TypeKey, ClassInfo*> by_key_;
    std::unordered_map<std::string, ClassInfo*> by_name_;
    std::deque<std::unique_ptr<Table>> associations_;
};

} // namespace athanor::kernel
