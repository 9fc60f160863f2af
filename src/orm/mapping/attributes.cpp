// SPDX-License-Identifier: MIT
#include "orm/mapping/attributes.hpp"
#include "athanor/base/error.hpp"
#include "orm/mapping/registry.hpp"
#include "orm/mapping/signature.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

constexpr std::size_t most_attributes = 1024; // ten bits in the binding word

std::vector<std::string_view> member_names(const ClassSpec& spec) {
    std::vector<std::string_view> names;
    if (spec.members_signature) names = members_in_signature(spec.members_signature);
    const bool all_named =
        std::ranges::all_of(spec.members, [](const MemberPlace& place) { return !place.name.empty(); });
    if (names.size() != spec.members.size() && !all_named)
        throw MappingError(std::string(class_in_signature(spec.signature)) +
            ": the names of its members cannot be read from the signature " + spec.members_signature);
    names.resize(spec.members.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!spec.members[i].name.empty()) names[i] = spec.members[i].name;
    return names;
}

Attribute& add_attribute(ClassInfo& cls, const MemberPlace& place, std::string_view name) {
    auto& attribute = *cls.attributes.emplace_back(std::make_unique<Attribute>());
    attribute.name = name;
    attribute.cls = &cls;
    attribute.spec = place.spec;
    attribute.kind = place.spec->kind;
    attribute.offset = place.offset;
    attribute.word = place.offset + place.spec->word;
    attribute.index = static_cast<std::uint16_t>(cls.attributes.size() - 1);
    return attribute;
}

TableColumn column_for(const Attribute& attribute) {
    const MemberOptions& options = attribute.spec->options;
    const TypeOps& type = *attribute.type;
    TableColumn column;
    column.name = options.column.empty() ? attribute.name : std::string(options.column);
    column.type = type.sql;
    column.digits = type.digits;
    column.scale = type.scale;
    column.nullable = type.nullable && !options.primary_key && !options.required;
    column.primary_key = options.primary_key;
    column.unique = options.unique;
    column.indexed = options.indexed;
    column.length = options.length;
    column.server_default = options.server_default;
    return column;
}

void add_column(ClassEntry& entry, Attribute& attribute) {
    ClassInfo& cls = entry.info;
    attribute.type = attribute.spec->type;
    attribute.deferred = attribute.spec->options.deferred && !attribute.spec->options.primary_key;
    TableColumn column = column_for(attribute);
    if (const auto other = cls.table->find(column.name)) {
        entry.problems.push_back(cls.name + "::" + attribute.name + " uses the column " + column.name +
            ", which is already that of " + cls.name + "::" + cls.attribute_of_column[*other]->name +
            ": give one of them another column(\"…\")");
        attribute.column = *other;
        return;
    }
    attribute.column = cls.table->add(std::move(column));
    cls.columns.push_back(&attribute);
    cls.attribute_of_column.push_back(&attribute);
}

void find_keys(ClassEntry& entry) {
    ClassInfo& cls = entry.info;
    for (Attribute* attribute : cls.columns)
        if (attribute->spec->options.primary_key) cls.keys.push_back(attribute);
    if (cls.keys.empty())
        if (const auto id = cls.table->find("id")) cls.keys.push_back(cls.attribute_of_column[*id]);
    if (cls.keys.empty())
        entry.problems.push_back(
            cls.name + " has no primary key: give it a member Key<int> id, or mark a column primary_key");
}

void mark_keys(ClassInfo& cls) {
    for (Attribute* key : cls.keys) {
        TableColumn& column = cls.table->column(key->column);
        column.primary_key = true;
        column.nullable = false;
        key->in_key = true;
        key->deferred = false;
    }
    if (cls.keys.size() != 1 || !is_integer(cls.keys[0]->type->sql)) return;
    Attribute& key = *cls.keys[0];
    cls.integer_key = true;
    const MemberOptions& options = key.spec->options;
    key.generated = !options.not_generated && options.references.empty();
    cls.table->column(key.column).generated = key.generated;
}

// A proxy finds its object by its own type, so there is one of each, in the class that has the relationship.
void add_proxy(ClassEntry& entry, const MemberPlace& place, std::string_view name) {
    const ProxySpec& spec = *place.spec->proxy;
    ClassInfo& cls = entry.info;
    cls.proxies.push_back({std::string(name), &spec, place.offset});
    if (spec.place() == place.offset) return;
    for (const ProxyMember& other : cls.proxies)
        if (other.spec == &spec && other.name != name) {
            entry.problems.push_back(cls.name + "::" + other.name + " and " + cls.name + "::" + std::string(name) +
                " are the same proxy twice: keep one of them");
            return;
        }
    entry.problems.push_back(cls.name + "::" + std::string(name) +
        " shows a relationship of a base class: declare the proxy in the class that has the relationship");
}

// The name is needed before other classes are paired with this one; the rest is applied when all columns are there.
void name_table(ClassEntry& entry, const ClassSpec& spec) {
    ClassInfo& cls = entry.info;
    entry.table = spec.table;
    if (!spec.table) return;
    try {
        spec.table(*cls.table, nullptr);
    } catch (const MappingError&) { // said again by the second call
    }
}

} // namespace

bool is_integer(SqlType type) noexcept {
    return type == SqlType::integer || type == SqlType::bigint || type == SqlType::smallint;
}

void add_attributes(ClassEntry& entry, const ClassSpec& spec) {
    ClassInfo& cls = entry.info;
    const auto names = member_names(spec);
    cls.table_storage = std::make_unique<Table>(snake_case(cls.name));
    cls.table = cls.table_storage.get();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const MemberKind kind = spec.members[i].spec->kind;
        if (kind == MemberKind::proxy) add_proxy(entry, spec.members[i], names[i]);
        if (kind == MemberKind::plain || kind == MemberKind::proxy) continue;
        Attribute& attribute = add_attribute(cls, spec.members[i], names[i]);
        if (attribute.kind == MemberKind::column)
            add_column(entry, attribute);
        else
            cls.relationships.push_back(&attribute);
    }
    if (cls.attributes.size() > most_attributes)
        throw MappingError(cls.name + " has more than 1024 mapped members: split it");
    find_keys(entry);
    mark_keys(cls);
    name_table(entry, spec);
}

const Attribute* ClassInfo::find(std::string_view attribute_name) const noexcept {
    for (const auto& attribute : attributes)
        if (attribute->name == attribute_name) return attribute.get();
    return nullptr;
}

} // namespace athanor::kernel
