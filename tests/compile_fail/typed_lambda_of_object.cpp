// expect: must take its parameter as auto&
// SPDX-License-Identifier: MIT
#include "athanor/typed/functions.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<int> age;
    int plain = 0;
};
int main() {
#ifdef ATHANOR_CONTROL
    (void)exists<User>([](const volatile User& u) { return u.age == 3; });
#else
    (void)exists<User>([](const User& u) { return u.age == 3; });
#endif
}
