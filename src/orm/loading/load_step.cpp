// SPDX-License-Identifier: MIT
#include "athanor/orm/loading/load_step.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

const std::vector<LoadStep> nothing_said;

bool leads_on(const Relationship& relationship, const LoadPath& path) {
    const std::ptrdiff_t own = relationship.target == relationship.owner ? 1 : 0; // it stands at the end of the path
    return std::ranges::count(path, relationship.target) == own;
}

} // namespace

std::vector<NextStep> next_steps(const LoadPath& path, const std::vector<LoadStep>& said) {
    std::vector<NextStep> steps;
    for (const LoadStep& step : said) {
        const LoadMode mode = step.mode.value_or(step.attribute->relationship->load);
        if (is_eager(mode)) steps.push_back({step.attribute, mode == LoadMode::joined, true, &step.then});
    }
    for (const Attribute* attribute : path.back()->eager) {
        const Relationship& relationship = *attribute->relationship;
        if (std::ranges::count(said, attribute, &LoadStep::attribute) == 0 && leads_on(relationship, path))
            steps.push_back({attribute, relationship.load == LoadMode::joined, false, &nothing_said});
    }
    return steps;
}

} // namespace athanor::kernel
