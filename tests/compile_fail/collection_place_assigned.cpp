// expect: athanor: this handle is a temporary copy
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
    const auto shelf = make(Shelf{.books = {make(Book{})}});
#ifdef ATHANOR_CONTROL
    shelf->books[0] = make(Book{});
#else
    shelf->books.at(0) = make(Book{});
#endif
}
