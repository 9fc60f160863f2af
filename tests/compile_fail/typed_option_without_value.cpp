// expect: this is not an option of a member
// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    Column<std::string, length(50)> name;
#else
    Column<std::string, cascade> name;
#endif
};
int main() { class_info<User>(); }
