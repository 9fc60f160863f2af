// expect: one of these options is not for this kind of member
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
    List<User, position<&User::place>, alone, by("post")> users;
#else
    One<User, position<&User::place>> user;
#endif
};
int main() { class_info<Post>(); }
