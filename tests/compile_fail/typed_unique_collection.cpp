// expect: it is an option of a column, or of a One
// SPDX-License-Identifier: MIT
#include "athanor/model.hpp"
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
};
struct Post {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    List<User, by("post")> users;
#else
    List<User, by("post"), unique_key> users;
#endif
};
int main() { class_info<Post>(); }
