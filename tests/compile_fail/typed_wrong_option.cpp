// expect: one of these options is not for this kind of member
// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
using namespace athanor;
#ifdef ATHANOR_CONTROL
struct User {
    Key<int> id;
    Column<int, indexed> age;
};
#else
struct User {
    Key<int> id;
    Column<int, owned> age;
};
#endif
int main() { class_info<User>(); }
