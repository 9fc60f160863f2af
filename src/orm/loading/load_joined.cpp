// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/members.hpp"
#include "orm/loading/load.hpp"
#include "orm/loading/row_reader.hpp"
#include "orm/loading/run_program.hpp"
#include "orm/loading/show.hpp"
#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

/// The members of one relationship that the rows have shown so far.
class PartMembers {
public:
    /// `repeats`: the rows show a member several times, as other collections multiply them.
    PartMembers(const Attribute& attribute, bool repeats) : attribute_(attribute), repeats_(repeats) {}

    void add(Header* owner, Header* member) {
        Group& group = group_of(owner);
        if (!group.wanted || !member) return;
        if (!repeats_ || seen_.emplace(owner, member).second) group.members.push_back(member);
    }
    void show() const {
        for (const Group& group : groups_)
            if (group.wanted) show_members(group.owner, attribute_, group.members);
    }

private:
    struct Group {
        Header* owner;
        bool wanted; ///< what is in memory already stays
        std::vector<Header*> members;
    };
    Group& group_of(Header* owner) {
        if (!groups_.empty() && groups_[last_].owner == owner) return groups_[last_];
        const auto [found, fresh] = places_.emplace(owner, groups_.size());
        if (fresh) groups_.push_back({owner, wants_rows(owner, attribute_), {}});
        return groups_[last_ = found->second];
    }

    const Attribute& attribute_;
    bool repeats_;
    std::size_t last_ = 0;
    std::vector<Group> groups_; // by first sight
    boost::unordered_flat_map<const Header*, std::size_t> places_;
    boost::unordered_flat_set<std::pair<const Header*, const Header*>> seen_;
};

/// One part of a row: the columns of one class.
struct Part {
    RowReader reader;
    std::size_t column; // its first one
    std::size_t owner;
    PartMembers members;
};

std::vector<Part> parts_of(
    const ClassInfo& cls, const std::vector<JoinedPart>& joined, bool repeated, const LoadContext& context) {
    std::size_t column = cls.load_columns.size();
    std::vector<Part> parts;
    for (const JoinedPart& part : joined) {
        const ClassInfo& target = *part.attribute->relationship->target;
        parts.push_back({RowReader(target, context), column, part.owner, PartMembers(*part.attribute, repeated)});
        column += target.load_columns.size();
    }
    return parts;
}

} // namespace

void load_joined(const ClassInfo& cls, const Program& program, const std::vector<JoinedPart>& joined,
    const LoadContext& context, const ObjectSink& sink) {
    Cursor cursor = run_program(program, *context.connection);
    RowReader reader(cls, context);
    const auto collections = std::ranges::count_if(
        joined, [](const JoinedPart& part) { return part.attribute->kind == MemberKind::collection; });
    const bool repeats = collections > 0; // rows show the same object again
    std::vector<Part> parts = parts_of(cls, joined, collections > 1, context);
    std::vector<Header*> row_objects(parts.size() + 1);
    boost::unordered_flat_set<const Header*> seen;
    const Header* last = nullptr;
    while (cursor.next()) {
        Header* object = reader.read(cursor.row());
        if (!object) continue;
        if (!repeats || (object != last && seen.insert(object).second)) sink(object);
        last = row_objects[0] = object;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            Header* owner = row_objects[parts[i].owner];
            Header* member = owner ? parts[i].reader.read(cursor.row() + parts[i].column) : nullptr;
            if (owner) parts[i].members.add(owner, member);
            row_objects[i + 1] = member;
        }
    }
    for (const Part& part : parts) part.members.show();
}

} // namespace athanor::kernel
