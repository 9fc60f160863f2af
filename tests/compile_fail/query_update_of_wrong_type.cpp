// expect: set() takes a column and a value or expression of its type
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
};
void use(Session& session) {
#ifdef ATHANOR_CONTROL
    session.update<User>().set<&User::name>("ed").execute();
#else
    session.update<User>().set<&User::name>(3).execute();
#endif
}
