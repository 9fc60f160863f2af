// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/class_info.hpp"
#include <cstddef>
#include <vector>

namespace athanor::kernel {
struct Header;

/// A relationship that is loaded with the objects of a query, and what is loaded with its members.
struct LoadStep {
    const Attribute* attribute;
    bool joined; ///< by the statement of the query itself, where that can be
    std::vector<LoadStep> then{};
};

/// A relationship whose members stand in the rows of their owners, behind the columns of what comes before.
struct JoinedPart {
    std::size_t owner; ///< 0: the entity of the query; n: the part before it that is the n-th
    const Attribute* attribute;
};

/// How the rows of a query become objects.
struct Fetching {
    bool populate_existing = false; ///< rows overwrite what is in memory
    std::vector<LoadStep> steps{};
    std::vector<JoinedPart> joined{}; ///< those of the steps that the rows bring; owners before their members
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
