// expect: use of deleted function || call to implicitly-deleted copy constructor
// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
};
int main() {
    User user;
#ifdef ATHANOR_CONTROL
    auto copy = std::move(user);
#else
    auto copy = user;
#endif
    (void)copy;
}
