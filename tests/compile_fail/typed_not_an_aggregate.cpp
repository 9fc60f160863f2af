// expect: this class is not an aggregate
// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
#ifndef ATHANOR_CONTROL
    explicit User(int given) : id(given) {}
#endif
};
int main() { class_info<User>(); }
