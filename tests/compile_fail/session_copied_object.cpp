// expect: use of deleted function || call to implicitly-deleted copy constructor
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
    auto user = clone(*session.get<User>(1));
    (void)user;
#else
    auto user = *session.get<User>(1);
    (void)user;
#endif
}
