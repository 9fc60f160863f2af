// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/error.hpp"
#include "athanor/orm/mapping/class_info.hpp"
#include <deque>
#include <string>
#include <vector>

// Classes made by hand, without the typed front: a tag type stands for each class.

namespace athanor::kernel::fake {

inline bool load_nothing(void*, const Cell&) { return true; }
inline Cell store_nothing(const void*, Scratch&) { return {}; }
inline void reset_nothing(void*) {}

constexpr TypeOps ops(const char* name, SqlType sql, bool nullable) {
    return {name, sql, FastKind::none, nullable, 0, load_nothing, store_nothing, reset_nothing, nullptr};
}
inline constexpr TypeOps integer = ops("int", SqlType::integer, false);
inline constexpr TypeOps maybe_integer = ops("std::optional<int>", SqlType::integer, true);
inline constexpr TypeOps text = ops("std::string", SqlType::text, false);
inline constexpr TypeOps maybe_text = ops("std::optional<std::string>", SqlType::text, true);

/// What one tag stands for.
struct Definition {
    std::string name, signature;
    std::deque<MemberSpec> specs;
    std::vector<MemberPlace> places;
    TypeKey key = nullptr;
    std::uint64_t layout = 0;
    void (*table)(Table&, const void*) = nullptr;

    ClassSpec spec() const {
        return {key, signature.c_str(), nullptr, 64, 8, layout, nullptr, nullptr, {places.data(), places.size()}, table,
            nullptr};
    }
};
template <class Tag> Definition& definition() {
    static Definition one;
    return one;
}
template <class Tag> const ClassInfo& registered() { return register_class(definition<Tag>().spec()); }

class Define {
public:
    explicit Define(Definition& definition) : definition_(definition) {}
    Define& layout(std::uint64_t layout) { return definition_.layout = layout, *this; }
    Define& table(void (*apply)(Table&, const void*)) { return definition_.table = apply, *this; }
    Define& plain(std::string_view name) { return add(name, {}); }
    Define& column(std::string_view name, const TypeOps& type, MemberOptions options = {}) {
        MemberSpec spec;
        spec.kind = MemberKind::column;
        spec.type = &type;
        spec.word = 4;
        spec.options = options;
        return add(name, spec);
    }
    Define& id() { return column("id", integer, {.primary_key = true}); }
    template <class Target> Define& one(std::string_view name, MemberOptions options = {}) {
        return relationship<Target>(MemberKind::reference, name, options);
    }
    template <class Target> Define& list(std::string_view name, MemberOptions options = {}) {
        return relationship<Target>(MemberKind::collection, name, options);
    }

private:
    template <class Target> Define& relationship(MemberKind kind, std::string_view name, MemberOptions options) {
        MemberSpec spec;
        spec.kind = kind;
        spec.target = &type_key<Target>;
        spec.target_class = registered<Target>;
        spec.options = options;
        return add(name, spec);
    }
    Define& add(std::string_view name, const MemberSpec& spec) {
        definition_.specs.push_back(spec);
        const auto offset = static_cast<std::uint32_t>(8 * definition_.places.size());
        definition_.places.push_back({&definition_.specs.back(), offset, name});
        return *this;
    }
    Definition& definition_;
};

/// Starts the definition of the class behind a tag. Names are those of an unnamed namespace unless told otherwise, so
/// that tests do not meet.
template <class Tag> Define define(const std::string& name, const std::string& scope = "{anonymous}::") {
    Definition& one = definition<Tag>();
    one.name = scope + name;
    one.signature = "const char* f() [with T = " + one.name + "]";
    one.key = &type_key<Tag>;
    return Define(one);
}

inline constexpr NameList names(std::string_view one) { return {{one}, 1}; }
inline constexpr NameList names(std::string_view one, std::string_view two) { return {{one, two}, 2}; }

/// The relationship of a member, configured.
template <class Tag> const Relationship& relationship(std::string_view name) {
    return *configured(registered<Tag>()).find(name)->relationship;
}
template <class Tag> const Table& table() { return *configured(registered<Tag>()).table; }

/// The message of the MappingError that configuring the class throws.
template <class Tag> std::string complaint() {
    try {
        configured(registered<Tag>());
    } catch (const MappingError& error) {
        return error.what();
    }
    return "no complaint";
}

} // namespace athanor::kernel::fake
