// expect: a List takes handles on objects of its own class
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Book {
    Key<int> id;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
};
int main() {
    const auto shelf = make(Shelf{});
#ifdef ATHANOR_CONTROL
    shelf->books.insert(0, make(Book{}));
    shelf->books.insert(shelf->books.begin(), Book{});
#else
    shelf->books.insert(0, make(Shelf{}));
#endif
}
