// expect: length(…) is the length of a text
// SPDX-License-Identifier: MIT
#include "athanor/model.hpp"
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    Column<std::string, length(10)> name;
#else
    Column<int, length(10)> name;
#endif
};
int main() { class_info<User>(); }
