// expect: no match for || no viable overloaded
// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Mapped<std::string> name;
};
int main() {
    User user;
#ifdef ATHANOR_CONTROL
    user.name = "3";
#else
    user.name = 3;
#endif
}
