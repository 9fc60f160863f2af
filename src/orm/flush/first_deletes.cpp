// SPDX-License-Identifier: MIT
#include "orm/flush/first_deletes.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "base/partition.hpp"
#include "orm/instance/stored_reference.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

using Objects = boost::unordered_flat_set<const Header*>;

bool keeps(const Attribute& reference, const ForeignKey& key) {
    const Relationship& relationship = *reference.relationship;
    return relationship.direction == Direction::many_to_one && relationship.target->table == key.target &&
        std::ranges::all_of(
            relationship.join.on, [&](const auto& pair) { return std::ranges::count(key.columns, pair.first) != 0; });
}

/// The objects that go first.
class Leaving {
public:
    explicit Leaving(Objects objects) : objects_(std::move(objects)) {
        for (const Header* object : objects_) tables_.insert(object->cls->table);
    }
    bool contains(const Header* object) const { return objects_.contains(object); }
    void add(const Header* object) {
        objects_.insert(object);
        tables_.insert(object->cls->table);
    }
    bool may_be_referred_to_by(const Header* object) const {
        return std::ranges::any_of(object->cls->table->foreign_keys,
            [&](const ForeignKey& key) { return tables_.contains(key.target) && may_be_target(object, key); });
    }

private:
    // Whom the object's row refers to by the key is one of them, or nobody can tell.
    bool may_be_target(const Header* object, const ForeignKey& key) const {
        for (const Attribute* attribute : object->cls->relationships)
            if (keeps(*attribute, key))
                if (const std::optional<Header*> target = stored_reference(object, *attribute))
                    return *target && contains(*target);
        return true;
    }

    Objects objects_;
    boost::unordered_flat_set<const Table*> tables_;
};

} // namespace

void delete_first(FlushPlan& plan, Objects objects) {
    Leaving leaving(std::move(objects));
    // backwards, as what refers to others goes before them
    for (auto row = plan.deletes.rbegin(); row != plan.deletes.rend(); ++row)
        if (!leaving.contains(row->object) && leaving.may_be_referred_to_by(row->object)) leaving.add(row->object);
    const auto stays_behind = [&](const RowCommand& row) {
        return row.verb == RowVerb::update && !row.before && leaving.may_be_referred_to_by(row.object);
    };
    if (std::ranges::any_of(plan.saves, stays_behind) || std::ranges::any_of(plan.late, stays_behind)) return;
    plan.deletes_first = partition(plan.deletes, [&](const RowCommand& row) { return leaving.contains(row.object); });
}

} // namespace athanor::kernel
