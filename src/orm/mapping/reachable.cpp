// SPDX-License-Identifier: MIT
#include "athanor/orm/mapping/class_info.hpp"
#include <algorithm>
#include <unordered_set>

namespace athanor::kernel {
namespace {

/// Tables in the order in which they were met, each name once.
class Tables {
public:
    void add(const Table* table) {
        if (!names_.insert(table->schema() + '.' + table->name()).second) return;
        tables_.push_back(table);
    }
    void add_targets() {
        for (std::size_t i = 0; i < tables_.size(); ++i)
            for (const ForeignKey& key : tables_[i]->foreign_keys) add(key.target);
    }
    std::vector<const Table*> take() { return std::move(tables_); }

private:
    std::vector<const Table*> tables_;
    std::unordered_set<std::string> names_;
};

} // namespace

std::vector<const ClassInfo*> reachable(const ClassInfo& cls) {
    std::vector<const ClassInfo*> found{&configured(cls)};
    std::unordered_set<const ClassInfo*> seen{&cls};
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const ClassInfo* neighbour : found[i]->neighbours)
            if (seen.insert(neighbour).second) found.push_back(neighbour);
    return found;
}

std::vector<const Table*> tables_of(const ClassInfo& cls) {
    const auto classes = reachable(cls);
    Tables tables;
    for (const ClassInfo* one : classes) tables.add(one->table);
    for (const ClassInfo* one : classes)
        for (const auto& relationship : one->owned_relationships)
            if (relationship->association) tables.add(relationship->association);
    tables.add_targets();
    return tables.take();
}

} // namespace athanor::kernel
