// expect: a proxy through a Dict whose keys a function finds cannot give new members their key
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Word {
    Key<int> id;
    Mapped<int> length;
    int tens() const { return length / 10; }
};
inline constexpr auto make_word = [](int tens, int length) { return Word{.length = tens * 10 + length}; };
struct User {
    Key<int> id;
    Dict<&Word::tens, owned> all_words;
#ifdef ATHANOR_CONTROL
    Proxy<&User::all_words, &Word::length, make_word> lengths;
#else
    Proxy<&User::all_words, &Word::length> lengths;
#endif
};
void use(Ref<User> user) { user->lengths[3] = 33; }
