// expect: no match for || no viable overloaded
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<int> age;
};
void use(Session& session) {
#ifdef ATHANOR_CONTROL
    session.get<User>(1)->name = "3";
#else
    session.get<User>(1)->name = 3;
#endif
}
