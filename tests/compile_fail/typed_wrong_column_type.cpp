// expect: a column cannot hold this type
// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
#include <vector>
using namespace athanor;
#ifdef ATHANOR_CONTROL
struct User {
    Key<int> id;
    Mapped<int> ages;
};
#else
struct User {
    Key<int> id;
    Mapped<std::vector<int>> ages;
};
#endif
int main() { class_info<User>(); }
