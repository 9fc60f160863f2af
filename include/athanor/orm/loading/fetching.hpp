// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/loading/load_step.hpp"
#include <cstddef>
#include <vector>

namespace athanor::kernel {
struct Header;

/// A relationship whose members stand in the rows of their owners, behind the columns of what comes before.
struct JoinedPart {
    std::size_t owner; ///< 0: the entity of the query; n: the part before it that is the n-th
    const Attribute* attribute;
};

/// How the rows of a query become objects.
struct Fetching {
    bool populate_existing = false; ///< rows overwrite what is in memory
    std::vector<LoadStep> steps{};
    std::vector<JoinedPart> joined{}; ///< what the rows bring with the objects; owners before their members
};

/// Who gets the objects that a query finds, each once, in the order of the rows.
struct ObjectSink {
    void* context;
    void (*take)(void* context, Header* object);
    void operator()(Header* object) const { take(context, object); }
};

inline ObjectSink sink_into(std::vector<Header*>& objects) {
    return {&objects,
        [](void* context, Header* object) { static_cast<std::vector<Header*>*>(context)->push_back(object); }};
}

} // namespace athanor::kernel
