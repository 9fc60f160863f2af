// expect: this class has a base class
// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct Base {
    Mapped<int> stamp;
};
#ifdef ATHANOR_CONTROL
struct User {
    Key<int> id;
};
#else
struct User : Base {
    Key<int> id;
};
#endif
int main() { class_info<User>(); }
