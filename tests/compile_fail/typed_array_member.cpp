// expect: a mapped class cannot have an array as a member
// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
#ifndef ATHANOR_CONTROL
    int numbers[3] = {};
#endif
    Mapped<std::string> name;
};
int main() { class_info<User>(); }
