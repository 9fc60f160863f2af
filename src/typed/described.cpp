// SPDX-License-Identifier: MIT
#include "athanor/typed/described.hpp"
#include "athanor/base/error.hpp"
#include "orm/mapping/signature.hpp"

namespace athanor::kernel {

void check_base(bool at_beginning, const char* class_signature) {
    if (at_beginning) return;
    throw MappingError(std::string(class_in_signature(class_signature)) +
        ": a base with attributes must stand first among the bases, and have virtual functions if the class has some");
}

void name_places(MemberPlace* first, std::size_t count, const char* members_signature) {
    const auto names = members_in_signature(members_signature);
    for (std::size_t i = 0; i < count && i < names.size(); ++i) first[i].name = names[i];
}

} // namespace athanor::kernel
