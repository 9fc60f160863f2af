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

/// Goes down the steps from the objects of a query.
class Descent {
public:
    Descent(const std::vector<JoinedPart>& joined, const LoadContext& context) : joined_(joined), context_(context) {}

    /// `part`: which part of the rows the owners came with.
    void load(const std::vector<Header*>& owners, const std::vector<LoadStep>& steps, std::size_t part) const {
        for (const LoadStep& step : steps) {
            const std::size_t members = part_of(part, step.attribute);
            if (members == none) load_relationship(owners, *step.attribute, context_);
            if (!step.then.empty()) load(members_of(owners, *step.attribute), step.then, members);
        }
    }

private:
    static constexpr std::size_t none = ~std::size_t(0); // they came with another statement

    std::size_t part_of(std::size_t owner, const Attribute* attribute) const {
        for (std::size_t i = 0; i < joined_.size(); ++i)
            if (joined_[i].owner == owner && joined_[i].attribute == attribute) return i + 1;
        return none;
    }

    const std::vector<JoinedPart>& joined_;
    const LoadContext& context_;
};

} // namespace

void load_steps(const std::vector<Header*>& objects, const Fetching& fetching, const LoadContext& context) {
    if (!objects.empty()) Descent(fetching.joined, context).load(each_once(objects), fetching.steps, 0);
}

} // namespace athanor::kernel
