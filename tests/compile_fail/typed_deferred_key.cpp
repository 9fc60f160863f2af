// expect: a key is loaded with its object
// SPDX-License-Identifier: MIT
#include "athanor/model.hpp"
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    Key<int> code;
#else
    Key<int, deferred> code;
#endif
};
int main() { class_info<User>(); }
