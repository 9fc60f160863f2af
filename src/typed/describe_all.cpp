// SPDX-License-Identifier: MIT
#include "athanor/typed/describe_all.hpp"
#include "athanor/orm/mapping/describe_mapping.hpp"

namespace athanor::kernel {

std::string describe_classes(const ClassInfo& cls) { return describe_mapping(configured(cls)); }

} // namespace athanor::kernel
