// SPDX-License-Identifier: MIT
#include "orm/instance/known_members.hpp"
#include "orm/loading/load.hpp"
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

std::vector<Header*> each_once(const std::vector<Header*>& objects) {
    boost::unordered_flat_set<const Header*> seen;
    std::vector<Header*> result;
    for (Header* object : objects)
        if (seen.insert(object).second) result.push_back(object);
    return result;
}

std::vector<Header*> members_of(const std::vector<Header*>& owners, const Attribute& attribute) {
    std::vector<Header*> members;
    for (Header* owner : owners) append_known_members(owner, attribute, false, members);
    return each_once(members);
}

/// Goes down from the objects of a query to what is loaded with them.
class Descent {
public:
    Descent(const ClassInfo& cls, const std::vector<JoinedPart>& joined, const LoadContext& context)
        : path_{&cls}, joined_(joined), context_(context) {}

    /// `part`: which part of the rows the owners came with.
    void load(const std::vector<Header*>& owners, const std::vector<LoadStep>& said, std::size_t part) {
        if (owners.empty()) return;
        for (const NextStep& step : next_steps(path_, said)) {
            const Attribute& attribute = *step.attribute;
            const std::size_t members = part_of(part, attribute);
            const auto loaded = members == none ? load_relationship(owners, attribute, context_) : owners;
            const ClassInfo& target = *attribute.relationship->target;
            if (step.then->empty() && target.eager.empty()) continue;
            path_.push_back(&target);
            // what options say ends at what is in memory: its members came with what they wanted
            load(members_of(step.said ? owners : loaded, attribute), *step.then, members);
            path_.pop_back();
        }
    }

private:
    static constexpr std::size_t none = ~std::size_t(0); // they come with another statement

    std::size_t part_of(std::size_t owner, const Attribute& attribute) const {
        for (std::size_t i = 0; i < joined_.size(); ++i)
            if (joined_[i].owner == owner && joined_[i].attribute == &attribute) return i + 1;
        return none;
    }

    LoadPath path_;
    const std::vector<JoinedPart>& joined_;
    const LoadContext& context_;
};

} // namespace

void load_steps(
    const ClassInfo& cls, const std::vector<Header*>& objects, const Fetching& fetching, const LoadContext& context) {
    Descent(cls, fetching.joined, context).load(each_once(objects), fetching.steps, 0);
}

void load_eager(const ClassInfo& cls, const std::vector<Header*>& objects, const LoadContext& context) {
    if (!cls.eager.empty()) load_steps(cls, objects, {}, context);
}

} // namespace athanor::kernel
