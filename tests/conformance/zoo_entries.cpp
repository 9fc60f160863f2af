// SPDX-License-Identifier: MIT
#include "zoo_entries.hpp"
#include "zoo.hpp"
#include <algorithm>

namespace conformance {
namespace {

const Entries& entries() {
    static const Entries all = [] {
        athanor::class_info<zoo::A>(); // brings B its foreign key
        Entries made;
        add_first_half(made);
        add_second_half(made);
        return made;
    }();
    return all;
}

template <class Entry> const Entry* find(const std::vector<Entry>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Entry::name);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

const ColumnEntry* ClassEntry::column(const std::string& wanted) const { return find(columns, wanted); }
const RelationEntry* ClassEntry::relation(const std::string& wanted) const { return find(relations, wanted); }

const ClassEntry& class_entry(const std::string& name) {
    const auto found = entries().find(name);
    if (found == entries().end()) throw Unsupported("class " + name);
    if (!found->second.missing.empty()) throw Unsupported(found->second.missing);
    return found->second;
}

} // namespace conformance
