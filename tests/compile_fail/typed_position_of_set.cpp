// expect: position<…> is an option of a List
// SPDX-License-Identifier: MIT
#include "athanor/model.hpp"
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<int> place;
};
struct Post {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    List<User, by("post"), position<&User::place>> users;
#else
    Set<User, by("post"), position<&User::place>> users;
#endif
};
int main() { class_info<Post>(); }
